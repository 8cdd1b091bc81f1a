"""`wbv-mentor demo`: an instance filled with invented people, for trying things out."""

from __future__ import annotations

import sys
from datetime import date, datetime

import click
from flask import Flask

from wbv_mentor import clock
from wbv_mentor.cli.commands import answer, in_app, json_option
from wbv_mentor.cli.database import bring_up_to_date
from wbv_mentor.demo import fill


@click.command()
@click.option("--seed", default=7, show_default=True, help="Which invented people.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The day the demo ends on (default: today).")
@click.option("--fresh", is_flag=True, help="Throw the demo's database away first.")
@json_option
@in_app
def demo(app: Flask, seed: int, today: datetime | None, fresh: bool, as_json: bool) -> None:
    """Fill an empty demo instance by walking the real use cases with a moving clock."""
    day: date = today.date() if today else clock.today()
    if fresh:
        fill.forget_everything(app)
    bring_up_to_date()
    with click.progressbar(
        length=fill.BEGAN_DAYS_AGO, label="Living through the demo's days", file=sys.stderr
    ) as days:
        counts = fill.fill_demo(app, seed=seed, today=day, on_day=lambda: days.update(1))
    answer(
        counts,
        as_json=as_json,
        lines=[f"{kind} {state}: {n}" for kind, by in counts.items() for state, n in by.items()],
    )
