"""`wbv-mentor jobs`: run a job by hand."""

from __future__ import annotations

import click
from flask import Flask

from wbv_mentor import jobs as rooms_jobs
from wbv_mentor.cli.commands import in_app
from wbv_mentor.jobs.registry import names


@click.group()
def jobs() -> None:
    """Work that recurs."""


@jobs.command()
@click.argument("name")
@in_app
def run(app: Flask, name: str) -> None:
    """Run one job now and say how many things it did."""
    if name not in names():
        raise click.ClickException(f"There is no job {name}. Known: {', '.join(names())}.")
    click.echo(f"{name}: {rooms_jobs.run(name)}")
