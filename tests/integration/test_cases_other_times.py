"""Other times that a company names: they count once the person said yes to just them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from tests.case_visits import enter
from tests.factories import (
    booking,
    fire,
    mentee_of,
)
from tests.releases import a_case, accept, answered, corrected
from tests.strict_client import StrictClient
from wbv_mentor import clock
from wbv_mentor.cases.letters.links import current_link
from wbv_mentor.cases.path.release import release_confirmed, times_to_accept
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Refused, Stale
from wbv_mentor.pathways import journal
from wbv_mentor.people.links import token_of


def test_other_times_count_once_the_person_accepts_them(client: StrictClient, app: Flask) -> None:
    case = a_case()
    corrected(case, other_times="dienstags bis samstags")
    mentor = Actor("mentor", case.mentor_id)
    dates: dict[str, Any] = {"course_start": case.course_start, "course_end": case.course_end}
    with pytest.raises(Refused, match="muss sie erst annehmen"):
        fire(case, "book_course", by=mentor, data=booking(release="confirmed", release_reason=None, **dates))
    link = current_link(case, now=clock.now())
    assert link is not None
    page = client.get(f"/meine-beratung/{token_of(link)}")
    assert "Passen diese Zeiten für Sie?" in page.text
    assert "dienstags bis samstags" in page.text
    done = client.submit(page, form="/andere-zeiten")
    assert "Passen diese Zeiten für Sie?" not in client.follow(done).text
    assert release_confirmed(case)
    fire(case, "book_course", by=mentor, data=booking(release="confirmed", release_reason=None, **dates))
    assert case.state == "booked"


def test_accepted_dates_bind_the_booking(app: Flask) -> None:
    case = a_case()
    assert case.course_start is not None
    later = case.course_start + timedelta(days=14)
    corrected(case, other_start=later)
    mentor = Actor("mentor", case.mentor_id)
    with pytest.raises(Refused, match="wie die Person das erklärt hat"):
        accept(case, by=mentor)
    accept(case, by=mentor, way="paper")
    data = booking(
        release="confirmed", release_reason=None, course_start=case.course_start, course_end=case.course_end
    )
    with pytest.raises(Refused, match="Der Betrieb stellt vom"):
        fire(case, "book_course", by=mentor, data=data)
    fire(case, "book_course", by=mentor, data=data | {"course_start": later})
    assert case.course_start == later
    with pytest.raises(Refused, match="keine Antwort des Betriebs"):
        accept(case, by=mentor, way="spoken")


def test_a_second_answer_between_looking_and_pressing_is_not_accepted_unseen(
    client: StrictClient, app: Flask
) -> None:
    case = a_case()
    corrected(case, other_times="dienstags bis samstags")
    link = current_link(case, now=clock.now())
    assert link is not None
    read = client.get(f"/meine-beratung/{token_of(link)}")
    corrected(case, other_times="nur nachts")
    pressed = client.submit(read, form="/andere-zeiten")
    assert pressed.status_code == 409
    assert "Angenommen ist noch nichts" in pressed.text
    assert "nur nachts" in pressed.text
    assert not release_confirmed(case)
    again = client.submit(pressed, form="/andere-zeiten")
    twice = client.submit(pressed, form="/andere-zeiten")
    assert (again.status_code, twice.status_code) == (303, 303)
    session.rollback()
    entries = [entry.trigger.partition(":")[0] for entry in journal.entries_of(case)]
    assert entries.count("times_accepted") == 1
    assert release_confirmed(case)


def test_the_mentor_enters_it_for_the_answer_that_was_shown(app: Flask) -> None:
    case = a_case()
    corrected(case, other_times="dienstags bis samstags")
    client = enter(app, Actor("mentor", case.mentor_id))
    read = client.get(f"/cases/{case.reference}/other-times")
    assert "dienstags bis samstags" in read.text
    corrected(case, other_times="nur nachts")
    pressed = client.submit(read, way="spoken")
    assert pressed.status_code == 409
    assert "nur nachts" in pressed.text
    assert not release_confirmed(case)
    assert client.submit(pressed, way="spoken").status_code == 303
    session.rollback()
    assert release_confirmed(case)


def test_only_the_newest_answer_counts_and_only_for_its_own_days(app: Flask) -> None:
    case = a_case()
    assert case.course_start is not None
    first, second = (case.course_start + timedelta(days=days) for days in (14, 28))
    mentor = Actor("mentor", case.mentor_id)
    dates: dict[str, Any] = {"course_start": case.course_start, "course_end": case.course_end}
    data = booking(release="confirmed", release_reason=None, **dates)
    corrected(case, other_start=first)
    accept(case, by=mentee_of(case))
    assert release_confirmed(case)
    corrected(case, other_start=second)  # asked again: other days, which nobody has seen yet
    assert not release_confirmed(case)
    with pytest.raises(Refused, match="muss sie erst annehmen"):
        fire(case, "book_course", by=mentor, data=data | {"course_start": first})
    accept(case, by=mentee_of(case))
    with pytest.raises(Refused, match="Der Betrieb stellt vom"):
        fire(case, "book_course", by=mentor, data=data | {"course_start": first})
    answered(case, "decline")
    assert not release_confirmed(case)
    assert times_to_accept(case) is None
    answered(case, "confirm")  # a yes, too, is one for the days that were asked for
    with pytest.raises(Refused, match="Der Betrieb stellt vom"):
        fire(case, "book_course", by=mentor, data=data | {"course_start": first - timedelta(days=30)})
    fire(case, "book_course", by=mentor, data=data)
    assert case.state == "booked"


@pytest.mark.parametrize("shown", ["", "7", "1.1", "0.0", "x" * 500, "' OR 1=1 --"])
def test_a_mark_that_was_never_given_out_accepts_nothing(app: Flask, shown: str) -> None:
    case = a_case()
    corrected(case, other_times="dienstags bis samstags")
    with pytest.raises(Stale, match="Angenommen ist noch nichts"):
        accept(case, by=mentee_of(case), shown=shown)
    assert not release_confirmed(case)
