"""A remedy's last day passes: the deadline is closed with its reason and does not come back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import time_machine
from flask import Flask
from sqlalchemy import select

from tests.unit import small_path
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import Actor
from wbv_mentor.jobs import run
from wbv_mentor.pathways import deadlines, definitions
from wbv_mentor.pathways.advance import start
from wbv_mentor.pathways.models import Deadline, Instance

BEGUN = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)  # the fourteenth day after is 16 November
MENTOR = Actor("mentor", 1)


def begin(tmp_path: Path, *, lapses: bool) -> Instance:
    rule = small_path.DEADLINES.replace(
        "  owner: mentor\n", f"  owner: mentor\n  lapses: {str(lapses).lower()}\n"
    )
    small_path.write(tmp_path / "paths", deadlines=rule)
    with unit_of_work():
        definitions.register(now=BEGUN, root=tmp_path / "paths")
        return start(model=Instance, workflow="small", by=MENTOR, now=BEGUN, submission="begin")


def row() -> Deadline:
    return session.scalars(select(Deadline)).one()


def test_on_the_last_day_it_still_runs_and_on_the_next_it_is_over(app: Flask, tmp_path: Path) -> None:
    thing = begin(tmp_path, lapses=True)
    with time_machine.travel(datetime(2026, 11, 16, 22, 30, tzinfo=UTC), tick=False):  # 23:30 in Berlin
        assert run("pathways.lapse") == 0
    with time_machine.travel(datetime(2026, 11, 16, 23, 30, tzinfo=UTC), tick=False):  # 0:30 on the 17th
        assert run("pathways.lapse") == 1
    assert (row().closed_reason, row().next_reminder_at) == ("passed", None)
    with unit_of_work():
        deadlines.recompute(instance=thing, now=datetime(2026, 11, 18, tzinfo=UTC), cause=None)
    assert row().closed_reason == "passed"


def test_what_does_not_lapse_stays_overdue(app: Flask, tmp_path: Path) -> None:
    begin(tmp_path, lapses=False)
    with time_machine.travel(datetime(2026, 12, 24, tzinfo=UTC), tick=False):
        assert run("pathways.lapse") == 0
    assert row().obsolete_at is None
