"""Database triggers that keep the journal append-only and each instance's chain unbroken.

They are created with the models, re-created after every upgrade and looked for at every start.
"""

from __future__ import annotations

from sqlalchemy import Connection, event, text

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


def create_triggers(connection: Connection) -> None:
    """Drop and create every trigger anew, on either database."""
    sqlite = connection.dialect.name == "sqlite"
    if not sqlite:
        for function in _POSTGRES_FUNCTIONS:
            connection.exec_driver_sql(function)
    for name, statement in (_SQLITE if sqlite else _POSTGRES).items():
        table = next(table for table in GUARDED if name.startswith(table))
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}" + ("" if sqlite else f" ON {table}"))
        connection.exec_driver_sql(statement)


def missing_triggers(connection: Connection) -> list[str]:
    """Names of triggers that should be there and are not."""
    sqlite = connection.dialect.name == "sqlite"
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if sqlite
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    present = set(connection.execute(text(query)).scalars())
    return sorted(set(_SQLITE if sqlite else _POSTGRES) - present)


@event.listens_for(Base.metadata, "after_create")
def _with_the_models(_target: object, connection: Connection, **_kw: object) -> None:
    create_triggers(connection)
