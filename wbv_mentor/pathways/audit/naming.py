"""Names of entries of which only the number is known."""

from __future__ import annotations

from sqlalchemy import Connection, select

from wbv_mentor.pathways.audit.findings import Name
from wbv_mentor.pathways.audit.reading import leniently
from wbv_mentor.pathways.models import Instance, JournalEntry

_NAMED = select(
    JournalEntry.id, Instance.kind, JournalEntry.instance_id, Instance.reference, JournalEntry.seq,
    leniently(JournalEntry.at),
).outerjoin(Instance, Instance.id == JournalEntry.instance_id)  # fmt: skip


class Namer:
    """Looks names up, and remembers of which instances an entry was named."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._told: set[int | None] = set()

    def name(self, number: int) -> Name:
        """The name of an entry that is there."""
        return Name(*self._connection.execute(_NAMED.where(JournalEntry.id == number)).one())

    def is_first(self, name: Name) -> bool:
        """Whether none of its instance was told before: those after it had to change with it."""
        fresh = name.instance_id not in self._told
        self._told.add(name.instance_id)
        return fresh
