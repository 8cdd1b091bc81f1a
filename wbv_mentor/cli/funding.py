"""`wbv-mentor funding check`: what is likely to be paid, from a file of facts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from flask import Flask

from wbv_mentor import clock
from wbv_mentor.cli.commands import answer, in_app, json_option
from wbv_mentor.errors import say
from wbv_mentor.funding import catalogue
from wbv_mentor.funding.eligibility.checking import check as checked
from wbv_mentor.funding.eligibility.facts import read_facts
from wbv_mentor.funding.eligibility.findings import Result

GROUPS = {
    "no": say("Ohne Ihren Betrieb"),
    "yes": say("Ihr Betrieb muss es wissen oder zustimmen"),
    "applies_itself": say("Nur Ihr Betrieb kann es beantragen"),
}
ANSWERS = {"yes": say("voraussichtlich ja"), "no": say("nein"), "unknown": say("noch offen")}
MISSING = say("Es fehlt:")
MARKS = {True: "+", False: "-", None: "?"}


@click.group()
def funding() -> None:
    """Funding of courses."""


@funding.command()
@click.argument("facts", type=click.Path(path_type=Path, dir_okay=False))
@json_option
@in_app
def check(app: Flask, facts: Path, as_json: bool) -> None:
    """Check what the YAML file FACTS makes of each instrument. All facts are optional.

    Groups and facts: today (date), person, company, course; see docs/operations/funding.md.
    """
    results = checked(read_facts(facts), today=clock.today())
    answer([as_data(one) for one in results], as_json=as_json, lines=lines_of(results))


def as_data(one: Result) -> dict[str, Any]:
    """One instrument as JSON: what outsiders may rely on (design.md, section 7)."""
    data: dict[str, Any] = {
        "instrument": one.instrument,
        "result": one.result,
        "missing": list(one.missing),
        "reasons": [
            {"rule": each.rule, "holds": each.holds, "text": str(each.text), "source": each.source}
            for each in one.reasons
        ],
        "amounts": {name: float(value) for name, value in one.amounts.items()},
        "file_by": one.file_by.isoformat() if one.file_by else None,
        "strict": one.strict,
        "employer_learns": one.employer_learns,
    }
    return data | ({"replaced_by": one.replaced_by} if one.replaced_by else {})


def lines_of(results: list[Result]) -> list[str]:
    """The same in words, by whether the employer learns of it."""
    lines = []
    for learns, heading in GROUPS.items():
        lines += ["", str(heading)]
        for one in results:
            if one.employer_learns == learns and catalogue.instrument(one.instrument).active:
                lines += _told(one)
    ended = [one for one in results if not catalogue.instrument(one.instrument).active]
    lines += ["", str(say("Das gibt es nicht mehr, oder nicht für Beschäftigte"))]
    lines += [f"  {_name(one)}: {one.reasons[0].text}" for one in ended]
    return [*lines[1:], "", catalogue.catalogue().disclaimer.de]


def _name(one: Result) -> str:
    return catalogue.instrument(one.instrument).name.de


def _told(one: Result) -> list[str]:
    lines = [f"  {_name(one)}: {ANSWERS[one.result]}"]
    lines += [f"    {MARKS[each.holds]} {each.text} ({each.source})" for each in one.reasons]
    lines += [f"    = {name}: {value}" for name, value in one.amounts.items()]
    return lines + ([f"    ? {MISSING} {', '.join(one.missing)}"] if one.missing else [])
