"""Legal dates on both sides of their boundaries."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wbv_mentor.engine import dates, legal
from wbv_mentor.engine.types import Offset

DAYS = st.dates(date(2024, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("posted", "due"),
    [
        (date(2026, 11, 2), date(2026, 12, 7)),  # 6 November + 1 month = Sunday 6 December -> Monday
        (date(2026, 3, 1), date(2026, 4, 7)),  # Easter Sunday and Monday
        (date(2028, 1, 27), date(2028, 2, 29)),  # 31 January + 1 month in a leap year
        (date(2027, 1, 27), date(2027, 3, 1)),  # 28 February 2027 is a Sunday
        (date(2026, 10, 23), date(2026, 11, 27)),  # across the end of summer time
        (date(2026, 11, 27), date(2027, 1, 4)),  # 1 January is a holiday, then a weekend
    ],
)
def test_objection(posted: date, due: date) -> None:
    assert legal.objection(posted).due_on == due
    assert legal.court_action(posted).due_on == due


def test_the_fiction_is_not_moved_by_a_weekend() -> None:
    computed = legal.objection(date(2026, 10, 14))  # the fourth day, 18 October, is a Sunday
    assert "18" in str(computed.steps[1].params["day"])
    assert computed.due_on == date(2026, 11, 18)


@pytest.mark.parametrize(
    ("posted", "due"),
    [(date(2028, 2, 25), date(2029, 2, 28)), (date(2026, 11, 2), date(2027, 11, 8))],
)
def test_a_year_without_instruction(posted: date, due: date) -> None:
    assert legal.objection_without_instruction(posted).due_on == due


@pytest.mark.parametrize(
    ("notified", "due"),
    [
        (date(2026, 11, 1), date(2027, 2, 28)),
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2026, 12, 1), date(2027, 3, 31)),
        (date(2027, 11, 5), date(2028, 2, 29)),
    ],
)
def test_afbg_loan_counts_from_the_month_after(notified: date, due: date) -> None:
    assert legal.afbg_loan(notified).due_on == due


def test_educational_leave_is_43_days_before_and_not_moved() -> None:
    computed = dates.explain(Offset(days=-43), date(2026, 12, 8), "none")
    assert computed.due_on == date(2026, 10, 26)
    assert [str(step) for step in computed.steps] == [
        "Ausgangsdatum: 8.12.2026.",
        "43 Tage davor: 26.10.2026.",
    ]


@pytest.mark.parametrize(
    ("offset", "words"),
    [
        (Offset(days=-1), "Einen Tag davor: 7.12.2026."),
        (Offset(days=1), "Einen Tag danach: 9.12.2026."),
        (Offset(weeks=1), "Eine Woche danach: 15.12.2026."),
        (Offset(months=1), "Einen Monat danach: 8.1.2027."),
        (Offset(months=-3), "3 Monate davor: 8.9.2026."),
        (Offset(working_days=-1), "Einen Arbeitstag davor: 7.12.2026."),
        (Offset(), "Dieser Tag gilt selbst: 8.12.2026."),
        (Offset(weeks=1, days=1), "Letzter sicherer Tag: 16.12.2026."),
    ],
)
def test_the_arithmetic_reads_as_it_is_said(offset: Offset, words: str) -> None:
    assert str(dates.explain(offset, date(2026, 12, 8), "none").steps[-1]) == words


@pytest.mark.parametrize(
    ("start", "due"),
    [
        (date(2026, 12, 8), date(2026, 12, 3)),  # Tuesday; three working days back
        (date(2026, 5, 4), date(2026, 4, 28)),  # 1 May is a holiday
        (date(2026, 8, 17), date(2026, 8, 12)),  # 15 August (a Saturday) changes nothing
        (date(2025, 8, 18), date(2025, 8, 12)),  # Friday 15 August: holiday in Saarland
    ],
)
def test_three_working_days_before(start: date, due: date) -> None:
    assert dates.add_working_days(start, -3) == due


def test_saarland_has_its_own_holidays() -> None:
    assert dates.holiday_name(date(2025, 8, 15)) == "Mariä Himmelfahrt"
    assert dates.is_working_day(date(2026, 10, 31)) is False  # a Saturday; no Reformation Day here
    assert dates.holiday_name(date(2026, 10, 31)) is None


@given(DAYS)
def test_shifting_lands_on_a_working_day_and_never_earlier(day: date) -> None:
    shifted = dates.next_working_day(day)
    assert shifted >= day
    assert dates.is_working_day(shifted)
    assert not any(dates.is_working_day(day + timedelta(n)) for n in range((shifted - day).days))


@given(DAYS)
def test_an_objection_is_never_shorter_than_a_month(day: date) -> None:
    due = legal.objection(day).due_on
    assert due >= dates.add_months(day + timedelta(days=4), 1)
    assert (due - day).days <= 4 + 31 + 5
