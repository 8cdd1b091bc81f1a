"""The whole audit, over one moment of the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, exists, func, select

from wbv_mentor.db import db, is_sqlite
from wbv_mentor.pathways.audit.chains import check_chains
from wbv_mentor.pathways.audit.covered import Seen, check_seals
from wbv_mentor.pathways.audit.findings import Finding, Name
from wbv_mentor.pathways.audit.outside import check_outside
from wbv_mentor.pathways.models import Instance, JournalEntry, JournalNote
from wbv_mentor.pathways.seal_file import SealFile
from wbv_mentor.pathways.triggers import missing_triggers

LOOKED_AT = 2  # how often an entry is: in its chain, and below its seal


@dataclass(frozen=True)
class Audited:
    """What was looked at and what was found."""

    seen: Seen
    findings: Sequence[Finding]


@contextmanager
def snapshot() -> Iterator[Connection]:
    """A connection that sees one moment, whatever is written meanwhile; it holds nobody up."""
    if is_sqlite(db.engine):
        with db.engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            yield connection
    else:
        with db.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            yield connection


def count_looks(connection: Connection) -> int:
    """How many looks at an entry the audit takes; for telling how far it is."""
    return LOOKED_AT * (connection.execute(select(func.count(JournalEntry.id))).scalar() or 0)


def verify(
    connection: Connection, *, files: Sequence[SealFile] = (),
    on_looks: Callable[[int], None] = lambda _count: None,
) -> Audited:  # fmt: skip
    """Look at every entry, note, seal, state and trigger; `files` are seals that left the house."""
    seen = Seen()
    findings = [
        *check_chains(connection, on_looks),
        *_alone(connection),
        *check_seals(connection, seen, on_looks),
        *check_outside(connection, files),
        *_triggers(connection),
    ]
    return Audited(seen, findings)


def _alone(connection: Connection) -> Iterator[Finding]:
    """Instances without any entry, notes of none."""
    its_entries = exists().where(JournalEntry.instance_id == Instance.id)
    instances = select(Instance.kind, Instance.id, Instance.reference).where(~its_entries)
    for row in connection.execute(instances.order_by(Instance.id)):
        name = Name(None, *row)
        yield Finding("missing", f"{name} has no entry.", name)
    its_entry = exists().where(JournalEntry.id == JournalNote.entry_id)
    for note in connection.execute(select(JournalNote.entry_id).where(~its_entry)).scalars():
        name = Name(note)
        yield Finding("missing", f"There is a note of {name}, which is missing.", name)


def _triggers(connection: Connection) -> Iterator[Finding]:
    for trigger in missing_triggers(connection):
        yield Finding("trigger", f"The trigger {trigger} is missing: entries could be changed.")
