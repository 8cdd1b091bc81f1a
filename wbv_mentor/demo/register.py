"""Everybody's way into a cohort, and what happens to mentors afterwards."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import date, timedelta

from wbv_mentor.demo import applicants, by_file, certifying, practice, teaching
from wbv_mentor.demo.cast import Cast
from wbv_mentor.demo.days import office_day_until
from wbv_mentor.demo.joining import come, move
from wbv_mentor.demo.mentors import FIRST_COHORT, MENTORS
from wbv_mentor.demo.plans import FIRST, PLANS
from wbv_mentor.demo.timeline import Story, at
from wbv_mentor.people.passwords import hashed

SHOWN = FIRST_COHORT[0]  # the mentor whose password the demo hands out
LEFT = (  # who, how, how many days ago, why. A running case has to find another mentor
    ("Thome", "drop_out", 38, "work"),
    ("Backes", "rest", 16, "parental_leave"),
    ("Lermen", "retire", 12, "job_change"),
    ("Wójcik", "suspend", 5, "role_conflict"),
)


def mentors(cast: Cast, present: date) -> Iterator[Story]:
    """Every story of the qualification."""
    password = secrets.token_urlsafe(12)
    cast.passwords["mentor"] = {"email": SHOWN.email, "password": password}
    shown, hidden = hashed(password), hashed(secrets.token_urlsafe(12))  # nobody signs in as the others
    for plan in PLANS:
        yield teaching.teach(cast, plan, present)
        for number, person in enumerate(plan.people):
            yield come(cast, plan, number, present, shown if person is SHOWN else hidden)
        yield by_file.bring(cast, plan, present, hidden)
        for person in teaching.practising(plan):
            yield practice.practise(cast, plan, plan.people.index(person), present)
    yield teaching.hold_again(cast, FIRST, present)
    for number in range(len(FIRST.people)):
        yield certifying.confirm(cast, FIRST, number, present)
    yield certifying.issue(cast, FIRST, present)
    for last_name, trigger, days_ago, reason in LEFT:
        day = office_day_until(present - timedelta(days=days_ago))
        yield _leave(cast, day, last_name, trigger, reason)
    yield from applicants.write(cast, present)


def _leave(cast: Cast, day: date, last_name: str, trigger: str, reason: str) -> Story:
    """A mentor stops for a while or for good; the coordination enters it."""
    yield at(day, hour=11, minute=20)
    person = next(one for one in MENTORS if one.last_name == last_name)
    move(cast, person, trigger, cast.coordinator, reason_code=reason)
