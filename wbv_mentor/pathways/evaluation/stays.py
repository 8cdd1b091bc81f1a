"""From a journal to stays: who stood where, since when, and until when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Protocol

from sqlalchemy import select

from wbv_mentor.db import session
from wbv_mentor.pathways.models import Instance, JournalEntry

MOVES = ("start", "transition", "undo", "migrate")


class Entry(Protocol):
    """An entry of the journal, as far as it moves an instance."""

    @property
    def at(self) -> datetime: ...
    @property
    def kind(self) -> str: ...
    @property
    def to_state(self) -> str: ...


@dataclass
class Stay:
    """One instance in one state; `until` is open while it stands there."""

    state: str
    since: datetime
    until: datetime | None = None


def trails(definition_id: int) -> Iterator[list[Stay]]:
    """The stays of every instance that is on this version now, oldest first: one query, read once."""
    rows = session.execute(
        select(JournalEntry.instance_id, JournalEntry.at, JournalEntry.kind, JournalEntry.to_state)
        .join(Instance, Instance.id == JournalEntry.instance_id)
        .where(Instance.definition_id == definition_id, JournalEntry.kind.in_(MOVES))
        .order_by(JournalEntry.instance_id, JournalEntry.seq)
    )
    for _instance, entries in groupby(rows, key=lambda row: row.instance_id):
        yield trail(entries)


def trail(entries: Iterable[Entry]) -> list[Stay]:
    """The stays that an instance's entries tell.

    What was taken back has not been: the stay before goes on as if nobody had left. Moving to another
    version renames where one stands, and a transition from a state to itself leaves nothing.
    """
    stays: list[Stay] = []
    for entry in entries:
        if entry.kind == "undo" and len(stays) > 1 and stays[-2].state == entry.to_state:
            stays.pop()
            stays[-1].until = None
        elif entry.kind == "migrate" and stays:
            stays[-1].state = entry.to_state
        elif not stays or stays[-1].state != entry.to_state:
            if stays:
                stays[-1].until = entry.at
            stays.append(Stay(entry.to_state, entry.at))
    return stays
