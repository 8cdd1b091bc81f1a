"""The watch over sessions, which fails every test that leaves a change uncommitted, sees what it should."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import delete

from tests.uncommitted import Watch
from wbv_mentor import clock
from wbv_mentor.app import create_app
from wbv_mentor.config import Settings
from wbv_mentor.db import db, session, unit_of_work
from wbv_mentor.jobs.models import JobRun


@pytest.fixture
def watch(settings: Settings) -> Iterator[Watch]:
    """A watch over an application that nothing else watches."""
    with Watch().over_all_sessions() as watch, create_app(settings).app_context():
        yield watch
        session.remove()
        db.engine.dispose()


def a_row() -> JobRun:
    return JobRun(name="probe", last_started_at=clock.now())


def test_a_committed_change_is_in_order(watch: Watch) -> None:
    with unit_of_work():
        session.add(a_row())

    watch.look_at(session())
    session.remove()

    assert watch.lost == []


def test_a_refused_unit_of_work_is_in_order(watch: Watch) -> None:
    with pytest.raises(ZeroDivisionError), unit_of_work():
        session.add(a_row())
        session.flush()
        _ = 1 / 0

    session.remove()

    assert watch.lost == []


def test_a_row_that_was_never_sent_is_found(watch: Watch) -> None:
    session.add(a_row())

    watch.look_at(session())

    assert watch.lost[0].startswith("never sent: ")


def test_a_row_that_was_sent_and_left_is_found(watch: Watch) -> None:
    session.add(a_row())
    session.flush()

    session.remove()

    assert watch.lost[0].startswith("never committed: ")


def test_a_row_that_was_sent_and_rolled_back_is_found(watch: Watch) -> None:
    session.add(a_row())
    session.flush()

    session.rollback()

    assert watch.lost[0].startswith("rolled back outside a unit of work: ")


def test_a_statement_that_was_sent_and_left_is_found(watch: Watch) -> None:
    session.execute(delete(JobRun))

    session.remove()

    assert "DELETE FROM job_run" in watch.lost[0]
