"""`wbv-mentor workflow`: check and list the definitions of paths."""

from __future__ import annotations

import click
from flask import Flask

from wbv_mentor.cli.commands import answer, in_app, json_option
from wbv_mentor.cli.migrating import migrate
from wbv_mentor.cli.simulate import simulation
from wbv_mentor.cli.workflow_check import check
from wbv_mentor.cli.workflow_diagram import diagram
from wbv_mentor.cli.workflow_files import grid, schema
from wbv_mentor.engine.loader import load_all
from wbv_mentor.pathways.definitions import FOLDER


@click.group()
def workflow() -> None:
    """The paths as data."""


for command in (check, schema, grid, diagram, migrate, simulation):
    workflow.add_command(command)


@workflow.command("list")
@json_option
@in_app
def list_paths(app: Flask, as_json: bool) -> None:
    """List the paths and their versions."""
    rows = [
        {
            "name": path.name,
            "version": path.version,
            "states": list(path.states),
            "transitions": list(path.transitions),
        }
        for path in load_all(FOLDER)
    ]
    answer(rows, as_json=as_json, lines=[f"{row['name']} {row['version']}" for row in rows])
