"""Everybody's way into a cohort, and what happens to mentors afterwards."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import date, timedelta

from wbv_mentor.demo import applicants, certifying, practice, teaching
from wbv_mentor.demo.cast import Cast
from wbv_mentor.demo.days import office_day_until
from wbv_mentor.demo.joining import come, move
from wbv_mentor.demo.mentors import FIRST_COHORT
from wbv_mentor.demo.plans import FIRST, PLANS
from wbv_mentor.demo.timeline import Story, at
from wbv_mentor.people.passwords import hashed

SHOWN = FIRST_COHORT[0]  # the mentor whose password the demo hands out
RESTING, RESTED_DAYS_AGO = "Backes", 16  # parental leave: the case has to find another mentor


def mentors(cast: Cast, present: date) -> Iterator[Story]:
    """Every story of the qualification."""
    password = secrets.token_urlsafe(12)
    cast.passwords["mentor"] = {"email": SHOWN.email, "password": password}
    shown, hidden = hashed(password), hashed(secrets.token_urlsafe(12))  # nobody signs in as the others
    for plan in PLANS:
        yield teaching.teach(cast, plan, present)
        for number, person in enumerate(plan.people):
            yield come(cast, plan, number, present, shown if person is SHOWN else hidden)
        for person in teaching.practising(plan):
            yield practice.practise(cast, plan, plan.people.index(person), present)
    yield teaching.hold_again(cast, FIRST, present)
    for number in range(len(FIRST.people)):
        yield certifying.confirm(cast, FIRST, number, present)
    yield certifying.issue(cast, FIRST, present)
    yield _rest(cast, office_day_until(present - timedelta(days=RESTED_DAYS_AGO)))
    yield from applicants.write(cast, present)


def _rest(cast: Cast, day: date) -> Story:
    """A mentor takes parental leave; the coordination lets the entry rest."""
    yield at(day, hour=11, minute=20)
    person = next(one for one in FIRST_COHORT if one.last_name == RESTING)
    move(cast, person, "rest", cast.coordinator, reason_code="parental_leave")
