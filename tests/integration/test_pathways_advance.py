"""One call moves an instance: rights, versions, guards, journal, records and deadlines together."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.unit import small_path
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import SYSTEM, Actor
from wbv_mentor.errors import Forbidden, Refused, Stale
from wbv_mentor.pathways import definitions, journal, records
from wbv_mentor.pathways.advance import Advanced, advance, start
from wbv_mentor.pathways.deadlines import open_deadlines
from wbv_mentor.pathways.models import Deadline, Instance, JournalEntry
from wbv_mentor.pathways.options import options

MENTOR = Actor("mentor", 1)
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def thing(app: Flask, tmp_path: Path) -> Instance:
    """An instance of the small path, just begun."""
    path = small_path.PATH.replace(
        "to: done, by: [mentor]", "to: done, by: [mentor], guards: [form_complete]"
    )
    small_path.write(tmp_path / "paths", path=path)
    with unit_of_work():
        definitions.register(now=NOW, root=tmp_path / "paths")
        begun = start(model=Instance, workflow="small", by=MENTOR, now=NOW, submission=str(uuid4()))
    return session.get_one(Instance, begun.id)


def fire(thing: Instance, trigger: str, *, by: Actor = MENTOR, after: int = 0, **more: object) -> Advanced:
    with unit_of_work():
        return advance(
            instance=thing,
            trigger=trigger,
            by=by,
            now=NOW + timedelta(days=after),
            **({"submission": str(uuid4())} | more),  # type: ignore[arg-type]
        )


def test_a_move_is_journalled_and_versioned(thing: Instance) -> None:
    fire(thing, "pause")
    assert (thing.state, thing.return_to, thing.row_version) == ("paused", ["open"], 2)
    entries = journal.entries_of(thing)
    assert [(e.seq, e.kind, e.trigger, e.from_state, e.to_state) for e in entries] == [
        (1, "start", "start", None, "open"),
        (2, "transition", "pause", "open", "paused"),
    ]
    assert journal.broken_entry(entries) is None


def test_a_repeated_submission_does_nothing_twice(thing: Instance) -> None:
    first = fire(thing, "pause", submission="same")
    again = fire(thing, "pause", submission="same")
    assert (first.repeated, again.repeated) == (False, True)
    assert again.entry.id == first.entry.id
    assert thing.row_version == 2


def test_a_repeated_start_answers_the_first_instance(app: Flask, thing: Instance) -> None:
    with unit_of_work():
        one = start(model=Instance, workflow="small", by=MENTOR, now=NOW, submission="begin")
    with unit_of_work():
        two = start(model=Instance, workflow="small", by=MENTOR, now=NOW, submission="begin")
    assert one.id == two.id


def test_a_stale_page_is_told_what_changed(thing: Instance) -> None:
    fire(thing, "pause")
    with pytest.raises(Stale) as caught:
        fire(thing, "resume", expected_version=1)
    assert "Weiterbildungsmentor*in" in str(caught.value)
    assert "10:00" in str(caught.value)  # Berlin time
    assert thing.state == "paused"


def test_roles_and_sources_are_asked(thing: Instance) -> None:
    with pytest.raises(Forbidden):
        fire(thing, "pause", by=Actor("trainer", 2))
    with pytest.raises(Refused):
        fire(thing, "resume")
    with pytest.raises(Forbidden):
        fire(thing, "pause", by=SYSTEM)
    assert thing.row_version == 1


def test_one_function_answers_button_and_request(thing: Instance) -> None:
    finish = next(o for o in options(instance=thing, by=MENTOR, now=NOW) if o.name == "finish")
    assert "Angaben" in finish.blocked[0].params["form"].de
    with pytest.raises(Refused) as caught:
        fire(thing, "finish")
    assert caught.value.messages == finish.blocked
    with unit_of_work():
        records.submit_form(instance=thing, form="facts", data={"goal": "Meister"}, by=MENTOR, now=NOW)
    fire(thing, "finish")
    assert thing.state == "done"


def test_a_draft_counts_for_nothing_and_moves_no_version(thing: Instance) -> None:
    with unit_of_work():
        records.save_draft(instance=thing, form="facts", data={"goal": ""}, by=MENTOR, now=NOW)
    assert thing.row_version == 1
    with pytest.raises(Refused):
        fire(thing, "finish")
    with unit_of_work(), pytest.raises(Refused):
        records.submit_form(instance=thing, form="facts", data={}, by=MENTOR, now=NOW)


def test_fields_are_read_by_those_who_may(thing: Instance) -> None:
    with unit_of_work():
        records.submit_form(instance=thing, form="facts", data={"goal": "Meister"}, by=MENTOR, now=NOW)
    assert records.read_record(thing, "facts", "mentor") == {"goal": "Meister"}
    assert records.read_record(thing, "facts", "coordinator") == {}


def test_a_state_changes_only_in_advance(thing: Instance) -> None:
    with pytest.raises(RuntimeError, match=r"pathways\.advance"):
        thing.state = "done"
    session.rollback()


def test_deadlines_follow_the_state(thing: Instance) -> None:
    (row,) = open_deadlines(thing)
    assert (row.due_on, row.owner) == (date(2026, 11, 16), "mentor")
    assert row.next_reminder_at == datetime(2026, 11, 13, 6, 0, tzinfo=UTC)  # 07:00 in Berlin
    fire(thing, "pause")
    assert open_deadlines(thing) == []
    fire(thing, "resume", after=5)
    (new,) = open_deadlines(thing)
    assert new.due_on == date(2026, 11, 21)
    old = session.scalars(select(Deadline).where(Deadline.id == row.id)).one()
    assert (old.closed_reason, old.next_reminder_at) == ("state_left", None)


def test_of_many_at_once_one_wins(app: Flask, thing: Instance) -> None:
    outcomes: list[str] = []
    number, at_once = thing.id, threading.Barrier(20)
    session.rollback()

    def try_it() -> None:
        with app.app_context():
            at_once.wait()
            try:
                with unit_of_work():
                    mine = session.get_one(Instance, number)
                    advance(
                        instance=mine, trigger="pause", by=MENTOR, now=NOW, submission=str(uuid4()),
                        expected_version=1,
                    )  # fmt: skip
                outcomes.append("moved")
            except Stale:
                outcomes.append("stale")
            finally:
                session.remove()

    threads = [threading.Thread(target=try_it) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["moved"] + ["stale"] * 19
    session.rollback()
    assert session.scalar(select(func.count()).select_from(JournalEntry)) == 2
