"""Days on which the people of the demo work: no weekend, no holiday in Saarland, not 24 and 31 December."""

from __future__ import annotations

from datetime import date, timedelta

from wbv_mentor.engine.dates import is_working_day

FREE = ((12, 24), (12, 31))
A_DAY = timedelta(days=1)


def is_office_day(day: date) -> bool:
    """Whether somebody is in the office."""
    return is_working_day(day) and (day.month, day.day) not in FREE


def office_day_until(day: date) -> date:
    """The day itself, or the last one before it on which somebody works."""
    while not is_office_day(day):
        day -= A_DAY
    return day


def office_day_from(day: date) -> date:
    """The day itself, or the first one after it on which somebody works."""
    while not is_office_day(day):
        day += A_DAY
    return day
