"""Certificates of the finished cohort: names confirmed by the mentors, issued by the trainer."""

from __future__ import annotations

from datetime import date, timedelta

from flask import current_app
from sqlalchemy import select

from wbv_mentor import clock
from wbv_mentor.certificates.actions import confirm_name, issue_many
from wbv_mentor.certificates.imprint import imprint_of
from wbv_mentor.certificates.models import CONFIRMED, Certificate
from wbv_mentor.certificates.queries import to_confirm
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.demo.cast import Cast
from wbv_mentor.demo.days import office_day_from, office_day_until
from wbv_mentor.demo.plans import CohortPlan
from wbv_mentor.demo.teaching import REPEATS
from wbv_mentor.demo.timeline import Story, at

COLLOQUIUM = 98  # days after the cohort's first one
SILENT = "Bost"  # never said how the name is written


def confirm(cast: Cast, plan: CohortPlan, number: int, present: date) -> Story:
    """A mentor says how the name is written and which form is printed, some days after the colloquium."""
    person = plan.people[number]
    if person.last_name == SILENT:
        return
    later = 8 if person.last_name == REPEATS else 0  # weeks
    passed = present - timedelta(days=plan.starts - COLLOQUIUM - 7 * later)
    yield at(office_day_until(passed + timedelta(days=3 + number % 4)), hour=17, minute=6 * number % 60)
    with unit_of_work():
        certificate = to_confirm(cast.mentors[person.last_name])
        assert certificate is not None
        confirm_name(
            certificate=certificate, name=f"{person.first_name} {person.last_name}", form=person.form,
            by=cast.mentor(person.last_name), now=clock.now(), submission=f"demo:{person.last_name}:name",
        )  # fmt: skip


def issue(cast: Cast, plan: CohortPlan, present: date) -> Story:
    """The trainer issues what is confirmed, all at once. Who confirms later waits for the next time."""
    day = office_day_from(present - timedelta(days=plan.starts - COLLOQUIUM - 16))
    yield at(day, hour=10, minute=15)
    query = select(Certificate).where(Certificate.state == CONFIRMED).order_by(Certificate.id)
    imprint = imprint_of(current_app.config["SETTINGS"])
    with unit_of_work():
        issue_many(
            certificates=session.scalars(query).all(), imprint=imprint, by=cast.trainer, now=clock.now(),
            submission=f"demo:{plan.key}:certificates",
        )  # fmt: skip
