"""Seals: once a day, how many entries the journal has, and a digest over all of theirs.

A seal covers what came since the seal before it, whose digest it continues; so the newest one speaks for the
whole journal, and making it (sealing.py) costs only the day. Its digest binds its own number and moment too.

`marks` keep a few bytes of each covered entry. Whoever recalculates a chain after an edit is found by the
digest; the marks tell which entry it was.
"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select

from wbv_mentor.db import session
from wbv_mentor.pathways.models import JournalSeal

Covered = tuple[int, str]
"""An entry as a seal covers it: its number and its digest."""

_MARK = struct.Struct(">q8s")
AT_ONCE = 5_000  # rows that are in memory while many are read


class Cover:
    """What a seal says about the entries that it covers, gathered one after the other."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self._marks = bytearray()

    def add(self, number: int, digest: str) -> None:
        """The next entry, in the order of their numbers."""
        self._hash.update(f"{number} {digest}\n".encode())
        self._marks += _MARK.pack(number, mark_of(digest))

    @property
    def digests(self) -> str:
        """SHA-256 over the numbers and digests of all."""
        return self._hash.hexdigest()

    @property
    def marks(self) -> bytes:
        """Number and mark of each."""
        return bytes(self._marks)


class Marks:
    """The marks of a seal, read again; a damaged end is left out."""

    def __init__(self, marks: bytes) -> None:
        self.count = len(marks) // _MARK.size
        self._marks = memoryview(marks)[: self.count * _MARK.size]

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        """Number and mark of each entry."""
        return _MARK.iter_unpack(self._marks)

    @property
    def first(self) -> int | None:
        """The number of the first entry; None if the seal covers none."""
        return _MARK.unpack_from(self._marks)[0] if self.count else None

    @property
    def last(self) -> int | None:
        """The number of the last entry; None if the seal covers none."""
        return _MARK.unpack_from(self._marks, (self.count - 1) * _MARK.size)[0] if self.count else None


def mark_of(digest: str) -> bytes:
    """A few bytes by which an entry is known again."""
    return hashlib.sha256(str(digest).encode()).digest()[:8]


def seal_digest(
    *, number: int, sealed_at: datetime, entries: int, last_entry_id: int, prev: str, digests: str
) -> str:
    """What a seal's digest has to be: SHA-256 over all that it says."""
    said = {
        "seal": number, "sealed_at": sealed_at.isoformat(), "entries": entries,
        "last_entry_id": last_entry_id, "prev": prev, "digests": digests,
    }  # fmt: skip
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def newest_seal() -> JournalSeal | None:
    """The last seal that was made."""
    found: JournalSeal | None = session.scalars(
        select(JournalSeal).order_by(JournalSeal.id.desc()).limit(1)
    ).first()
    return found
