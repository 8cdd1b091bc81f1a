"""From each revision of the schema that was the newest one day, an upgrade keeps everything that is there."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from flask_migrate import upgrade
from sqlalchemy import Boolean, Connection, DateTime, MetaData, inspect, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.types import TypeEngine

from tests.databases import Postgresql
from tests.dumps.keep import dumps, read
from tests.integration.test_schema import (
    compare,
    create_from_models,
    postgresql_dump,
    sqlite_dump,
)
from wbv_mentor.app import create_app
from wbv_mentor.config import ROOT, Settings
from wbv_mentor.db import db, is_sqlite, session
from wbv_mentor.pathways.audit import verify

Rows = Sequence[Mapping[str, Any]]
FILES = list(dumps())
# These were never the newest: they came together with the one after them, so no database stands there.
NEVER_NEWEST = {"0001", "0002", "0003", "0004", "0005", "0006", "0007", "0011"}


def revisions() -> list[str]:
    """Every revision, the oldest first."""
    known = ScriptDirectory(str(ROOT / "migrations")).walk_revisions()
    return sorted(str(revision.revision) for revision in known)


def test_each_revision_has_a_dump() -> None:
    """A new one gets it by `python -m tests.dumps.keep FILE`, from a demo made with it."""
    kept = [file.name.partition(".")[0] for file in FILES]
    assert kept == [number for number in revisions() if number not in NEVER_NEWEST]


def load(connection: Connection, tables: Mapping[str, Rows]) -> None:
    """Put the rows into the tables of their revision, past no trigger and no check."""
    known = MetaData()
    known.reflect(connection)
    mark = "?" if is_sqlite(db.engine) else "%s"
    for table in known.sorted_tables:
        rows = tables.get(table.name, ())
        if rows:
            columns = [table.c[name] for name in rows[0]]
            values = [tuple(stored(row[column.name], column.type) for column in columns) for row in rows]
            into = ", ".join(f'"{column.name}"' for column in columns)
            marks = ", ".join([mark] * len(columns))
            connection.exec_driver_sql(f"INSERT INTO {table.name} ({into}) VALUES ({marks})", values)


def stored(value: Any, kind: TypeEngine[Any]) -> Any:
    """A value as its database takes it. SQLite keeps moments as text in UTC, and truth as a number."""
    if isinstance(value, dict):
        return base64.b64decode(value["base64"])
    if value is None or is_sqlite(db.engine):
        return value
    if isinstance(kind, Boolean):
        return bool(value)
    return f"{value}+00" if isinstance(kind, DateTime) else value


def counts() -> dict[str, int]:
    """How many rows each table has."""
    with db.engine.connect() as connection:
        names = [name for name in inspect(connection).get_table_names() if name != "alembic_version"]
        return {name: connection.scalar(text(f"SELECT count(*) FROM {name}")) or 0 for name in names}


def refused(statement: str) -> bool:
    """Whether the database refuses a statement."""
    with db.engine.connect() as connection:
        try:
            connection.execute(text(statement))
        except DatabaseError:
            return True
    return False


def upgraded(instance: Path, address: str, file: Path) -> Settings:
    """Make the tables of the dump's revision, load it, and upgrade as the command does. What it must keep is
    looked at on the way."""
    revision, tables = read(file)
    settings = Settings(instance=instance, database_url=address, base_url="http://127.0.0.1:8000", jobs="off")
    app = create_app(settings)
    with app.app_context():
        upgrade(revision=revision)
        with db.engine.begin() as connection:
            load(connection, tables)
        before = counts()
        assert before == {name: len(tables.get(name, ())) for name in before}
        upgrade()
        after = counts()
        assert {name: after[name] for name in before if name in after} == before
        assert set(before) <= set(after), "no table goes"
        for statement in (
            "UPDATE journal_entry SET trigger = 'x'", "DELETE FROM journal_entry",
            "INSERT INTO journal_entry SELECT * FROM journal_entry LIMIT 1",
        ):  # fmt: skip
            assert refused(statement), statement
        assert refused("UPDATE workflow_instance SET return_to = NULL")
        with db.engine.connect() as connection:
            if is_sqlite(db.engine):
                assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
                assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
            assert [str(one) for one in verify(connection).findings] == []
        session.remove()
        db.engine.dispose()
    return settings


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.name.partition(".")[0]))
def test_a_filled_sqlite_database_is_upgraded(file: Path, tmp_path: Path, models: list[str]) -> None:
    upgraded(tmp_path, f"sqlite+pysqlite:///{tmp_path}/old.sqlite3", file)
    compare(sqlite_dump(tmp_path / "old.sqlite3"), models)


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The schema as the models say."""
    folder = tmp_path_factory.mktemp("models")
    create_from_models(folder, f"sqlite+pysqlite:///{folder}/made.sqlite3")
    return sqlite_dump(folder / "made.sqlite3")


@pytest.mark.parametrize("file", [FILES[0], FILES[len(FILES) // 2]], ids=lambda file: str(file.name[:4]))
def test_a_filled_postgresql_database_is_upgraded(file: Path, postgresql: Postgresql, tmp_path: Path) -> None:
    name = f"wbv_old_{file.name[:4]}"
    postgresql.create(name)
    upgraded(tmp_path, postgresql.address(name), file)
    compare(postgresql_dump(postgresql, name), postgresql_dump(postgresql, postgresql.template))
    postgresql.drop(name)
