"""`wbv-mentor jobs`: run a job by hand."""

from __future__ import annotations

import click
from flask import Flask

from wbv_mentor import jobs as rooms_jobs
from wbv_mentor.cli.commands import answer, in_app, json_option
from wbv_mentor.jobs.registry import names


@click.group()
def jobs() -> None:
    """Work that recurs."""


@jobs.command()
@click.argument("name")
@json_option
@in_app
def run(app: Flask, name: str, as_json: bool) -> None:
    """Run one job now and say how many things it did."""
    if name not in names():
        raise click.ClickException(f"There is no job {name}. Known: {', '.join(names())}.")
    done = rooms_jobs.run(name)
    answer({"job": name, "done": done}, as_json=as_json, lines=[f"{name}: {done}"])
