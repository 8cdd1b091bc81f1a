"""`wbv-mentor workflow schema` and `grid`: files made from the definitions, kept current by a test."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click
from flask import Flask

from wbv_mentor.cli.commands import answer, in_app, json_option
from wbv_mentor.config import ROOT
from wbv_mentor.engine.grid import page
from wbv_mentor.engine.loader import load_all
from wbv_mentor.engine.registry import VOCABULARY
from wbv_mentor.engine.schema import as_file, schemas
from wbv_mentor.pathways.definitions import FOLDER

GRIDS = ROOT / "docs" / "workflows"


def schema_files() -> dict[Path, str]:
    """What editors complete and check by, for each file of a version."""
    made = schemas(VOCABULARY)
    return {FOLDER / "schema" / f"{name}.schema.json": as_file(schema) for name, schema in made.items()}


def grid_files() -> dict[Path, str]:
    """Who may do what, where, for each version of each path."""
    return {GRIDS / f"{path.name}-{path.version}-grid.md": page(path) for path in load_all(FOLDER)}


@click.command()
@json_option
@in_app
def schema(app: Flask, as_json: bool) -> None:
    """Write workflows/schema/ anew: what an editor completes and checks by while you type."""
    _write(schema_files(), as_json)


@click.command()
@json_option
@in_app
def grid(app: Flask, as_json: bool) -> None:
    """Write docs/workflows/*-grid.md anew: who may do what, in which state."""
    _write(grid_files(), as_json)


def _write(files: Mapping[Path, str], as_json: bool) -> None:
    for file, text in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    names = [str(file.relative_to(ROOT)) for file in files]
    answer({"written": names}, as_json=as_json, lines=names)
