"""Writing past every guard of the database: what a superuser can do, inside a transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, update

from wbv_mentor.pathways import journal
from wbv_mentor.pathways.models import Instance, JournalEntry, JournalNote, JournalSeal
from wbv_mentor.pathways.seals import Cover, seal_digest
from wbv_mentor.pathways.triggers import create_triggers, missing_triggers

Row = dict[str, Any]
ENTRY: Table = JournalEntry.__table__  # type: ignore[assignment]
NOTE: Table = JournalNote.__table__  # type: ignore[assignment]
SEAL: Table = JournalSeal.__table__  # type: ignore[assignment]
INSTANCE: Table = Instance.__table__  # type: ignore[assignment]


@contextmanager
def unguarded(connection: Connection) -> Iterator[None]:
    """Without triggers and foreign keys; afterwards the triggers are there again, as if nothing had been."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        for (name,) in connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).all():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        yield
        create_triggers(connection)
    else:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        yield
        connection.exec_driver_sql("SET LOCAL session_replication_role = origin")
    assert missing_triggers(connection) == []


def read(connection: Connection, table: Table, *, order: str = "id") -> list[Row]:
    """All rows of a table."""
    return [dict(row._mapping) for row in connection.execute(select(table).order_by(table.c[order]))]


def change(connection: Connection, table: Table, number: int, **values: Any) -> None:
    """Edit a row."""
    connection.execute(update(table).where(table.c.id == number).values(values))


def remove(connection: Connection, table: Table, numbers: Iterable[int]) -> None:
    """Delete rows."""
    connection.execute(delete(table).where(table.c.id.in_(list(numbers))))


def replace(connection: Connection, table: Table, gone: Iterable[int], new: Sequence[Row]) -> None:
    """Delete rows and write others; their numbers may be the same."""
    remove(connection, table, gone)
    if new:
        connection.execute(insert(table), list(new))


def rechained(rows: Sequence[Row]) -> list[Row]:
    """The rows as one unbroken chain: counted anew, each with the digest it needs."""
    chain: list[Row] = []
    for seq, row in enumerate(rows, 1):
        linked = row | {"seq": seq, "prev": chain[-1]["digest"] if chain else ""}
        chain.append(linked | {"digest": digest_of(linked)})
    return chain


def digest_of(row: Row) -> str:
    """The digest that belongs to a row."""
    return journal.digest_of(JournalEntry(**{name: value for name, value in row.items() if name != "id"}))


def resealed(connection: Connection, seals: Sequence[Row]) -> list[Row]:
    """The seals as they would be, had the entries always been what they are now."""
    new: list[Row] = []
    rows = read(connection, ENTRY)
    for seal in seals:
        after = new[-1]["last_entry_id"] if new else 0
        cover = Cover()
        for row in rows:
            if after < row["id"] <= seal["last_entry_id"]:
                cover.add(row["id"], row["digest"])
        said = {name: seal[name] for name in ("sealed_at", "entries", "last_entry_id")}
        prev = new[-1]["digest"] if new else ""
        digest = seal_digest(number=seal["id"], prev=prev, digests=cover.digests, **said)
        new.append(seal | {"prev": prev, "digest": digest, "marks": cover.marks})
    return new
