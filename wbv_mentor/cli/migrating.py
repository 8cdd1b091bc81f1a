"""`wbv-mentor workflow migrate`: move running instances to another version of their path, or back."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from flask import Flask

from wbv_mentor import clock
from wbv_mentor.cli.commands import answer, in_app, json_option
from wbv_mentor.engine.actors import SYSTEM
from wbv_mentor.engine.carrying import load_map
from wbv_mentor.pathways.definitions import machine_of, versions_of
from wbv_mentor.pathways.migrating import PORTION, Decide, Item, Verdict, instances_of, move_all
from wbv_mentor.pathways.models import WorkflowDefinition
from wbv_mentor.pathways.version_changes import Migration, standing_in, take_back

WORDS: dict[Verdict, str] = {"unnecessary": "unnecessary", "safe": "safe", "unsafe": "unsafe, stays"}


@click.command()
@click.argument("name")
@click.option("--to", "version", type=int, help="The version to move to.")
@click.option(
    "--map", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What changed its name (YAML; docs/operations/versions.md).",
)  # fmt: skip
@click.option("--revert", is_flag=True, help="Take the last migration of each instance back instead.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and change nothing.")
@json_option
@in_app
def migrate(
    app: Flask, name: str, version: int | None, file: Path | None, revert: bool, dry_run: bool, as_json: bool
) -> None:
    """Move the running instances of the path NAME to another version, or back.

    For each instance: unnecessary, safe, or unsafe and why. Unsafe ones stay where they are.
    """
    if revert == (version is not None or file is not None):
        raise click.UsageError("Give either --to and --map, or --revert.")
    if not revert and (version is None or file is None):
        raise click.UsageError("--to and --map belong together.")
    versions = versions_of(name)
    if not versions:
        raise click.ClickException(f"There is no path {name} in this database.")
    decide: Decide = take_back if revert else _migration(versions, version or 0, file or Path())
    items = _move(name, decide, dry_run)
    counts = Counter(item.verdict for item in items)
    result = {
        "workflow": name,
        "to": version,
        "revert": revert,
        "dry_run": dry_run,
        "counts": {verdict: counts[verdict] for verdict in WORDS},
        "items": [asdict(item) for item in items],
    }
    answer(result, as_json=as_json, lines=[*map(_line, items), _sum(counts, dry_run)])


def _migration(versions: dict[int, WorkflowDefinition], to: int, file: Path) -> Migration:
    if to not in versions:
        known = ", ".join(str(one) for one in versions)
        raise click.ClickException(f"There is no version {to}. Known: {known}.")
    paths = {number: machine_of(row).workflow for number, row in versions.items()}
    way = load_map(file, paths, to, lambda number: standing_in(versions[number]))
    return Migration(way, versions[way.old.version], versions[to])


def _move(name: str, decide: Decide, dry_run: bool) -> list[Item]:
    ids = instances_of(name)
    portions = move_all(ids, decide, by=SYSTEM, now=clock.now, dry_run=dry_run)
    if len(ids) <= PORTION or not sys.stderr.isatty():
        return [item for items in portions for item in items]
    done: list[Item] = []
    with click.progressbar(length=len(ids), label=name, file=sys.stderr) as bar:
        for items in portions:
            done += items
            bar.update(len(items))
    return done


def _line(item: Item) -> str:
    place = f"{item.reference or item.id} (version {item.version}, {item.state}): {WORDS[item.verdict]}"
    if item.to_state is not None:
        return place if item.to_state == item.state else f"{place}, to {item.to_state}"
    return f"{place}: {'; '.join(item.reasons)}"


def _sum(counts: Counter[Any], dry_run: bool) -> str:
    moved = "would be moved" if dry_run else "moved"
    return f"{counts['safe']} {moved}, {counts['unnecessary']} unnecessary, {counts['unsafe']} unsafe."
