"""`wbv-mentor workflow simulate`: a script of steps on a clock of its own; nothing is stored or mailed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from wbv_mentor.engine.loader import load_folder
from wbv_mentor.engine.registry import VOCABULARY
from wbv_mentor.engine.types import Workflow
from wbv_mentor.pathways.definitions import released
from wbv_mentor.simulation.house import empty_house
from wbv_mentor.simulation.paths import SUBJECTS
from wbv_mentor.simulation.report import Due, Happening, Next
from wbv_mentor.simulation.run import simulate
from wbv_mentor.simulation.script import Step, check_names, read_script


@click.command("simulate")
@click.argument("name")
@click.option(
    "--script", required=True, type=click.Path(path_type=Path, dir_okay=False), help="YAML: the steps."
)
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="A version that is no part of workflows/ yet.",
)
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Let the clock go on to this day.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON, with the text of every mail.")
def simulation(name: str, script: Path, folder: Path | None, until: datetime | None, as_json: bool) -> None:
    """Try out the path NAME: the same engine in a database that is thrown away.

    The script is a list of {at: DATE, do: TRANSITION, by: ACTOR, data: {...}}. After each step: the state,
    what may be done next and by whom, the deadlines, and every mail that would have gone out. Fails if a
    step was refused.
    """
    steps = read_script(script)
    with empty_house():
        told = _tried(name, script, steps, folder, until, as_json)
    refused = [one for one in told if one.reasons]
    if refused:
        raise click.ClickException(f"{len(refused)} steps refused, the first in line {refused[0].line}.")


def _tried(
    name: str, script: Path, steps: Sequence[Step], folder: Path | None, until: datetime | None, as_json: bool
) -> list[Happening]:
    path = _path(name, folder)
    kind = SUBJECTS[name]
    children = _newest(kind.children) if kind.children else None
    known = SUBJECTS[children.name].knows(children) if children else ()
    check_names(script, steps, kind.knows(path), known)
    told = []
    for happening in simulate(path, steps, until=until.date() if until else None):
        told.append(happening)
        if not as_json:
            click.echo("\n".join(lines_of(happening)))
    if as_json:
        answer = {"workflow": path.name, "version": path.version, "steps": [one.as_data for one in told]}
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2, default=str))
    return told


def _path(name: str, folder: Path | None) -> Workflow:
    """The path that is tried: the newest released version, or the one in a folder."""
    if name not in SUBJECTS:
        raise click.ClickException(f"There is no path {name}. Known: {', '.join(SUBJECTS)}.")
    if folder is None:
        return _newest(name)
    found = load_folder(folder, VOCABULARY)
    if found.name != name:
        raise click.ClickException(f"{folder} holds the path {found.name}, not {name}.")
    return found


def _newest(name: str) -> Workflow:
    return max((path for path in released() if path.name == name), key=lambda path: path.version)


def lines_of(happening: Happening) -> list[str]:
    """One step in words."""
    what = (happening.do or "mails") + (f" of {happening.of}" if happening.of else "")
    head = f"{happening.at}  {what}  [{happening.by}]  → {happening.state} “{happening.label}”"
    lines = [head, *(f"    refused: {reason}" for reason in happening.reasons)]
    lines += [
        f"    child: {one['workflow']} {one['of'] or ''} {one['state']} “{one['label']}”"
        for one in happening.children
    ]
    lines += [line for way in happening.next for line in _next(way)]
    lines += [f"    due: {_due(one)}" for one in happening.deadlines]
    lines += [f"    over: {one.due_on} {one.rule}: {one.ended}" for one in happening.ended]
    lines += [f"    mail: {letter.to}: {letter.subject}" for letter in happening.mails]
    return lines


def _next(way: Next) -> list[str]:
    needs = f" ({', '.join(way.needs)})" if way.needs else ""
    lines = [f"    next: {way.do} “{way.label}”{needs}: {', '.join(way.by)}"] if way.by else []
    reasons = {
        reason: [role for role, found in way.blocked.items() if reason in found]
        for found in way.blocked.values()
        for reason in found
    }
    return lines + [
        f"    blocked: {way.do} for {', '.join(roles)}: {reason}" for reason, roles in reasons.items()
    ]


def _due(due: Due) -> str:
    more = (f" of {due.of}" if due.of else "") + f" “{due.label}” [{due.owner}]" + ", strict" * due.strict
    return f"{due.due_on} {due.rule}{more}" + (f", better by {due.better_by}" if due.better_by else "")
