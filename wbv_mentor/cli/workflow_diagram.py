"""`wbv-mentor workflow diagram`: the picture of a path and its page, kept current by a test."""

from __future__ import annotations

from pathlib import Path

import click
from flask import Flask

from wbv_mentor.cli.commands import answer, in_app, json_option
from wbv_mentor.config import ROOT
from wbv_mentor.engine.loader import load_all
from wbv_mentor.pathways.definitions import FOLDER
from wbv_mentor.pathways.picture_files import files_of

PICTURES = ROOT / "docs" / "workflows"


@click.command()
@click.argument("name", required=False)
@click.option("--version", type=int, help="Only this version.")
@click.option(
    "--output", type=click.Path(file_okay=False, path_type=Path), default=PICTURES,
    help="Where to write (default: docs/workflows/).",
)  # fmt: skip
@json_option
@in_app
def diagram(app: Flask, name: str | None, version: int | None, output: Path, as_json: bool) -> None:
    """Draw paths (default: all of them): an SVG and a page with every transition, for each version."""
    wanted = [
        path for path in load_all(FOLDER)
        if name in (None, path.name) and version in (None, path.version)
    ]  # fmt: skip
    if not wanted:
        raise click.ClickException(f"there is no path {name or ''} {version or ''}".rstrip())
    files = files_of(wanted)
    output.mkdir(parents=True, exist_ok=True)
    for file, text in files.items():
        (output / file).write_text(text, encoding="utf-8")
    written = [str(output / file) for file in files]
    answer({"written": written}, as_json=as_json, lines=written)
