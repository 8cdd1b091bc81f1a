"""The migrations and the models must say the same: two dumps, compared."""

from __future__ import annotations

import difflib
import re
from contextlib import closing
from pathlib import Path

import pysqlite3

from tests.databases import Postgresql, Sqlite, upgrade
from wbv_mentor.app import create_app
from wbv_mentor.config import ROOT, Settings
from wbv_mentor.db import Base, db

VERSION_TABLE = "alembic_version"


def create_from_models(instance: Path, address: str) -> None:
    """Create all tables as the models say, in an empty database."""
    app = create_app(Settings(instance=instance, database_url=address, jobs="off"))
    with app.app_context():
        Base.metadata.create_all(db.engine)
        db.engine.dispose()


def sqlite_dump(file: Path) -> list[str]:
    """Every statement of `sqlite_master`, in an order of its own."""
    query = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name <> ?"
    with closing(pysqlite3.connect(str(file))) as connection:
        rows = connection.execute(query, (VERSION_TABLE,)).fetchall()
    return sorted(line for kind, name, statement in rows for line in lines_of(f"{kind} {name}", statement))


def lines_of(what: str, statement: str) -> list[str]:
    """A statement with equal blanks, its table constraints as lines of their own: their order means
    nothing, while the order of columns stays. A table that was rebuilt has its name in quotes."""
    plain = re.sub(r"\s+", " ", statement).removesuffix(" )")
    plain = re.sub(r'^CREATE TABLE "(\w+)"', r"CREATE TABLE \1", plain)
    columns, *constraints = plain.split(", CONSTRAINT ")
    return [f"{what}: {columns}", *(f"{what} constraint {constraint}" for constraint in constraints)]


def postgresql_dump(server: Postgresql, name: str) -> list[str]:
    """The statements of `pg_dump -s`. `\\restrict` lines carry a random key."""
    lines = server.dump_schema(name).splitlines()
    return [line for line in lines if line and not line.startswith(("--", "\\"))]


def compare(migrated: list[str], from_models: list[str]) -> None:
    """Fails with the lines that only one of the two has."""
    lines = list(difflib.unified_diff(migrated, from_models, "migrated", "models", lineterm="", n=1))
    assert not lines, "\n".join(lines)


def test_sqlite_migrations_and_models_agree(sqlite: Sqlite, tmp_path: Path) -> None:
    made = tmp_path / "made.sqlite3"
    create_from_models(tmp_path, f"sqlite+pysqlite:///{made}")

    migrated = sqlite_dump(sqlite.template / "wbv.sqlite3")

    assert any(line.startswith("trigger ") for line in migrated)
    compare(migrated, sqlite_dump(made))


def test_postgresql_migrations_and_models_agree(postgresql: Postgresql, tmp_path: Path) -> None:
    postgresql.create("wbv_from_models")
    create_from_models(tmp_path, postgresql.address("wbv_from_models"))

    migrated = postgresql_dump(postgresql, postgresql.template)

    assert any(line.startswith("CREATE TRIGGER") for line in migrated)
    compare(migrated, postgresql_dump(postgresql, "wbv_from_models"))


def test_an_upgrade_from_empty_registers_every_path(tmp_path: Path) -> None:
    first = upgrade(WBV_INSTANCE=str(tmp_path))
    second = upgrade(WBV_INSTANCE=str(tmp_path))

    assert (first.returncode, second.returncode) == (0, 0), first.stderr
    for path in (ROOT / "workflows").glob("*/[0-9]*/path.yaml"):
        assert path.parent.parent.name in first.stderr, "progress goes to standard error"
    assert first.stdout == second.stdout == "The database is up to date.\n"
    assert second.stderr == "", "a second upgrade has nothing to do"
