"""Database triggers that keep the journal append-only and each instance's chain unbroken.

They are created with the models, re-created after every upgrade and looked for at every start. A room above
registers its own, which go the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, event, inspect, text

from wbv_mentor.db import Base

GUARDED = ("journal_entry", "journal_seal")

_SQLITE = {
    f"{table}_no_{what.lower()}": f"""
        CREATE TRIGGER {table}_no_{what.lower()} BEFORE {what} ON {table}
        BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"""
    for table in GUARDED
    for what in ("UPDATE", "DELETE")
} | {
    "journal_entry_chain": """
        CREATE TRIGGER journal_entry_chain BEFORE INSERT ON journal_entry
        WHEN NEW.seq IS NOT 1 + coalesce(
                (SELECT max(seq) FROM journal_entry WHERE instance_id = NEW.instance_id), 0)
          OR NEW.prev IS NOT coalesce((SELECT digest FROM journal_entry
                WHERE instance_id = NEW.instance_id AND seq = NEW.seq - 1), '')
        BEGIN SELECT RAISE(ABORT, 'journal_entry does not continue its chain'); END"""
}

_POSTGRES_FUNCTIONS = (
    """
    CREATE OR REPLACE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only'; END $$""",
    """
    CREATE OR REPLACE FUNCTION journal_continue() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE newest record;
    BEGIN
      SELECT seq, digest INTO newest FROM journal_entry
        WHERE instance_id = NEW.instance_id ORDER BY seq DESC LIMIT 1;
      IF NEW.seq <> coalesce(newest.seq, 0) + 1 OR NEW.prev <> coalesce(newest.digest, '') THEN
        RAISE EXCEPTION 'journal_entry does not continue its chain';
      END IF;
      RETURN NEW;
    END $$""",
)
_POSTGRES = {
    f"{table}_no_{what.lower()}": f"""
        CREATE TRIGGER {table}_no_{what.lower()} BEFORE {what} ON {table}
        FOR EACH {"STATEMENT" if what == "TRUNCATE" else "ROW"} EXECUTE FUNCTION journal_refuse()"""
    for table in GUARDED
    for what in ("UPDATE", "DELETE", "TRUNCATE")
} | {
    "journal_entry_chain": """
        CREATE TRIGGER journal_entry_chain BEFORE INSERT ON journal_entry
        FOR EACH ROW EXECUTE FUNCTION journal_continue()"""
}


@dataclass(frozen=True)
class Trigger:
    """A trigger of another room: on which table, which tables it writes, and how each database says it."""

    table: str
    needs: Sequence[str]
    sqlite: str
    postgresql: str
    functions: Sequence[str]


_more: dict[str, Trigger] = {}


def register_trigger(
    name: str, *, table: str, needs: Sequence[str], sqlite: str, postgresql: str, functions: Sequence[str]
) -> None:
    """Have this trigger too, wherever the tables that it `needs` are there."""
    _more[name] = Trigger(table, needs, sqlite, postgresql, functions)


def create_triggers(connection: Connection) -> None:
    """Drop and create every trigger anew, on either database."""
    sqlite = connection.dialect.name == "sqlite"
    if not sqlite:
        for function in _POSTGRES_FUNCTIONS:
            connection.exec_driver_sql(function)
    for name, statement in (_SQLITE if sqlite else _POSTGRES).items():
        _create(connection, name, next(one for one in GUARDED if name.startswith(one)), statement)
    there = set(inspect(connection).get_table_names())
    wanted = {name: one for name, one in _more.items() if there.issuperset(one.needs)}
    if not sqlite:
        for function in dict.fromkeys(code for one in wanted.values() for code in one.functions):
            connection.exec_driver_sql(function)
    for name, one in wanted.items():
        _create(connection, name, one.table, one.sqlite if sqlite else one.postgresql)


def _create(connection: Connection, name: str, table: str, statement: str) -> None:
    on = "" if connection.dialect.name == "sqlite" else f" ON {table}"
    connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}{on}")
    connection.exec_driver_sql(statement)


def drop_other_triggers(connection: Connection) -> None:
    """Before SQLite rebuilds a table: a trigger elsewhere that reads it would refuse the renaming."""
    for name in _more:
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")


def missing_triggers(connection: Connection) -> list[str]:
    """Names of triggers that should be there and are not."""
    sqlite = connection.dialect.name == "sqlite"
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if sqlite
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    present = set(connection.execute(text(query)).scalars())
    return sorted({*(_SQLITE if sqlite else _POSTGRES), *_more} - present)


@event.listens_for(Base.metadata, "after_create")
def _with_the_models(_target: object, connection: Connection, **_kw: object) -> None:
    create_triggers(connection)
