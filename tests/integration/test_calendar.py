"""One's own dates in one's own calendar: whole days, neutral words, an address that can be renewed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from flask import Flask
from icalendar import Calendar, Event
from werkzeug.test import TestResponse

from tests.case_visits import enter
from tests.factories import (
    account,
    application,
    booking,
    case_at,
    fire,
    mentor_of,
    on_behalf,
    reachable,
    today,
    withdraw,
)
from tests.mentee_visits import address_of, browser_of, press, visit
from tests.strict_client import StrictClient
from wbv_mentor import clock
from wbv_mentor.cases import queries
from wbv_mentor.cases.models import Case
from wbv_mentor.db import unit_of_work

MONDAY = datetime(2026, 9, 7, 8, tzinfo=UTC)  # the summer time ends within the weeks that follow

SUNDAY = date(2026, 11, 1)  # All Saints' Day; the course begins on the day after


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def case(app: Flask) -> Case:
    """A case with a name and an application; the course begins on Monday, 2 November 2026."""
    found = case_at("plan_agreed")
    reachable(found, first_name="Vera", last_name="Vogel")
    application(found, "sgb3_82_qcg")
    fire(found, "apply_for_funding", by=mentor_of(found))
    booked = booking(56, risk_accepted=True, **on_behalf("spoken"))
    fire(found, "book_course", by=mentor_of(found), data=booked)
    return found


def feed_of(page: TestResponse, client: StrictClient) -> TestResponse:
    """What the address on a page answers to a calendar."""
    field = BeautifulSoup(page.text, "html.parser").select_one("#kalenderadresse")
    assert field is not None
    path = re.sub(r"^https?://[^/]+", "", str(field["value"]))
    return client.get(path)


def events_of(answer: TestResponse) -> set[tuple[date, str]]:
    """The days of a feed with their titles; each of them a whole day."""
    assert answer.content_type == "text/calendar; charset=utf-8"
    found = set()
    for event in Calendar.from_ical(answer.data).walk("VEVENT"):
        assert isinstance(event, Event)
        start, end = event["dtstart"].dt, event["dtend"].dt
        assert type(start) is date
        assert end - start == timedelta(days=1)
        found.add((start, str(event["summary"])))
    return found


def set_up(client: StrictClient) -> TestResponse:
    """Press "Kalender anlegen" in one's account; the page that follows."""
    return client.follow(client.submit(client.get("/konto/kalender"), form="/konto/kalender"))


def test_a_mentor_finds_the_own_dates_as_whole_days_under_the_number_alone(app: Flask, case: Case) -> None:
    client, mentor = enter(app, mentor_of(case)), mentor_of(case)
    answer = feed_of(set_up(client), browser_of(app))
    due = queries.due_items(actor=mentor, today=today())
    items = [*due.overdue, *due.this_week, *due.later]
    found = events_of(answer)
    assert {item.due_on for item in items} <= {day for day, _title in found}
    assert (SUNDAY, f"Letzter Tag – Fall {case.reference}") in found  # after the end of the summer time
    text = answer.data.decode().replace("\r\n ", "")
    for word in ("Vera", "Vogel", "Förderung", "Bewerbung", "Kurs", "Bildungshaus"):
        assert word not in text
    assert f"/cases/{case.reference}" in text


def test_a_last_day_on_a_holiday_comes_with_the_working_day_before(app: Flask, case: Case) -> None:
    page = press(browser_of(app), case, "/kalender", on="/fristen")
    title = f"Termin – Nummer {case.reference}"
    with time_machine.travel(datetime(2026, 10, 5, 8, tzinfo=UTC), tick=False):
        found = events_of(feed_of(page, browser_of(app)))
    assert {(SUNDAY, title), (date(2026, 10, 30), f"Besser bis heute: {title}")} <= found


def test_what_is_overdue_stays_on_its_day_and_says_so(app: Flask, case: Case) -> None:
    client = enter(app, mentor_of(case))
    page = set_up(client)
    with time_machine.travel(datetime(2026, 11, 5, 8, tzinfo=UTC), tick=False):
        found = events_of(feed_of(page, browser_of(app)))
    assert (SUNDAY, f"Überfällig: Letzter Tag – Fall {case.reference}") in found


def test_with_a_new_address_the_old_one_shows_nothing_and_an_ended_one_neither(
    app: Flask, case: Case
) -> None:
    client, anybody = enter(app, mentor_of(case)), browser_of(app)
    first = set_up(client)
    second = client.follow(client.submit(first, form="/konto/kalender"))
    assert feed_of(first, anybody).status_code == 404
    assert feed_of(second, anybody).status_code == 200
    client.submit(first, form="/konto/kalender")  # a second click on the old page
    assert feed_of(second, anybody).status_code == 200
    client.submit(second, form="/konto/kalender/ende")
    assert feed_of(second, anybody).status_code == 404
    assert "Kalender anlegen" in client.get("/konto/kalender").text


def test_a_closed_account_has_no_calendar(app: Flask, case: Case) -> None:
    page = set_up(enter(app, mentor_of(case)))
    with unit_of_work():
        row = account(mentor_of(case))
        row.active, row.deactivated_at = False, clock.now()
    assert feed_of(page, browser_of(app)).status_code == 404


def test_a_withdrawn_consent_ends_the_mentees_calendar(app: Flask, case: Case) -> None:
    page = press(browser_of(app), case, "/kalender", on="/fristen")
    assert feed_of(page, browser_of(app)).status_code == 200
    withdraw(case)
    assert feed_of(page, browser_of(app)).status_code == 404
    assert "kalenderadresse" not in visit(browser_of(app), case, "/fristen").text
    again = browser_of(app).post(address_of(case, "/kalender"), data={})
    assert again.status_code in (400, 409)
