"""A case on an older version of its path, and one that was moved: their pages, their history, open forms."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from flask import Flask

from tests.case_visits import at, enter, see
from tests.factories import case_at, fire, mentor_of
from tests.strict_client import StrictClient
from wbv_mentor import clock
from wbv_mentor.cases.models import Case
from wbv_mentor.config import ROOT
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import SYSTEM
from wbv_mentor.engine.carrying import load_map
from wbv_mentor.pathways import definitions
from wbv_mentor.pathways.migrating import Decide, instances_of, move_all
from wbv_mentor.pathways.version_changes import Migration, standing_in, take_back

# `plan_agreed` has another name, its label and that of a form's field too.
CHANGES = {
    r"\bplan_agreed\b": "plan_made",
    r"Förderanträge laufen": "Anträge unterwegs",
    r"^version: 1$": "version: 2",
}


def register_second(folder: Path, changes: Mapping[str, str] = CHANGES) -> None:
    """Store a second version of the path of cases; what begins now begins in it."""
    paths = folder / "paths"
    shutil.copytree(ROOT / "workflows" / "mentee_case" / "1", paths / "mentee_case" / "2")
    for file in (paths / "mentee_case" / "2").iterdir():
        told = file.read_text(encoding="utf-8")
        for old, new in changes.items():
            told = re.sub(old, new, told, flags=re.MULTILINE)
        file.write_text(told, encoding="utf-8")
    with unit_of_work():
        definitions.register(now=clock.now(), root=paths)


def migrate(folder: Path) -> list[str]:
    """Move every case to the second version; what became of each."""
    file = folder / "map.yaml"
    file.write_text("from: 1\nstates: {plan_agreed: plan_made}\n", encoding="utf-8")
    versions = definitions.versions_of("mentee_case")
    paths = {number: definitions.machine_of(row).workflow for number, row in versions.items()}
    way = load_map(file, paths, 2, lambda number: standing_in(versions[number]))
    return run(Migration(way, versions[1], versions[2]))


def run(decide: Decide) -> list[str]:
    portions = move_all(instances_of("mentee_case"), decide, by=SYSTEM, now=clock.now, dry_run=False)
    found: list[str] = [item.verdict for items in portions for item in items]
    session.rollback()
    return found


@pytest.fixture
def case(app: Flask, tmp_path: Path) -> Case:
    """A case whose applications are under way, on the first version; there is a second one."""
    found = case_at("funding")
    register_second(tmp_path)
    return found


@pytest.fixture
def mentor(app: Flask, case: Case) -> StrictClient:
    return enter(app, mentor_of(case))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_each_case_is_shown_by_its_own_version(case: Case, mentor: StrictClient, tmp_path: Path) -> None:
    before = see(mentor, at(case)).text
    assert "Förderanträge laufen" in before
    assert "Anträge unterwegs" not in before

    assert migrate(tmp_path) == ["safe"]

    after = see(mentor, at(case)).text
    assert "Anträge unterwegs" in after
    history = see(mentor, at(case, "/history")).text
    assert "Auf eine neue Fassung des Ablaufs umgestellt" in history
    assert "Weiterbildungsplan vereinbart" in history  # the step has another name by now

    assert run(take_back) == ["safe"]
    assert "Förderanträge laufen" in see(mentor, at(case)).text
    assert "zurückgenommen" in see(mentor, at(case, "/history")).text


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_page_that_was_open_is_out_of_date(case: Case, mentor: StrictClient, tmp_path: Path) -> None:
    address = at(case, "/transitions/pause")
    page = see(mentor, address)
    migrate(tmp_path)

    sent = mentor.submit(page, form=address, return_on="2027-01-15")

    assert sent.status_code == 409
    assert "Auf eine neue Fassung des Ablaufs umgestellt" in sent.text


def test_a_moved_case_goes_on(case: Case, tmp_path: Path) -> None:
    migrate(tmp_path)
    fire(case, "revise_offers", by=mentor_of(case), data={"reason_code": "mentee_wish"})
    assert case.state == "offers"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_step_that_is_gone_keeps_what_was_typed(app: Flask, tmp_path: Path) -> None:
    case = case_at("funding")
    mentor, address = enter(app, mentor_of(case)), at(case, "/transitions/pause")
    page = see(mentor, address)
    register_second(tmp_path, {**CHANGES, r"^  pause:": "  rest:"})
    migrate(tmp_path)

    sent = mentor.submit(page, form=address, return_on="2027-01-15", note="Nach dem Umzug")

    assert sent.status_code == 409
    assert "Diesen Schritt gibt es so nicht mehr" in sent.text
    assert "Nach dem Umzug" in sent.text
    see(mentor, address, 404)
    assert mentor.post(address + "x", data={}).status_code in (400, 404)
