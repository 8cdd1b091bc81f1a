"""A migration is taken back as long as nothing has happened since."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from tests import two_versions as two
from tests.two_versions import (
    NOW,
    begin,
    draft,
    faithful,
    fire,
    migrate,
    register_first,
    register_second,
    revert,
    thing,
)
from wbv_mentor.db import session
from wbv_mentor.pathways import journal
from wbv_mentor.pathways.deadlines import open_deadlines
from wbv_mentor.pathways.models import StepRecord

# `paused` and `handover` have become one detour.
MERGED = "".join(line for line in two.PATH.splitlines(True) if "handover" not in line)


def picture(number: int) -> tuple[object, ...]:
    """All of an instance that a migration touches, without what only ever grows."""
    one = thing(number)
    open_ = [(d.rule, d.anchor_on, d.due_on, d.owner, d.next_reminder_at) for d in open_deadlines(one)]
    rows = session.scalars(select(StepRecord).where(StepRecord.instance_id == number).order_by(StepRecord.id))
    records = [(row.id, row.form, row.revision, row.draft, row.data, row.entry_id) for row in rows]
    return one.definition.version, one.state, one.return_to, one.entered_at, open_, records


def test_everything_is_put_back(app: Flask, tmp_path: Path) -> None:
    register_first(tmp_path)
    number = begin("a", goal="Meister")
    draft(number, goal="Techniker")
    other = begin("b")
    fire(other, "pause")
    before = [picture(one) for one in (number, other)]
    register_second(tmp_path)
    migrate(tmp_path, now=NOW + timedelta(days=1))
    assert [picture(one) for one in (number, other)] != before

    items = revert(now=NOW + timedelta(days=2))

    assert [(item.verdict, item.version, item.to_state) for item in items] == [
        ("safe", 2, "open"),
        ("safe", 2, "paused"),
    ]
    assert [picture(one) for one in (number, other)] == before
    assert thing(number).row_version == 3
    assert faithful(number)
    newest = journal.entries_of(thing(number))[-1]
    assert (newest.kind, newest.from_state, newest.to_state) == ("migrate", "at_work", "open")
    told = journal.event_sentence(newest.trigger)
    assert str(told) == "Umstellung auf die neue Fassung des Ablaufs zurückgenommen"


def test_states_that_became_one_come_apart_again(app: Flask, tmp_path: Path) -> None:
    register_first(tmp_path)
    number, other = begin("a"), begin("b")
    fire(number, "pause")
    fire(other, "hand_over")
    register_second(tmp_path, path=MERGED)
    text = two.MAP.replace("open: at_work", "open: at_work, handover: paused")
    migrate(tmp_path, text)
    assert [thing(one).state for one in (number, other)] == ["paused", "paused"]

    revert()

    assert [thing(one).state for one in (number, other)] == ["paused", "handover"]
    assert [thing(one).return_to for one in (number, other)] == [["open"], ["open"]]
    assert faithful(number)
    assert faithful(other)


def test_what_happened_since_forbids_it(app: Flask, tmp_path: Path) -> None:
    register_first(tmp_path)
    gone_on, never = begin("a"), begin("b")
    fire(never, "finish")
    register_second(tmp_path)
    migrate(tmp_path)
    fire(gone_on, "pause")

    first, second = revert()

    assert (first.verdict, first.reasons) == ("unsafe", ("something has happened since: pause",))
    assert (second.verdict, second.reasons) == ("unnecessary", ("no migration is there to be taken back",))


def test_what_was_entered_since_is_carried_back_or_forbids_it(app: Flask, tmp_path: Path) -> None:
    register_first(tmp_path)
    fits, more = begin("a"), begin("b")
    field = two.FORMS[two.FORMS.index("    - {") :]
    register_second(tmp_path, forms=two.FORMS + field.replace("aim", "reason").replace("true", "false"))
    migrate(tmp_path)
    draft(fits, "answers", aim="Meister")
    draft(more, "answers", aim="Meister", reason="Aufstieg")

    first, second = revert()

    assert (first.verdict, second.verdict) == ("safe", "unsafe")
    assert second.reasons == ("the new version has no field answers.reason, and it was filled in",)
    rows = session.scalars(select(StepRecord).order_by(StepRecord.instance_id)).all()
    assert [(row.form, row.data) for row in rows] == [
        ("facts", {"goal": "Meister"}),
        ("answers", {"aim": "Meister", "reason": "Aufstieg"}),
    ]


def test_there_and_back_and_there_again(app: Flask, tmp_path: Path) -> None:
    register_first(tmp_path)
    number = begin("a", goal="Meister")
    fire(number, "pause")
    register_second(tmp_path)
    for _ in range(2):
        assert migrate(tmp_path)[0].verdict == "safe"
        assert revert()[0].verdict == "safe"
        assert revert()[0].verdict == "unnecessary"
    migrate(tmp_path)
    fire(number, "resume")
    assert faithful(number)
    assert thing(number).state == "at_work"
