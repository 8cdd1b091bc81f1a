"""All entries, in the order of their numbers, against the seals that cover them."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from wbv_mentor.clock import berlin_date
from wbv_mentor.pathways.audit.comparing import compare, tell
from wbv_mentor.pathways.audit.findings import Finding
from wbv_mentor.pathways.audit.naming import Namer
from wbv_mentor.pathways.audit.reading import Walk, leniently, stream
from wbv_mentor.pathways.models import JournalEntry, JournalSeal
from wbv_mentor.pathways.seals import Cover, Marks, seal_digest

Seal = Row[Any]

_ENTRIES = select(JournalEntry.id, JournalEntry.digest).order_by(JournalEntry.id)
_SEALS = select(
    JournalSeal.id, leniently(JournalSeal.sealed_at), JournalSeal.entries, JournalSeal.last_entry_id,
    JournalSeal.digest, JournalSeal.prev, JournalSeal.marks,
).order_by(JournalSeal.id)  # fmt: skip
SEALS_AT_ONCE = 20  # each holds the marks of its day


@dataclass
class Seen:
    """What was read: how many entries there are, how many of them no seal covers, and the seals."""

    entries: int = 0
    unsealed: int = 0
    seals: int = 0


@dataclass(frozen=True)
class _End:
    """Where the seal before ends; not `sound` if it or its place cannot be relied on."""

    number: int = 0
    entries: int = 0
    last_entry_id: int = 0
    digest: str = ""
    sound: bool = True


def check_seals(connection: Connection, seen: Seen, on_entries: Callable[[int], None]) -> Iterator[Finding]:
    """What the seals say against the entries, and against each other; notes in `seen` what there was."""
    entries = Walk(stream(connection, _ENTRIES), on_entries)
    namer = Namer(connection)
    before = _End()
    for seal in stream(connection, _SEALS, SEALS_AT_ONCE):
        if seal.id != before.number + 1:
            yield _gap(seal, before)
            before = _End(sound=False)
        sound = yield from _check(seal, before, entries, namer)
        before = _End(seal.id, seal.entries, seal.last_entry_id, seal.digest, sound)
        seen.seals += 1
    sealed = entries.count
    entries.pass_by()
    seen.entries, seen.unsealed = entries.count, entries.count - sealed


def _check(seal: Seal, before: _End, entries: Walk, namer: Namer) -> Generator[Finding, None, bool]:
    """One seal and the entries that it covers; answers whether the next one can be measured by it.

    Entries that differ explain a digest that does not match. Otherwise the seal itself was edited.
    """
    marks = Marks(seal.marks if isinstance(seal.marks, bytes) else b"")
    consistent = _continues(seal, marks, before)
    if not before.sound and marks.first is not None:
        entries.pass_by(marks.first - 1)
    cover = Cover()
    differences = list(compare(iter(marks), entries.until(_end(seal, marks)), cover))
    matches = _digest(seal, cover) == seal.digest
    if differences and not matches:
        yield from tell(differences, seal.id, _title(seal), namer)
    if not consistent or matches == bool(differences):
        yield Finding("seal", f"{_title(seal)} was edited.", seal=seal.id)
    return matches or (consistent and bool(differences))


def _end(seal: Seal, marks: Marks) -> int:
    """The last entry that a seal speaks about; where it disagrees with its marks, the lower one."""
    return min(end for end in (seal.last_entry_id, marks.last) if isinstance(end, int))


def _continues(seal: Seal, marks: Marks, before: _End) -> bool:
    """Whether a seal says as much as its own marks, and continues the one before."""
    if not before.sound:
        return True  # nothing to measure it by
    counted = before.entries + marks.count, before.last_entry_id if marks.last is None else marks.last
    return (seal.entries, seal.last_entry_id, seal.prev) == (*counted, before.digest)


def _gap(seal: Seal, before: _End) -> Finding:
    gone = f"Seal {before.number + 1}" + (f" to {seal.id - 1}" if seal.id > before.number + 2 else "")
    return Finding("seal", f"{gone} is missing before {_title(seal)}.", seal=before.number + 1)


def _title(seal: Seal) -> str:
    try:
        return f"Seal {seal.id} of {berlin_date(seal.sealed_at):%d.%m.%Y}"
    except (AttributeError, TypeError):
        return f"Seal {seal.id}"  # its moment is none


def _digest(seal: Seal, cover: Cover) -> str | None:
    try:
        return seal_digest(
            number=seal.id, sealed_at=seal.sealed_at, entries=seal.entries, prev=seal.prev,
            last_entry_id=seal.last_entry_id, digests=cover.digests,
        )  # fmt: skip
    except (AttributeError, TypeError):
        return None  # a moment that is none
