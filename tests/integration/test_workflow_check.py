"""`wbv-mentor workflow check`: files and rows, in words and as JSON, with or without a database."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests import sample_path
from tests.databases import run
from tests.factories import paths_known
from wbv_mentor.config import ROOT, Settings
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.pathways.models import Deadline, Instance, WorkflowDefinition
from wbv_mentor.pathways.unfitting import stranded_rows

BAD = ROOT / "tests" / "bad_paths"


def an_instance(**stored: object) -> int:
    """An instance of the sample path with something else in its row; its id."""
    deadline_id = sample_path.deadline(date(2026, 12, 1))
    with unit_of_work():
        instance_id = session.get_one(Deadline, deadline_id).instance_id
        session.execute(update(Instance).where(Instance.id == instance_id).values({"state": "open"} | stored))
    return instance_id


def test_rows_in_unknown_states_are_found(app: Flask, settings: Settings) -> None:
    an_instance()
    gone = an_instance(state="gone")
    detour = {"label": {"de": "Pause", "en": "Pause"}, "owner": "admin", "detour": True}
    states = sample_path.PATH["states"] | {"paused": detour}
    with unit_of_work():
        stored = session.scalars(select(WorkflowDefinition).filter_by(name="sample_path")).one()
        stored.body = json.dumps(json.loads(stored.body) | {"states": states})
    an_instance(state="paused", return_to=["open"])
    lost = an_instance(state="paused", return_to=["open", "elsewhere"])

    assert [(row.id, row.state) for row in stranded_rows()] == [(gone, "gone"), (lost, "elsewhere")]

    place = {"WBV_INSTANCE": str(settings.instance), "WBV_DATABASE_URL": settings.database}
    told = run("workflow", "check", "--json", **place)
    assert told.returncode == 1
    assert told.stderr == "wbv-mentor: 2 rows in states that nobody knows.\n"
    answer = json.loads(told.stdout)
    assert (answer["problems"], answer["database"]) == ([], "looked at")
    row = {"kind": "instance", "reference": "2026-0148", "definition": "sample_path 1"}
    assert answer["stranded"][0] == {"id": gone, "state": "gone", **row}
    assert {path["name"] for path in answer["paths"]} > {"mentee_case", "funding_application"}


def test_an_edited_release_is_told(app: Flask, settings: Settings) -> None:
    paths_known()
    with unit_of_work():
        row = session.scalars(select(WorkflowDefinition).filter_by(name="mentee_case")).one()
        row.digest = "as it was released"

    place = {"WBV_INSTANCE": str(settings.instance), "WBV_DATABASE_URL": settings.database}
    told = run("workflow", "check", **place)

    assert told.returncode == 1
    line = "workflows/mentee_case/1/path.yaml:1: instances run on this version as it was released"
    assert line in told.stdout
    assert told.stderr == "wbv-mentor: 1 problem in the definitions.\n"


def test_every_folder_is_told_without_a_database(tmp_path: Path) -> None:
    told = run(
        "workflow", "check", str(BAD / "to_unknown"), str(BAD / "while_final"), WBV_INSTANCE=str(tmp_path)
    )

    assert told.returncode == 1
    assert told.stdout.splitlines() == [
        "tests/bad_paths/to_unknown/1/path.yaml:10: transitions.finish.to: there is no state moon",
        "tests/bad_paths/while_final/1/deadlines.yaml:5: answer.while.1: done is final: nothing is due there",
        "The database was not looked at: there is none yet.",
    ]
    assert told.stderr == "wbv-mentor: 2 problems in the definitions.\n"


@pytest.mark.parametrize("address", [None, "postgresql://127.0.0.1:1/none"], ids=["empty", "away"])
def test_an_unusable_database_hides_nothing(tmp_path: Path, address: str | None) -> None:
    (tmp_path / "wbv.sqlite3").touch()
    where = {"WBV_DATABASE_URL": address} if address else {}

    told = run("workflow", "check", WBV_INSTANCE=str(tmp_path), **where)

    assert told.returncode == 0
    assert "mentee_case 1: 18 states" in told.stdout
    assert "The database was not looked at: it does not answer or is not upgraded" in told.stdout
