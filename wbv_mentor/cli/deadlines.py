"""`wbv-mentor deadline`: what a rule makes of a date, with every step of the arithmetic."""

from __future__ import annotations

from datetime import date
from typing import Any

import click
from flask import Flask

from wbv_mentor.cli.commands import answer, in_app, json_option
from wbv_mentor.engine.loader import load_all
from wbv_mentor.engine.types import DeadlineRule
from wbv_mentor.errors import Message, say
from wbv_mentor.pathways import explaining
from wbv_mentor.pathways.definitions import FOLDER

FIRST, LAST = date(1991, 1, 1), date(2100, 12, 31)  # the years whose public holidays are known
OUR_OWN_RULE = say("eigene Regel des Programms, kein Gesetz")


class Day(click.ParamType[date]):
    """A day as 2026-12-08."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            day = date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value} is no day; write year, month and day like 2026-12-08.", param, ctx)
        if not FIRST <= day <= LAST:
            self.fail(f"{value} is too far away; it has to lie between {FIRST} and {LAST}.", param, ctx)
        return day


@click.group()
def deadline() -> None:
    """Deadline rules."""


@deadline.command()
@click.argument("rule")
@click.option("--anchor", required=True, type=Day(), help="The date it starts from, like 2026-12-08.")
@json_option
@in_app
def compute(app: Flask, rule: str, anchor: date, as_json: bool) -> None:
    """Compute RULE (for example sbfg_application or objection) for one anchor date."""
    known = _known()
    if rule not in known:
        raise click.ClickException(f"There is no rule {rule}. Known: {', '.join(sorted(known))}.")
    found = known[rule]
    computed = explaining.compute(found, anchor, found.anchors[0])
    steps = [str(step) for step in (*computed.steps, *explaining.advice(found, anchor, computed.due_on))]
    source = found.cited or str(OUR_OWN_RULE)
    result = {
        "rule": rule,
        "anchor": anchor.isoformat(),
        "due_on": computed.due_on.isoformat(),
        "strict": found.strict,
        "steps": steps,
        "source": source,
    }
    lines = [str(_headline(found, computed.due_on)), *steps, f"Quelle: {source}"]
    answer(result, as_json=as_json, lines=lines)


def _known() -> dict[str, DeadlineRule]:
    """Every rule by name, of a path's versions the newest. Paths that share a name mean the same by it:
    the leave for a course and the one for a mentor's own training."""
    known: dict[str, DeadlineRule] = {}
    for path in sorted(load_all(FOLDER), key=lambda path: (path.name, -path.version)):
        for name, rule in path.deadlines.items():
            known.setdefault(name, rule)
    return known


def _headline(rule: DeadlineRule, due_on: date) -> Message:
    """What the day is: the last one, or one on which something may begin or is asked."""
    last = explaining.is_last_day(rule)
    return say("Letzter Tag: %(day)s.", day=due_on) if last else say("Stichtag: %(day)s.", day=due_on)
