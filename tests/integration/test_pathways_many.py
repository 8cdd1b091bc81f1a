"""Many moved at once: the same rules and the same traces as one by one, and a result for each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, event, select

from tests.factories import case_at, days_later, mentor_of
from tests.unit import small_path
from wbv_mentor import clock
from wbv_mentor.db import db, session, unit_of_work
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Forbidden, Refused, Stale
from wbv_mentor.pathways import definitions, journal
from wbv_mentor.pathways.advance import Firing, Outcome, advance, advance_many, start
from wbv_mentor.pathways.deadlines import Changed, recompute_all
from wbv_mentor.pathways.models import Deadline, Instance, JournalEntry

MENTOR = Actor("mentor", 1)
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def things(app: Flask, tmp_path: Path) -> Sequence[Instance]:
    """Six instances of the small path, just begun."""
    path = small_path.PATH.replace("from: [open, paused], to: done", "from: [open], to: done").replace(
        "to: done, by: [mentor]", "to: done, by: [mentor], guards: [form_complete]"
    )
    small_path.write(tmp_path / "paths", path=path)
    with unit_of_work():
        definitions.register(now=NOW, root=tmp_path / "paths")
        for number in range(6):
            start(model=Instance, workflow="small", by=MENTOR, now=NOW, submission=f"begin {number}")
    return all_things()


def all_things() -> list[Instance]:
    return list(session.scalars(select(Instance).order_by(Instance.id)))


def fire(firings: list[Firing], *, by: Actor = MENTOR, days: int = 0) -> list[Outcome]:
    with unit_of_work():
        return advance_many(firings=firings, by=by, now=NOW + timedelta(days=days))


def traces(thing: Instance) -> tuple[object, ...]:
    """What is kept about a thing, without its numbers."""
    entries = [(e.seq, e.kind, e.trigger, e.from_state, e.to_state, e.at) for e in journal.entries_of(thing)]
    query = select(Deadline).where(Deadline.instance_id == thing.id).order_by(Deadline.id)
    dates = [
        (d.rule, d.due_on, d.next_reminder_at, d.obsolete_at, d.closed_reason) for d in session.scalars(query)
    ]
    return thing.state, thing.return_to, thing.row_version, thing.entered_at, entries, dates


def test_many_leave_the_traces_of_one(things: Sequence[Instance]) -> None:
    with unit_of_work():
        for day, trigger in enumerate(("pause", "hand_over", "refuse", "resume")):
            advance(
                instance=things[0], trigger=trigger, by=MENTOR, now=NOW + timedelta(days=day),
                submission=f"{trigger} alone", note="Kind krank" if trigger == "pause" else None,
            )  # fmt: skip
    for day, trigger in enumerate(("pause", "hand_over", "refuse", "resume")):
        note = "Kind krank" if trigger == "pause" else None
        fire([Firing(thing, trigger, f"{trigger} many", note=note) for thing in things[1:]], days=day)
    first, *others = (traces(thing) for thing in all_things())
    assert all(other == first for other in others)
    assert all(journal.broken_entry(journal.entries_of(thing)) is None for thing in all_things())
    assert [entry.note.text for entry in session.scalars(select(JournalEntry)) if entry.note] == [
        "Kind krank"
    ] * 6


def test_a_bad_one_stops_no_other_one(things: Sequence[Instance]) -> None:
    fire([Firing(things[1], "pause", "before")])
    outcomes = fire(
        [
            Firing(things[0], "pause", "a"),
            Firing(things[1], "pause", "b"),  # not from here
            Firing(things[2], "finish", "c"),  # its guard says no
            Firing(things[3], "pause", "d", expected_version=7),  # a stale page
            Firing(things[4], "pause", "e"),
        ]
    )
    assert [type(one.error) for one in outcomes] == [type(None), Refused, Refused, Stale, type(None)]
    assert [thing.state for thing in all_things()] == ["paused", "paused", "open", "open", "paused", "open"]
    assert [one.firing.submission for one in outcomes] == ["a", "b", "c", "d", "e"]


def test_whoever_may_not_moves_none(things: Sequence[Instance]) -> None:
    outcomes = fire([Firing(thing, "pause", "x") for thing in things], by=Actor("trainer", 2))
    assert {type(one.error) for one in outcomes} == {Forbidden}
    assert {thing.row_version for thing in all_things()} == {1}


def test_a_repeat_answers_what_was_done(things: Sequence[Instance]) -> None:
    first = fire([Firing(thing, "pause", "same") for thing in things[:3]])
    again = fire([Firing(thing, "pause", "same") for thing in things])
    assert [one.done.repeated for one in again if one.done] == [True] * 3 + [False] * 3
    assert [one.done.entry.id for one in first if one.done] == [
        one.done.entry.id for one in again[:3] if one.done
    ]


def test_one_thing_twice_goes_step_by_step(things: Sequence[Instance]) -> None:
    outcomes = fire(
        [Firing(things[0], "pause", "a"), Firing(things[0], "resume", "b"), Firing(things[0], "resume", "c")]
    )
    assert [type(one.error) for one in outcomes] == [type(None), type(None), Refused]
    assert (things[0].state, things[0].row_version) == ("open", 3)


def test_entered_data_are_kept_and_refused_one_by_one(things: Sequence[Instance], tmp_path: Path) -> None:
    path = small_path.PATH.replace("to: paused, by: [mentor]", "to: paused, by: [mentor], form: facts")
    small_path.write(tmp_path / "other", path=path.replace("version: 1", "version: 2"))
    (tmp_path / "other" / "small" / "1").rename(tmp_path / "other" / "small" / "2")
    with unit_of_work():
        definitions.register(now=NOW, root=tmp_path / "other")
        new = [
            start(model=Instance, workflow="small", by=MENTOR, now=NOW, submission=f"n{i}") for i in range(2)
        ]
    outcomes = fire([Firing(new[0], "pause", "a", data={"goal": "Meister"}), Firing(new[1], "pause", "b")])
    assert [type(one.error) for one in outcomes] == [type(None), Refused]
    assert [one.state for one in new] == ["paused", "open"]


def test_what_an_effect_refuses_after_the_move_did_not_move(app: Flask) -> None:
    cases = [case_at("in_course"), case_at("in_course")]
    too_early, fine = (cases[0].course_start or NOW.date()) - timedelta(days=1), cases[1].course_end
    firings = [
        Firing(case, "finish_course", f"finish {day}", data={"result": "certificate", "ended_on": day})
        for case, day in zip(cases, (too_early, fine), strict=True)
    ]
    by = mentor_of(cases[0])
    with days_later(120), unit_of_work():
        outcomes = advance_many(firings=firings, by=by, now=clock.now())
        assert [type(one.error) for one in outcomes] == [Refused, type(None)]
        assert [case.state for case in cases] == ["in_course", "follow_up"]
        assert journal.entries_of(cases[0])[-1].to_state == "in_course"


def test_a_family_is_recomputed_for_its_own_cause(things: Sequence[Instance]) -> None:
    with unit_of_work():
        children = [
            start(model=Instance, workflow="small", by=MENTOR, now=NOW, submission=f"c{n}", parent=things[n])
            for n in range(2)
        ]
        session.execute(delete(Deadline))
        lines = [
            journal.note(instance=child, event="noted", by=MENTOR, now=NOW, submission=f"n{child.id}")
            for child in children
        ]
        changed = [Changed(child, line.id) for child, line in zip(children, lines, strict=True)]
        recompute_all(changed, now=NOW)
    causes = dict(session.execute(select(Deadline.instance_id, Deadline.cause)).all())
    assert [causes[things[n].id] for n in range(2)] == [line.id for line in lines]
    assert [causes[child.id] for child in children] == [line.id for line in lines]


def test_the_number_of_statements_does_not_follow_the_number_of_things(things: Sequence[Instance]) -> None:
    counted: list[str] = []

    def count(_conn: object, _cursor: object, statement: str, *_more: object) -> None:
        counted.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    try:
        numbers = []
        for some in (things[:2], things[2:]):
            counted.clear()
            fire([Firing(thing, "pause", "count") for thing in some])
            numbers.append(len([one for one in counted if "FROM workflow_instance" not in one]))
    finally:
        event.remove(db.engine, "before_cursor_execute", count)
    assert numbers[0] == numbers[1]
