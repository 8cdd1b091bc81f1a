"""Running instances move to another version of their path: whole, or not at all."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests import two_versions as two
from tests.two_versions import (
    NOW,
    begin,
    faithful,
    fire,
    migrate,
    migration,
    moved,
    register_first,
    register_second,
    thing,
)
from tests.unit import small_path
from wbv_mentor.db import session
from wbv_mentor.engine.registry import Context, guard
from wbv_mentor.errors import Reason, Stale
from wbv_mentor.pathways import journal, records
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.models import Deadline, StepRecord

LATER = NOW + timedelta(days=3)


def dates(number: int) -> list[tuple[object, ...]]:
    query = select(Deadline).where(Deadline.instance_id == number).order_by(Deadline.id)
    return [(row.rule, row.due_on.day, row.closed_reason, row.met_at) for row in session.scalars(query)]


def test_two_versions_run_side_by_side(app: Flask, tmp_path: Path) -> None:
    register_first(tmp_path)
    old = begin("old", goal="Meister")
    register_second(tmp_path)
    new = begin("new")

    assert [workflow_of(thing(one)).version for one in (old, new)] == [1, 2]
    assert [thing(one).state for one in (old, new)] == ["open", "at_work"]
    fire(old, "finish")
    fire(new, "end")
    assert [thing(one).state for one in (old, new)] == ["done", "done"]
    assert faithful(old)
    assert faithful(new)


def test_all_of_an_instance_moves_along(app: Flask, tmp_path: Path) -> None:
    register_first(tmp_path)
    number = begin("a", goal="Meister")
    two.draft(number, goal="Techniker")
    fire(number, "pause", now=NOW + timedelta(days=1))
    before = [(row.id, row.revision, row.draft, row.saved_at) for row in session.scalars(select(StepRecord))]
    register_second(tmp_path)

    (item,) = migrate(tmp_path, now=LATER)

    assert (item.verdict, item.version, item.state, item.to_state) == ("safe", 1, "paused", "paused")
    one = thing(number)
    assert (one.definition.version, one.state, one.return_to) == (2, "paused", ["at_work"])
    assert (one.row_version, one.entered_at) == (3, NOW + timedelta(days=1))
    kept = session.scalars(select(StepRecord).order_by(StepRecord.id)).all()
    assert [(row.id, row.revision, row.draft, row.saved_at) for row in kept] == before
    assert [(row.form, row.data) for row in kept] == [
        ("answers", {"aim": "Meister"}),
        ("answers", {"aim": "Techniker"}),
    ]
    assert records.values(one, "answers") == {"aim": "Meister"}
    newest = journal.entries_of(one)[-1]
    assert (newest.kind, newest.from_state, newest.to_state) == ("migrate", "paused", "paused")
    assert faithful(number)
    fire(number, "resume")
    assert (thing(number).state, thing(number).return_to) == ("at_work", [])
    assert faithful(number)


def test_deadlines_follow_the_new_rules(app: Flask, tmp_path: Path) -> None:
    register_first(tmp_path)
    number = begin("a")
    assert dates(number) == [("answer", 16, None, None)]
    register_second(tmp_path)

    migrate(tmp_path, now=LATER)

    assert dates(number) == [("answer", 16, "version_changed", None), ("answer", 23, None, None)]
    old, new = session.scalars(select(Deadline).order_by(Deadline.id)).all()
    assert old.next_reminder_at is None
    assert new.cause == journal.entries_of(thing(number))[-1].id


def test_a_rule_that_is_gone_reminds_no_more(app: Flask, tmp_path: Path) -> None:
    register_first(tmp_path)
    number = begin("a")
    register_second(tmp_path, deadlines="{}\n")

    migrate(tmp_path)

    assert dates(number) == [("answer", 16, "version_changed", None)]
    assert session.scalars(select(Deadline.next_reminder_at)).all() == [None]


MET = small_path.DEADLINES.replace("while: [open]", "while: [open, paused]\n  met_by: [pause]")


def test_what_was_met_stays_met(app: Flask, tmp_path: Path) -> None:
    register_first(tmp_path, deadlines=MET.replace("[entered]", "[started]"))
    number = begin("a")
    fire(number, "pause")
    new = MET.replace("[entered]", "[started]").replace("days: 14", "days: 21").replace("[open,", "[at_work,")
    register_second(tmp_path, deadlines=new)

    migrate(tmp_path, now=LATER)

    assert dates(number) == [("answer", 16, None, NOW), ("answer", 23, None, NOW)]


def test_a_reminder_that_waits_to_leave_is_not_lost(app: Flask, tmp_path: Path) -> None:
    register_first(tmp_path)
    number = begin("a")
    register_second(tmp_path)
    due = session.scalars(select(Deadline.next_reminder_at)).one()

    assert due is not None
    migrate(tmp_path, now=due + timedelta(minutes=1))

    _, new = session.scalars(select(Deadline).order_by(Deadline.id)).all()
    assert (new.instance_id, new.next_reminder_at) == (number, due)


def test_what_has_ended_or_is_there_already_is_let_alone(app: Flask, tmp_path: Path) -> None:
    register_first(tmp_path)
    ended, moving = begin("ended"), begin("moving")
    fire(ended, "finish")
    register_second(tmp_path)
    begin("new")

    first, again = migrate(tmp_path), migrate(tmp_path)

    assert [item.verdict for item in first] == ["unnecessary", "safe", "unnecessary"]
    assert [item.verdict for item in again] == ["unnecessary"] * 3
    assert len(journal.entries_of(thing(moving))) == 2
    assert thing(ended).definition.version == 1


def test_who_is_left_behind_stays(app: Flask, tmp_path: Path) -> None:
    register_first(tmp_path)
    begin("a")
    register_second(tmp_path)

    (item,) = migrate(tmp_path, "from: 1\nstates: {open: null}\n")

    assert (item.verdict, item.reasons) == ("unsafe", ("the map leaves open behind",))


def test_a_page_of_before_is_stale(app: Flask, tmp_path: Path) -> None:
    register_first(tmp_path)
    number = begin("a")
    register_second(tmp_path)
    shown = thing(number).row_version
    migrate(tmp_path)

    with pytest.raises(Stale, match="Auf eine neue Fassung des Ablaufs umgestellt"):
        fire(number, "pause", expected_version=shown)


def test_portions_end_where_they_were_broken_off(app: Flask, tmp_path: Path) -> None:
    register_first(tmp_path)
    numbers = [begin(str(one)) for one in range(5)]
    register_second(tmp_path)
    decide, calls = migration(tmp_path), []

    def crashing(*what: Any) -> Any:
        calls.append(what)
        found = decide(*what)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return found

    with pytest.raises(KeyboardInterrupt):
        moved(crashing, portion=2)
    assert [thing(one).definition.version for one in numbers] == [2, 2, 1, 1, 1]
    assert [item.verdict for item in migrate(tmp_path)] == ["unnecessary"] * 2 + ["safe"] * 3
    assert all(faithful(one) for one in numbers)


@guard("not_the_spoiled_one")
def not_the_spoiled_one(context: Context) -> Reason | None:
    if context.instance.reference == "spoiled" and context.workflow.version == 2:
        raise RuntimeError("a defect")
    return None


def test_a_bad_one_stops_no_other_one(app: Flask, tmp_path: Path) -> None:
    register_first(tmp_path)
    numbers = [begin(one) for one in ("a", "b", "spoiled", "c")]
    guarded = two.DEADLINES.replace("  owner:", "  when: [not_the_spoiled_one]\n  owner:")
    register_second(tmp_path, deadlines=guarded)

    items = migrate(tmp_path)

    assert [item.verdict for item in items] == ["safe", "safe", "unsafe", "safe"]
    assert items[2].reasons == ("it cannot be moved (RuntimeError); see the log",)
    assert [thing(one).definition.version for one in numbers] == [2, 2, 1, 2]
    assert [thing(one).state for one in numbers] == ["at_work", "at_work", "open", "at_work"]
