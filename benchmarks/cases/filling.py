"""Makes many mentors with their cases out of one: real cases, walked by the use cases, are copied in bulk.

Each copy is what the application wrote, with other ids, addresses and references; its journal keeps the
digests of the original, so an audit would object to it, and nothing else does.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Table, func, select, text

from tests.factories import a_coordinator, a_mentor, case_at
from wbv_mentor.db import Base, db, is_sqlite
from wbv_mentor.engine.actors import Actor
from wbv_mentor.pathways.triggers import create_triggers

OWN = 40  # cases of one mentor
STATES = (
    "contact", "consent_pending", "intake", "needs_assessment", "offers", "plan_agreed", "funding", "booked",
)  # fmt: skip
TABLES = (
    "account", "workflow_instance", "enrolment", "mentee", "mentee_case", "funding_application",
    "journal_entry", "step_record", "deadline", "consent", "talk", "task", "offer", "listed_case",
    "case_word",
)  # fmt: skip
PEOPLE = ("saved_by_id", "actor_id", "done_by_id", "requested_by_id")  # accounts without a foreign key
FIRST_NAMES = ("Nora", "Jürgen", "Özlem", "Mia", "Zoë")


def fill(count: int) -> tuple[Actor, Actor, str]:
    """Fill an empty database up to `count` cases; a mentor, a coordinator and one of the mentor's cases."""
    mentor, coordinator = a_mentor(), a_coordinator()
    cases = [
        case_at(STATES[number % len(STATES)], mentor=mentor, alias=f"{FIRST_NAMES[number % 5]} {number}")
        for number in range(OWN)
    ]
    reference = str(cases[6].reference)
    copies = count // OWN - 1
    db.session.rollback()
    with db.engine.connect() as connection:
        _copy_all(connection, mentor, copies)
    return mentor, coordinator, reference


def _copy_all(connection: Connection, mentor: Actor, copies: int) -> None:
    sqlite = is_sqlite(db.engine)
    if sqlite:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        names = connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all()
        for name in names:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
    else:
        connection.exec_driver_sql("SET session_replication_role = replica")
    tables = [one for one in (Base.metadata.tables.get(name) for name in TABLES) if one is not None]
    apart = 1 + max(_last(connection, table) for table in tables)
    series = (
        f"(WITH RECURSIVE s(r) AS (SELECT 1 UNION ALL SELECT r + 1 FROM s WHERE r < {copies})"
        " SELECT r FROM s)"
        if sqlite
        else f"generate_series(1, {copies})"
    )
    for table in tables:
        columns = list(table.columns)
        values = [_value(column, {one.name for one in tables}, mentor, apart) for column in columns]
        only = {"account": f"WHERE o.id = {mentor.id}", "case_word": "WHERE o.named"}.get(table.name, "")
        into = ", ".join(f'"{column.name}"' for column in columns)
        connection.exec_driver_sql(
            f"INSERT INTO {table.name} ({into}) SELECT {', '.join(values)} "
            f"FROM {table.name} o CROSS JOIN {series} AS n{'' if sqlite else '(r)'} {only}"
        )
    _words_of_copies(connection, apart)
    if sqlite:
        create_triggers(connection)
    connection.commit()
    if not sqlite:
        connection.exec_driver_sql("SET session_replication_role = origin")
        connection.exec_driver_sql("ANALYZE")
        connection.commit()


def _last(connection: Connection, table: Table) -> int:
    number = table.c.get("id", table.c.get("case_id"))
    return int(connection.scalar(select(func.max(number))) or 0)


def _value(column: Any, copied: set[str], mentor: Actor, apart: int) -> str:
    """What a copy has in this column."""
    name = f'o."{column.name}"'
    if column.name == "email" and column.table.name == "account":
        return "'m' || n.r || 'x' || o.email"
    if column.name == "fs_uniquifier":
        return "n.r || 'x' || substr(o.fs_uniquifier, 8)"
    if column.name == "submission" and column.table.name == "account":
        return "NULL" if column.nullable else "n.r || 'x' || o.submission"
    if column.name == "submission" and column.table.name == "journal_entry":
        return "n.r || 'x' || o.submission"  # an original would take those of its copies for its own
    if column.name == "reference" and column.table.name == "workflow_instance":
        return "CASE WHEN o.reference IS NULL THEN NULL ELSE '2025-' || (n.r * 100 + o.id) END"
    targets = {key.column.table.name for key in column.foreign_keys}
    if "account" in targets or column.name in PEOPLE:
        return f"CASE WHEN {name} = {mentor.id} THEN {name} + n.r * {apart} ELSE {name} END"
    moves = targets & copied or (column.name == "id" and not targets)
    return f"{name} + n.r * {apart}" if moves else name


def _words_of_copies(connection: Connection, apart: int) -> None:
    for word in ("i.reference", "substr(i.reference, 6)"):
        connection.exec_driver_sql(
            "INSERT INTO case_word (case_id, named, word, mentor_id) "
            f"SELECT i.id, false, {word}, c.mentor_id FROM workflow_instance i "
            f"JOIN mentee_case c ON c.id = i.id WHERE i.id >= {apart}"
        )


def pages(role: str, reference: str) -> Iterator[tuple[str, str]]:
    """What is measured, by name; the first is the page that all are compared to."""
    yield "empty", "/cases/views"
    yield "list", "/cases"
    yield "search", "/cases?q=nor" if role == "mentor" else "/cases?q=2025-"
    yield "home", "/"
    yield "case", f"/cases/{reference}"
