"""`wbv-mentor user`: accounts from the command line."""

from __future__ import annotations

import click
from flask import Flask

from wbv_mentor import clock
from wbv_mentor.cli.commands import answer, in_app, json_option
from wbv_mentor.db import unit_of_work
from wbv_mentor.engine.actors import SYSTEM
from wbv_mentor.people.actions import create_account
from wbv_mentor.people.invitations import invite
from wbv_mentor.people.models import ACCOUNT_ROLES


@click.group()
def user() -> None:
    """Accounts of people who sign in."""


@user.command()
@click.option("--email", required=True)
@click.option("--first-name", required=True)
@click.option("--last-name", required=True)
@click.option("--role", required=True, type=click.Choice(ACCOUNT_ROLES))
@json_option
@in_app
def create(app: Flask, email: str, first_name: str, last_name: str, role: str, as_json: bool) -> None:
    """Create an account and invite the person by mail; the link sets the password."""
    now = clock.now()
    with unit_of_work():
        account = create_account(
            email=email, first_name=first_name, last_name=last_name, role=role, by=SYSTEM, now=now
        )
        invite(account=account, by=SYSTEM, now=now)
        invited = {"id": account.id, "email": account.email, "role": role}
    answer(invited, as_json=as_json, lines=[f"{email} was invited as {role}."])
