"""The same sending several times in one moment, as a nervous finger does it: done once, answered alike."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.at_once import Browser, serving
from tests.factories import a_mentor, case_at, mentor_of
from tests.plausible import german
from wbv_mentor import clock
from wbv_mentor.cases.models import Case, Mentee, Talk
from wbv_mentor.db import session
from wbv_mentor.pathways import journal

AT_ONCE = 4
HUNDRED = 100


@pytest.fixture
def server(app: Flask) -> Iterator[str]:
    """The address of the application's server."""
    with serving(app) as address:
        yield address


@pytest.fixture
def case(app: Flask) -> Case:
    """A case in which both is possible: a talk, and a step."""
    return case_at("follow_up")


def test_a_talk_sent_several_times_at_once_is_kept_once(server: str, case: Case) -> None:
    browser = Browser(server, mentor_of(case))

    answers = browser.send_at_once(
        f"/cases/{case.reference}/talks/new", times=AT_ONCE, held_on="2.1.2026", kind="phone", minutes="10"
    )

    assert answers == {303: AT_ONCE}
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Talk)) == 1


def test_a_step_sent_several_times_at_once_is_made_once(server: str, case: Case) -> None:
    browser = Browser(server, mentor_of(case))

    answers = browser.send_at_once(f"/cases/{case.reference}/transitions/reopen_needs", times=AT_ONCE)

    assert answers == {303: AT_ONCE}
    session.expire_all()
    assert [entry.trigger for entry in journal.entries_of(case)].count("reopen_needs") == 1


def test_a_form_sent_several_times_at_once_is_kept_once(server: str, case: Case) -> None:
    browser = Browser(server, mentor_of(case))

    follow_up = f"/cases/{case.reference}/forms/follow_up_4_weeks"
    answers = browser.send_at_once(follow_up, times=AT_ONCE, reached="yes")

    assert answers == {303: AT_ONCE}
    session.expire_all()
    assert [entry.trigger for entry in journal.entries_of(case)].count("follow_up_recorded") == 1


def test_a_new_case_sent_several_times_at_once_is_one_case(server: str, app: Flask) -> None:
    browser = Browser(server, a_mentor())

    answers = browser.send_at_once("/cases/new", times=AT_ONCE, alias="Kim", way="qr", relation="none")

    assert answers == {303: AT_ONCE}
    session.rollback()
    assert session.scalars(select(Case.reference)).all() == [f"{clock.today().year}-0001"]
    assert session.scalar(select(func.count()).select_from(Mentee)) == 1


def test_of_a_hundred_at_once_one_wins_and_a_repeat_changes_nothing(server: str, case: Case) -> None:
    browser = Browser(server, mentor_of(case))
    step = f"/cases/{case.reference}/transitions"

    own_ids = browser.send_at_once(f"{step}/reopen_needs", times=HUNDRED, each_its_own=True)
    one_id = browser.send_at_once(
        f"{step}/pause", times=HUNDRED, return_on=german(clock.today() + timedelta(days=20))
    )

    assert (own_ids, one_id) == ({303: 1, 409: HUNDRED - 1}, {303: HUNDRED})
    session.expire_all()
    assert [entry.trigger for entry in journal.entries_of(case)][-2:] == ["reopen_needs", "pause"]
    assert (case.state, case.return_to) == ("paused", ["needs_assessment"])
