"""`wbv-mentor workflow check`: is anything wrong with the definitions, or with rows that run on them?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from wbv_mentor.cli.commands import answer, in_app, json_option
from wbv_mentor.db import db, is_sqlite, session
from wbv_mentor.engine.loader import PARTS, look_at, versions_below
from wbv_mentor.engine.registry import VOCABULARY
from wbv_mentor.engine.source import Problem
from wbv_mentor.engine.types import Workflow
from wbv_mentor.pathways.definitions import FOLDER
from wbv_mentor.pathways.unfitting import Stranded, edited_versions, stranded_rows


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, file_okay=False, path_type=Path))
@json_option
@in_app
def check(app: Flask, paths: tuple[Path, ...], as_json: bool) -> None:
    """Check definitions: every problem of every folder with file and line.

    PATH is a version, a path or a folder of paths (default: workflows/). Also tells which rows of the
    database stand in a state that their definition does not know, and which released version was edited.
    """
    folders = [folder for path in paths or (FOLDER,) for folder in versions_in(path.resolve())]
    found, problems = look_at(folders, VOCABULARY)
    rows, edited, unseen = _stored(found)
    problems += [_edited(path) for path in edited if FOLDER / path.name / str(path.version) in folders]
    answer(
        {
            "paths": [_summary(path) for path in found],
            "problems": [{**asdict(one), "file": _shown(one.file)} for one in problems],
            "stranded": [asdict(row) for row in rows],
            "database": unseen or "looked at",
        },
        as_json=as_json,
        lines=_lines(found, problems, rows, unseen),
    )
    if problems or rows:
        raise click.ClickException(_verdict(problems, rows))


def versions_in(path: Path) -> list[Path]:
    """The versions that a folder is or holds; itself if it holds none, so that this is told."""
    if any((path / name).exists() for name in PARTS):
        return [path]
    return versions_below(path) or sorted(one for one in path.glob("*") if one.is_dir()) or [path]


def _stored(found: Sequence[Workflow]) -> tuple[list[Stranded], list[Workflow], str | None]:
    """Rows that stand nowhere, versions that were edited; and why the database could not be looked at."""
    if is_sqlite(db.engine) and not Path(db.engine.url.database or "").exists():
        return [], [], "there is none yet"
    try:
        return stranded_rows(), edited_versions(found), None
    except SQLAlchemyError as error:
        session.rollback()
        reason = str(getattr(error, "orig", error)).strip().splitlines()
        return [], [], f"it does not answer or is not upgraded ({reason[0] if reason else 'unknown'})"


def _edited(path: Workflow) -> Problem:
    said = f"instances run on this version as it was released; add version {path.version + 1} instead"
    return Problem(FOLDER / path.name / str(path.version) / "path.yaml", 1, "", said)


def _summary(path: Workflow) -> dict[str, str | int]:
    return {
        "name": path.name, "version": path.version, "states": len(path.states),
        "transitions": len(path.transitions),
    }  # fmt: skip


def _lines(
    found: Sequence[Workflow], problems: Sequence[Problem], rows: Sequence[Stranded], unseen: str | None
) -> list[str]:
    lines = ["{name} {version}: {states} states, {transitions} transitions".format(**_summary(path))
             for path in found]  # fmt: skip
    lines += [str(Problem(Path(_shown(one.file)), one.line, one.path, one.text)) for one in problems]
    lines += [str(row) for row in rows]
    return [*lines, f"The database was not looked at: {unseen}."] if unseen else lines


def _shown(file: Path) -> str:
    """As short as it can be clicked in a terminal."""
    here = Path.cwd()
    return str(file.relative_to(here) if file.is_relative_to(here) else file)


def _verdict(problems: Sequence[Problem], rows: Sequence[Stranded]) -> str:
    wrong = [_count(len(problems), "problem", " in the definitions")] if problems else []
    if rows:
        wrong.append(_count(len(rows), "row", " in states that nobody knows"))
    return " and ".join(wrong) + "."


def _count(number: int, what: str, where: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}{where}"
