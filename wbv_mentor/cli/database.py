"""`wbv-mentor db`: bring the database and the stored definitions up to date."""

from __future__ import annotations

import logging

import click
from flask import Flask
from flask_migrate import upgrade

from wbv_mentor import clock
from wbv_mentor.cli.commands import answer, in_app, json_option
from wbv_mentor.db import unit_of_work
from wbv_mentor.pathways import definitions


@click.group("db")
def database() -> None:
    """The database."""


@database.command("upgrade")
@json_option
@in_app
def upgrade_database(app: Flask, as_json: bool) -> None:
    """Run what migrations are due, then register new versions of the paths."""
    added = bring_up_to_date()
    answer({"registered": added}, as_json=as_json, lines=["The database is up to date."])


def bring_up_to_date() -> list[str]:
    """Migrate and register; needs an application context. Says and answers what it added."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    upgrade()
    with unit_of_work():
        added = definitions.register(now=clock.now())
    for name in added:
        click.echo(f"Registered the path {name}.", err=True)
    return added
