"""`wbv-mentor db`: bring the database and the stored definitions up to date."""

from __future__ import annotations

import logging

import click
from flask import Flask
from flask_migrate import upgrade

from wbv_mentor import clock
from wbv_mentor.cli.commands import in_app
from wbv_mentor.db import unit_of_work
from wbv_mentor.pathways import definitions


@click.group("db")
def database() -> None:
    """The database."""


@database.command("upgrade")
@in_app
def upgrade_database(app: Flask) -> None:
    """Run what migrations are due, then register new versions of the paths."""
    bring_up_to_date()


def bring_up_to_date() -> None:
    """Migrate and register; needs an application context. Says what it added."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    upgrade()
    with unit_of_work():
        added = definitions.register(now=clock.now())
    for name in added:
        click.echo(f"Registered the path {name}.", err=True)
