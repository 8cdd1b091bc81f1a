"""What all commands share: the group, the application they work in, and answers as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import click
from flask import Flask
from sqlalchemy.exc import OperationalError

from wbv_mentor.app import create_app
from wbv_mentor.config import SettingsError
from wbv_mentor.engine.source import DefinitionError
from wbv_mentor.errors import WbvError
from wbv_mentor.pathways.definitions import DefinitionChanged

Command = TypeVar("Command", bound=Callable[..., Any])


class DatabaseUnusable(Exception):
    """The database cannot be opened or is not upgraded; one sentence."""


NAMED_ERRORS = (SettingsError, DefinitionError, DefinitionChanged, WbvError, DatabaseUnusable)


@click.group()
def main_group() -> None:
    """Weiterbildungsmentor*innen und ihre Beratungsfälle."""


def in_app(command: Command) -> Command:
    """Run a command inside an application made from the environment, passed as `app`."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        app = make_app()
        try:
            with app.app_context():
                return command(*args, app=app, **kwargs)
        except OperationalError as error:
            reason = str(error.orig).splitlines()[0] if error.orig else "unknown"
            raise DatabaseUnusable(
                f"The database does not answer or is not upgraded ({reason}); try: wbv-mentor db upgrade"
            ) from None

    return run  # type: ignore[return-value]


def make_app() -> Flask:
    """The application from the environment; a folder that cannot be written is one sentence."""
    return create_app()


json_option = click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")


def answer(value: Any, *, as_json: bool, lines: list[str]) -> None:
    """Print the lines, or the value as JSON."""
    if as_json:
        click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))
        return
    for line in lines:
        click.echo(line)
