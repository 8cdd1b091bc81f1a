"""Each instance's entries: unbroken among themselves, true to their notes, and leading to where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, select

from wbv_mentor.db import session
from wbv_mentor.engine.machine import PathMachine
from wbv_mentor.pathways import journal
from wbv_mentor.pathways.audit.findings import Finding, Name
from wbv_mentor.pathways.audit.reading import leniently, stream
from wbv_mentor.pathways.definitions import machine_of
from wbv_mentor.pathways.fold import DoesNotFollow, Way, fold
from wbv_mentor.pathways.models import Instance, JournalEntry, JournalNote, WorkflowDefinition
from wbv_mentor.pathways.version_maps import find_way

Entry = Row[Any]

_ENTRIES = (
    select(
        JournalEntry.id, *(leniently(getattr(JournalEntry, name)) for name in journal.CHAINED),
        leniently(JournalEntry.at), JournalEntry.digest, JournalNote.id.label("note_id"),
        JournalNote.text.label("note_text"), JournalNote.salt, Instance.id.label("found"),
        Instance.kind.label("instance_kind"), Instance.reference, Instance.definition_id, Instance.state,
        leniently(Instance.return_to),
    )
    .outerjoin(Instance, Instance.id == JournalEntry.instance_id)
    .outerjoin(JournalNote, JournalNote.entry_id == JournalEntry.id)
    .order_by(JournalEntry.instance_id, JournalEntry.seq)
)  # fmt: skip


def check_chains(connection: Connection, on_entries: Callable[[int], None]) -> Iterator[Finding]:
    """What is wrong with the entries of each instance, taken for themselves."""
    paths = Paths()
    for _, rows in groupby(stream(connection, _ENTRIES), key=lambda row: row.instance_id):
        entries = list(rows)
        broken = list(_broken(entries))
        yield from broken
        yield from filter(None, map(_note, entries))
        if not broken:
            yield from _leads_elsewhere(entries, paths)
        on_entries(len(entries))


def name_of(entry: Entry) -> Name:
    """The name of an entry that was read with its instance."""
    return Name(entry.id, entry.instance_kind, entry.instance_id, entry.reference, entry.seq, entry.at)


class Paths:
    """The machines of stored definitions and the maps between versions, each looked up once.

    Neither is ever changed, so it does not matter that the session reads a later moment than the audit.
    """

    def __init__(self) -> None:
        self._machines: dict[int, PathMachine | None] = {}
        self._maps: dict[str, Way | None] = {}

    def machine(self, definition_id: int) -> PathMachine | None:
        """The machine of a definition; None if no such definition is stored."""
        if definition_id not in self._machines:
            row = session.get(WorkflowDefinition, definition_id)
            self._machines[definition_id] = None if row is None else machine_of(row)
        return self._machines[definition_id]

    def map(self, digest: str) -> Way | None:
        """The map with a digest; None if none is stored, or another than the digest says."""
        if digest not in self._maps:
            self._maps[digest] = find_way(digest)
        return self._maps[digest]


def _broken(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Entries that do not continue the one before. Behind an edited one, only what an entry says of itself
    counts: one edit is told once."""
    before: Entry | None = None
    for position, entry in enumerate(entries):
        if _computed(entry) != entry.digest:
            name = name_of(entry)
            yield Finding("edited", f"{name} was edited: it does not match its digest.", name)
            before = None
            continue
        if before is not None or position == 0:
            yield from _after(before, entry)
        before = entry


def _after(before: Entry | None, entry: Entry) -> Iterator[Finding]:
    seq, digest, number = (0, "", None) if before is None else (before.seq, before.digest, before.id)
    if (entry.seq, entry.prev) == (seq + 1, digest) and (number is None or entry.id > number):
        return
    name = name_of(entry)
    if entry.seq > seq + 1:
        gone = f"entry {seq + 1} is" if entry.seq == seq + 2 else f"entries {seq + 1} to {entry.seq - 1} are"
        missed = Name(None, name.kind, name.instance_id, name.reference, seq + 1)
        yield Finding("missing", f"{name}: {gone} missing before it.", missed)
    elif entry.seq != seq + 1:
        yield Finding("inserted", f"{name} has no place in the chain.", name)
    elif entry.prev != digest:
        yield Finding("edited", f"{name} continues another entry than the one before it.", name)
    else:
        yield Finding("moved", f"{name} was written before the one that it continues.", name)


def _computed(entry: Entry) -> str | None:
    try:
        return journal.digest_of(entry)  # type: ignore[arg-type]  # a row has an entry's columns
    except (AttributeError, TypeError):
        return None  # a value that no entry can have


def _note(entry: Entry) -> Finding | None:
    """An erased note is none, and the chain stays; another text than the written one is a finding."""
    if entry.note_id is None:
        return None
    if journal.note_digest(str(entry.salt), str(entry.note_text)) == entry.note_digest:
        return None
    name = name_of(entry)
    if entry.note_digest is None:
        return Finding("note", f"{name} was written without a note, and has one.", name)
    return Finding("note", f"{name}: its note is not the one that was written.", name)


def _leads_elsewhere(entries: Sequence[Entry], paths: Paths) -> Iterator[Finding]:
    last, name = entries[-1], name_of(entries[-1])
    if last.found is None:
        yield Finding("missing", f"{name}: its instance is missing.", name)
        return
    machine = paths.machine(last.definition_id)
    if machine is None:
        yield Finding("state", f"{name}: the definition that it follows is missing.", name)
        return
    try:
        standing = fold(entries, machine, paths.map)
    except DoesNotFollow as wrong:
        name = name_of(entries[wrong.at])
        yield Finding("impossible", f"{name} cannot have been: {wrong}.", name)
        return
    if standing is not None and (standing.state, list(standing.return_to)) != (last.state, last.return_to):
        there = _words(standing.state, standing.return_to)
        stands = f"the instance stands in {_words(last.state, last.return_to)}, the journal ends in {there}"
        yield Finding("state", f"{name}: {stands}.", name)


def _words(state: str, return_to: object) -> str:
    behind = [str(one) for one in return_to] if isinstance(return_to, list | tuple) else [str(return_to)]
    return f"{state} ({', '.join(behind)} behind it)" if behind else state
