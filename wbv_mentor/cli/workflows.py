"""`wbv-mentor workflow`: check and list the definitions of paths."""

from __future__ import annotations

from pathlib import Path

import click
from flask import Flask

from wbv_mentor.cli.commands import answer, in_app, json_option
from wbv_mentor.engine.loader import load_all, load_folder
from wbv_mentor.engine.registry import VOCABULARY
from wbv_mentor.pathways.definitions import FOLDER


@click.group()
def workflow() -> None:
    """The paths as data."""


@workflow.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, file_okay=False, path_type=Path))
@json_option
@in_app
def check(app: Flask, paths: tuple[Path, ...], as_json: bool) -> None:
    """Check definition folders (default: all in workflows/); every problem with file and line."""
    if paths:
        found = [load_folder(path.resolve(), VOCABULARY) for path in paths]
    else:
        found = load_all(FOLDER, VOCABULARY)
    rows = [
        {"name": path.name, "version": path.version, "states": len(path.states),
         "transitions": len(path.transitions)}
        for path in found
    ]  # fmt: skip
    lines = ["{name} {version}: {states} states, {transitions} transitions".format(**row) for row in rows]
    answer(rows, as_json=as_json, lines=lines)


@workflow.command("list")
@json_option
@in_app
def list_paths(app: Flask, as_json: bool) -> None:
    """List the paths and their versions."""
    rows = [
        {
            "name": path.name,
            "version": path.version,
            "states": list(path.states),
            "transitions": list(path.transitions),
        }
        for path in load_all(FOLDER)
    ]
    answer(rows, as_json=as_json, lines=[f"{row['name']} {row['version']}" for row in rows])
