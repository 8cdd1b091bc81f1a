"""Lets cases and applications walk at random, on both databases; after every step what must hold is asked."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import click
from hypothesis import HealthCheck, Phase, settings

from tests.applications import running
from tests.databases import Postgresql, Sqlite
from tests.factories import paths_known
from tests.walking.machine import let_walk
from tests.walking.walk import Tally, people
from tests.world import copied
from wbv_mentor.config import ROOT, Settings
from wbv_mentor.engine.loader import load_folder
from wbv_mentor.engine.types import Workflow

PATHS = ("mentee_case", "funding_application")


def walk_on(
    source: Sqlite | Postgresql, tally: Tally, *, walks: int, steps: int, number: int, shrink: bool
) -> None:
    """So many walks on one database; `tally` counts what is done. Raises the first thing that it finds."""
    phases = [Phase.generate, *([Phase.shrink] if shrink else [])]
    with source.fresh() as (instance, address):
        made = Settings(instance=instance, database_url=address, base_url="http://127.0.0.1:8000", jobs="off")
        with running(made) as app:
            paths_known()
            who = people()
            wanted = settings(
                max_examples=walks, stateful_step_count=steps, deadline=None, database=None,
                phases=phases, suppress_health_check=list(HealthCheck), print_blob=False,
                report_multiple_bugs=False,
            )  # fmt: skip
            let_walk(who, copied(app), tally, wanted, number)


@click.command(help=__doc__)
@click.option("--walks", default=100, show_default=True, help="Walks on each database.")
@click.option("--steps", default=60, show_default=True, help="Most steps of a walk.")
@click.option("--seed", "number", default=7, show_default=True, help="Which ones.")
@click.option("--only", type=click.Choice(["sqlite", "postgresql"]), help="One database alone.")
@click.option("--shrink", is_flag=True, help="Look for the shortest walk that fails; takes long.")
def main(walks: int, steps: int, number: int, only: str | None, shrink: bool) -> None:
    found: dict[str, Tally] = {}
    with tempfile.TemporaryDirectory() as folder, ExitStack() as ended:
        postgresql = Postgresql(Path(folder) / "postgresql")
        ended.callback(postgresql.stop)
        sources: dict[str, Sqlite | Postgresql] = {
            "sqlite": Sqlite(Path(folder) / "sqlite"), "postgresql": postgresql,
        }  # fmt: skip
        for database, source in sources.items():
            if only in (None, database):
                tally = found[database] = Tally()
                ended.callback(tell, database, tally, time.monotonic())
                walk_on(source, tally, walks=walks, steps=steps, number=number, shrink=shrink)
    click.echo("Nothing found.")


def tell(database: str, tally: Tally, begun: float) -> None:
    """Print what was done on a database, whatever ended it."""
    click.echo(f"{database}, {time.monotonic() - begun:.0f} s")
    for line in told({database: tally}):
        click.echo(line)


def told(found: Mapping[str, Tally]) -> Iterator[str]:
    """What was done, and each transition with how often it was fired, as tables."""
    yield "| | " + " | ".join(found) + " |"
    yield "|---|" + "---:|" * len(found)
    for what in sorted({name for tally in found.values() for name in tally.steps}):
        yield f"| {what} | " + " | ".join(str(tally.steps[what]) for tally in found.values()) + " |"
    yield ""
    yield "| Path | Transition | " + " | ".join(found) + " |"
    yield "|---|---|" + "---:|" * len(found)
    for path in PATHS:
        for name in latest(path).transitions:
            numbers = [str(tally.fired[path, name]) for tally in found.values()]
            yield f"| {path} | {name} | " + " | ".join(numbers) + " |"


def latest(path: str) -> Workflow:
    """The newest version of a path."""
    folders = (ROOT / "workflows" / path).iterdir()
    return load_folder(max(folders, key=lambda folder: int(folder.name)))


if __name__ == "__main__":
    main()
