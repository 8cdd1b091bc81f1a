"""Tampers with sealed entries in every way there is, again and again, and lets the audit look for it."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random

import click
from sqlalchemy import Connection

from tests.databases import Postgresql, Sqlite
from tests.tampering.journal import fill
from tests.tampering.ways import WAYS, Way, tamper
from wbv_mentor.app import create_app
from wbv_mentor.config import Settings
from wbv_mentor.db import db, is_sqlite, session
from wbv_mentor.pathways.audit import verify


@contextmanager
def journal(source: Sqlite | Postgresql, seed: int) -> Iterator[Connection]:
    """A sealed journal in a database of its own, in a transaction that is never committed."""
    with source.fresh() as (instance, address):
        app = create_app(Settings(instance=instance, database_url=address, jobs="off"))
        with app.app_context():
            fill(Random(seed))
            session.remove()
            with db.engine.connect() as connection:
                if is_sqlite(db.engine):
                    connection.exec_driver_sql("BEGIN IMMEDIATE")
                yield connection
            session.remove()
            db.engine.dispose()


def is_named(connection: Connection, way: Way, chance: Random) -> bool:
    """Tamper once, and take it back: whether a finding names what was done."""
    begun = connection.begin_nested()
    named = tamper(connection, way, chance)
    findings = verify(connection).findings
    begun.rollback()
    return any(named.by(finding) for finding in findings)


@click.command(help=__doc__)
@click.option("--times", default=1000, show_default=True, help="Tampers on each database.")
@click.option("--seed", default=7, show_default=True, help="Which ones.")
def main(times: int, seed: int) -> None:
    tried: dict[tuple[str, str], list[bool]] = {}
    with tempfile.TemporaryDirectory() as folder, ExitStack() as ended:
        postgresql = Postgresql(Path(folder) / "postgresql")
        ended.callback(postgresql.stop)
        sources: dict[str, Sqlite | Postgresql] = {
            "SQLite": Sqlite(Path(folder) / "sqlite"),
            "PostgreSQL": postgresql,
        }
        for database, source in sources.items():
            chance = Random(seed)
            with (
                journal(source, seed) as connection,
                click.progressbar(range(times), label=database, file=sys.stderr) as numbers,
            ):
                for number in numbers:
                    way = WAYS[number % len(WAYS)]
                    named = is_named(connection, way, chance)
                    tried.setdefault((way.__name__, database), []).append(named)
    click.echo(
        "| Tamper | " + " | ".join(f"{database}: done | found and named" for database in sources) + " |"
    )
    click.echo("|---|" + "---:|---:|" * len(sources))
    for way in WAYS:
        cells = [tried.get((way.__name__, database), []) for database in sources]
        figures = " | ".join(f"{len(cell)} | {sum(cell)}" for cell in cells)
        click.echo(f"| {way.__name__.replace('_', ' ')} | {figures} |")
    missed = sum(not named for cell in tried.values() for named in cell)
    click.echo(f"\n{missed} missed.")
    sys.exit(missed > 0)


if __name__ == "__main__":
    main()
