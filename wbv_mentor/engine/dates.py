"""Calendar arithmetic for deadlines: offsets, working days, Saarland's holidays.

A period in months ends on the day of the same number, or on the last day of a shorter month
(§ 188 BGB, to which § 26 SGB X refers).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays
from dateutil.relativedelta import relativedelta

from wbv_mentor.engine.types import Offset
from wbv_mentor.errors import Message, say

ANY_FACT = say("Ausgangsdatum: %(day)s.")
SATURDAY = 5

# How far a day lies before and after another one.
ONE = {
    "months": (say("Einen Monat davor: %(day)s."), say("Einen Monat danach: %(day)s.")),
    "weeks": (say("Eine Woche davor: %(day)s."), say("Eine Woche danach: %(day)s.")),
    "days": (say("Einen Tag davor: %(day)s."), say("Einen Tag danach: %(day)s.")),
    "working_days": (say("Einen Arbeitstag davor: %(day)s."), say("Einen Arbeitstag danach: %(day)s.")),
}
MANY = {
    "months": (say("%(count)s Monate davor: %(day)s."), say("%(count)s Monate danach: %(day)s.")),
    "weeks": (say("%(count)s Wochen davor: %(day)s."), say("%(count)s Wochen danach: %(day)s.")),
    "days": (say("%(count)s Tage davor: %(day)s."), say("%(count)s Tage danach: %(day)s.")),
    "working_days": (
        say("%(count)s Arbeitstage davor: %(day)s."),
        say("%(count)s Arbeitstage danach: %(day)s."),
    ),
}


@dataclass(frozen=True)
class Computed:
    """The last safe day, inclusive, and how it came about: a sentence a step.

    The first `opening` sentences say what is counted from.
    """

    due_on: date
    steps: tuple[Message, ...]
    opening: int = 1


@cache
def _holidays(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("DE", subdiv="SL", years=year, language="de")


def holiday_name(day: date) -> str | None:
    """The name of Saarland's public holiday on that day, in German; None if it is none."""
    name = _holidays(day.year).get(day)
    return str(name) if name else None


def is_working_day(day: date) -> bool:
    """Monday to Friday and no public holiday in Saarland."""
    return day.weekday() < 5 and holiday_name(day) is None


def next_working_day(day: date) -> date:
    """The day itself if it is a working day, else the first one after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def working_day_before(day: date) -> date:
    """The day itself if it is a working day, else the last one before it ("besser bis")."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def add_working_days(day: date, count: int) -> date:
    """The day `count` working days after (or, if negative, before) `day`, not counting `day`."""
    step = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while not is_working_day(day):
            day += step
    return day


def add_months(day: date, months: int) -> date:
    """The day of the same number `months` later, or the last day of a shorter month."""
    return day + relativedelta(months=months)


def apply(offset: Offset, anchor: date) -> date:
    """`anchor` moved by an offset: months first, then weeks and days, then working days."""
    moved = add_months(anchor, offset.months) if offset.months else anchor
    return add_working_days(moved + timedelta(weeks=offset.weeks, days=offset.days), offset.working_days)


def explain(offset: Offset, anchor: date, shift: str, fact: Message = ANY_FACT) -> Computed:
    """An offset's due day with its arithmetic, moved to the next working day if the rule says so.

    `fact` says what the anchor is.
    """
    due = apply(offset, anchor)
    steps = [say(fact.text, day=anchor), *_distance(offset, anchor, due)]
    if shift == "next_working_day":
        return shifted(due, steps)
    return Computed(due, tuple(steps))


def shifted(due: date, steps: Sequence[Message], opening: int = 1) -> Computed:
    """The end of a period, moved to the next working day (§ 64 Abs. 3 SGG, § 26 Abs. 3 SGB X)."""
    moved = next_working_day(due)
    if moved != due:
        end = say("Die Frist endet erst am nächsten Arbeitstag: %(day)s.", day=moved)
        steps = [*steps, why_nobody_works(due), end]
    return Computed(moved, tuple(steps), opening)


def why_nobody_works(day: date) -> Message:
    """Why a day is no working day, in a sentence."""
    name = holiday_name(day)
    if name is not None:
        return say("Das ist ein Feiertag im Saarland: %(name)s.", name=name)
    return say("Das ist ein Samstag.") if day.weekday() == SATURDAY else say("Das ist ein Sonntag.")


def end_of_shorter_month(anchor: date, due: date) -> list[Message]:
    """What is said where the month has no day of that number (§ 188 Abs. 3 BGB); nothing elsewhere."""
    if due.day >= anchor.day:
        return []
    shorter = say("Einen %(number)s. gibt es in diesem Monat nicht: Es zählt sein letzter Tag.")
    return [say(shorter.text, number=anchor.day)]


def _distance(offset: Offset, anchor: date, due: date) -> list[Message]:
    given = [(unit, count) for unit in MANY if (count := getattr(offset, unit))]
    if not given:
        return [say("Dieser Tag gilt selbst: %(day)s.", day=due)]
    if len(given) > 1:
        return [say("Letzter sicherer Tag: %(day)s.", day=due)]
    unit, count = given[0]
    words = (ONE if abs(count) == 1 else MANY)[unit]
    moved = say(words[count > 0].text, count=abs(count), day=due)
    return [moved, *(end_of_shorter_month(anchor, due) if unit == "months" else [])]
