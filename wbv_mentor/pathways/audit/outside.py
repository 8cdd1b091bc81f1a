"""The seals in the house against those that left it.

Whoever can write here could cut off the newest entries with their seals, or make all seals anew. A seal kept
elsewhere is out of reach.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Row, func, select

from wbv_mentor.clock import berlin_date
from wbv_mentor.pathways.audit.findings import Finding
from wbv_mentor.pathways.audit.naming import Namer
from wbv_mentor.pathways.audit.reading import leniently
from wbv_mentor.pathways.models import JournalEntry, JournalSeal
from wbv_mentor.pathways.seal_file import SealFile

_FIELDS = ("sealed_at", "entries", "last_entry_id", "prev", "digest")
_SEAL = select(*(leniently(getattr(JournalSeal, name)) for name in _FIELDS))


def check_outside(connection: Connection, files: Iterable[SealFile]) -> Iterator[Finding]:
    """What a seal that left the house says otherwise; the more of them, the closer the day of it is told."""
    same = 0
    for file in sorted(files, key=lambda one: one.seal):
        title = f"Seal {file.seal} of {berlin_date(file.sealed_at):%d.%m.%Y} that left the house"
        stored = connection.execute(_SEAL.where(JournalSeal.id == file.seal)).one_or_none()
        if stored is None:
            yield _gone(connection, file, title)
        elif not _is_the_same(stored, file):
            which = f"after no. {same} and up to no." if same else "up to no."
            text = f"{title} is another one here: entries {which} {file.last_entry_id} were replaced."
            yield Finding("seal", text, seal=file.seal)
        else:
            same = file.last_entry_id


def _is_the_same(stored: Row[Any], file: SealFile) -> bool:
    return all(getattr(stored, name) == getattr(file, name) for name in _FIELDS)


def _gone(connection: Connection, file: SealFile, title: str) -> Finding:
    covered = select(func.count(), func.max(JournalEntry.id)).where(JournalEntry.id <= file.last_entry_id)
    count, last = connection.execute(covered).one()
    if count == file.entries and last == file.last_entry_id:
        return Finding("seal", f"{title} is missing here.", seal=file.seal)
    name = Namer(connection).name(last) if count else None
    rest = f"the last of them is {name}" if count else "none is left"
    text = f"{title} counted {file.entries} entries up to no. {file.last_entry_id}, here are {count}: {rest}."
    return Finding("cut_off", text, name, file.seal)
