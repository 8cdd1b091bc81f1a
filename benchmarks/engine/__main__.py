"""Runs all contestants in turns, a process each, on one file system, and prints medians and ratios."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import click

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PEERS = ROOT / ".bench" / "bin" / "python"
WARMING = 4  # rounds that are not counted: until a write-ahead log has been filled and used again


@dataclass(frozen=True)
class Contestant:
    """One line of the table: what it does, who runs it, with how many instances a round."""

    name: str
    program: tuple[str, ...]
    python: Path
    count: int


def contestants(count: int, many: int) -> list[Contestant]:
    """Everybody; the first of each kind is the one that the others are compared to."""
    ours = Path(sys.executable)

    def peer(name: str, file: str, how: str, number: int = count) -> Contestant:
        return Contestant(name, (str(HERE / "peers" / file), how), PEERS, number)

    return [
        Contestant("advance", ("-m", "benchmarks.engine.ours", "advance"), ours, count),
        peer("raw SQLite, the same writes", "raw.py", "one"),
        peer("viewflow fsm, read and saved", "viewflow_step.py", "load"),
        peer("viewflow fsm, saved only", "viewflow_step.py", "bare"),
        peer("SpiffWorkflow", "spiff_step.py", "bare", min(count, 50)),
        Contestant("advance_many", ("-m", "benchmarks.engine.ours", "advance_many"), ours, many),
        peer("raw SQLite, all in one", "raw.py", "many", many),
    ]


def begin(one: Contestant, folder: Path, errors: Path) -> subprocess.Popen[str]:
    """Start a contestant and wait until it is ready."""
    program, *rest = one.program
    arguments = (
        [program, rest[0], str(folder), *rest[1:]] if program == "-m" else [program, str(folder), *rest]
    )
    process = subprocess.Popen(
        [str(one.python), *arguments, str(one.count)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors.open("w"),
        text=True,
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT}:{HERE}", "PATH": "/usr/bin:/bin"},
    )
    if process.stdout is None or process.stdout.readline() != "ready\n":
        raise click.ClickException(f"{one.name} did not start:\n{errors.read_text()}")
    return process


def ask(process: subprocess.Popen[str]) -> list[float]:
    """One round of a contestant: microseconds a step."""
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("a contestant is asked through pipes")
    process.stdin.write("go\n")
    process.stdin.flush()
    answer: list[float] = json.loads(process.stdout.readline())
    return answer


def measure(everybody: list[Contestant], rounds: int, root: Path) -> dict[str, list[float]]:
    """The median of each counted round of each contestant; all take turns within a round."""
    found: dict[str, list[float]] = {one.name: [] for one in everybody}
    with (
        ExitStack() as running,
        click.progressbar(length=rounds + WARMING, label="rounds", file=sys.stderr) as bar,
    ):
        processes = {}
        for number, one in enumerate(everybody):
            folder = root / str(number)
            folder.mkdir()
            processes[one.name] = running.enter_context(begin(one, folder, root / f"{number}.log"))
        for turn in range(rounds + WARMING):
            for name, process in processes.items():
                taken = median(ask(process))
                if turn >= WARMING:
                    found[name].append(taken)
            bar.update(1)
        for process in processes.values():
            if process.stdin is not None:
                process.stdin.close()
    return found


def ratio(found: dict[str, list[float]], name: str, other: str) -> float:
    """The median over the rounds of one contestant's time as a share of the other's in the same round."""
    return median(mine / theirs for mine, theirs in zip(found[name], found[other], strict=True))


@click.command(help=__doc__)
@click.option("--rounds", default=12, show_default=True, help="Counted rounds.")
@click.option("--count", default=200, show_default=True, help="Instances moved one by one in a round.")
@click.option("--many", default=1000, show_default=True, help="Instances moved at once in a round.")
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False), default=ROOT / ".bench",
              help="Where the databases are made: one file system for all.")  # fmt: skip
def main(rounds: int, count: int, many: int, folder: Path) -> None:
    everybody = contestants(count, many)
    with tempfile.TemporaryDirectory(dir=folder) as root:
        found = measure(everybody, rounds, Path(root))
    click.echo(f"{'':30}{'µs a step':>10}{'advance':>10}{'advance_many':>14}   (as a share of this line)")
    for one in everybody:
        shares = "".join(
            f"{ratio(found, mine, one.name):>{width}.2f}"
            for mine, width in (("advance", 10), ("advance_many", 14))
        )
        click.echo(f"{one.name:30}{median(found[one.name]):>10.0f}{shares}")


if __name__ == "__main__":
    main()
