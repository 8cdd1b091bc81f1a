"""The job that makes the day's seal and sends it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, text

from wbv_mentor import clock
from wbv_mentor.db import insert_if_new, session, unit_of_work
from wbv_mentor.jobs import job
from wbv_mentor.jobs.registry import AN_HOUR
from wbv_mentor.pathways.models import JournalEntry, JournalSeal
from wbv_mentor.pathways.seal_mail import send_seal
from wbv_mentor.pathways.seals import AT_ONCE, Cover, Covered, newest_seal, seal_digest


@job("pathways.seal", every=AN_HOUR)
def seal_journal() -> int:
    """Make the day's seal and send it, once a Berlin day; how many seals it made."""
    newest = newest_seal()
    if newest is not None and clock.berlin_date(newest.sealed_at) >= clock.today():
        return 0
    row = _next_seal(newest, until=_last_settled(), now=clock.now())
    with unit_of_work():
        made = insert_if_new(JournalSeal, row, unique="id")  # of two processes, one makes it
        if made:
            send_seal(row["id"], now=row["sealed_at"])
        return int(made)


def _last_settled() -> int:
    """The newest entry's number, when no entry with a lower one is still being written.

    PostgreSQL gives numbers out before it commits: without the lock, an entry could appear below a seal
    after it was made. SQLite's unit of work is alone anyway.
    """
    with unit_of_work() as current:
        if current.get_bind().dialect.name == "postgresql":
            current.execute(text("LOCK TABLE journal_entry IN SHARE MODE"))
        return current.scalar(select(func.max(JournalEntry.id))) or 0


def _next_seal(newest: JournalSeal | None, *, until: int, now: datetime) -> dict[str, Any]:
    number = newest.id + 1 if newest else 1
    entries, after, prev = (newest.entries, newest.last_entry_id, newest.digest) if newest else (0, 0, "")
    cover = Cover()
    for entry in _entries_between(after, until):
        cover.add(*entry)
        entries += 1
    last = max(after, until)
    digest = seal_digest(
        number=number, sealed_at=now, entries=entries, last_entry_id=last, prev=prev, digests=cover.digests
    )
    return {
        "id": number, "sealed_at": now, "entries": entries, "last_entry_id": last, "digest": digest,
        "prev": prev, "marks": cover.marks,
    }  # fmt: skip


def _entries_between(after: int, until: int) -> Iterator[Covered]:
    query = (
        select(JournalEntry.id, JournalEntry.digest)
        .where(JournalEntry.id > after, JournalEntry.id <= until)
        .order_by(JournalEntry.id)
        .execution_options(yield_per=AT_ONCE)
    )
    for row in session.connection().execute(query):
        yield row.id, row.digest
