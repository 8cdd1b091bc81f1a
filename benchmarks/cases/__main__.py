"""What list, search, home and case page cost with few and with many cases, on both databases, as ratios."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import click

ROOT = Path(__file__).parents[2]


def measured(database: str, count: int, rounds: int, folder: Path) -> dict[str, dict[str, float]]:
    """Fill and measure in a process of its own."""
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.cases.measure", database, str(count), str(rounds), str(folder)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if told.returncode != 0:
        raise click.ClickException(told.stderr[-3000:])
    answer: dict[str, Any] = json.loads(told.stdout.splitlines()[-1])
    return answer


@click.command(help=__doc__)
@click.option("--small", default=1_000, show_default=True, help="Cases in the small database.")
@click.option("--large", default=1_000_000, show_default=True, help="Cases in the large one.")
@click.option("--rounds", default=15, show_default=True, help="Counted rounds.")
@click.option("--database", type=click.Choice(["sqlite", "postgresql"]), multiple=True,
              default=("sqlite", "postgresql"))  # fmt: skip
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False),
              default=Path(tempfile.gettempdir()), help="Where the databases are made.")  # fmt: skip
def main(small: int, large: int, rounds: int, database: tuple[str, ...], folder: Path) -> None:
    click.echo("| database | who | page | empty pages, small | empty pages, large | large by small |")
    click.echo("|---|---|---|---:|---:|---:|")
    for one in database:
        few, many = measured(one, small, rounds, folder), measured(one, large, rounds, folder)
        for role, times in few.items():
            for name, taken in times.items():
                shares = (
                    taken / times["empty"], many[role][name] / many[role]["empty"], many[role][name] / taken
                )  # fmt: skip
                click.echo(f"| {one} | {role} | {name} | " + " | ".join(f"{x:.2f}" for x in shares) + " |")


if __name__ == "__main__":
    main()
