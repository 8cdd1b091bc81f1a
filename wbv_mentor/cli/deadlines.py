"""`wbv-mentor deadline`: what a rule makes of a date, with every step of the arithmetic."""

from __future__ import annotations

from datetime import datetime

import click
from flask import Flask

from wbv_mentor.cli.commands import answer, in_app, json_option
from wbv_mentor.engine.loader import load_all
from wbv_mentor.errors import say
from wbv_mentor.pathways import deadlines
from wbv_mentor.pathways.definitions import FOLDER


@click.group()
def deadline() -> None:
    """Deadline rules."""


@deadline.command()
@click.argument("rule")
@click.option("--anchor", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The date it starts from.")
@json_option
@in_app
def compute(app: Flask, rule: str, anchor: datetime, as_json: bool) -> None:
    """Compute RULE (for example sbfg_application or objection) for one anchor date."""
    known = {name: found for path in load_all(FOLDER) for name, found in path.deadlines.items()}
    if rule not in known:
        raise click.ClickException(f"There is no rule {rule}. Known: {', '.join(sorted(known))}.")
    found = known[rule]
    computed = deadlines.compute(found, anchor.date())
    steps = [str(step) for step in computed.steps]
    result = {
        "rule": rule,
        "anchor": anchor.date().isoformat(),
        "due_on": computed.due_on.isoformat(),
        "strict": found.strict,
        "steps": steps,
        "source": found.source,
    }
    answer(
        result,
        as_json=as_json,
        lines=[str(say("Letzter Tag: %(day)s.", day=computed.due_on)), *steps, found.source],
    )
