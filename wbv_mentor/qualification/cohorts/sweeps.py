"""Reminders of a cohort's sessions: fourteen and two days before, at seven in the morning."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from wbv_mentor import clock
from wbv_mentor.clock import berlin_moment
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.errors import say
from wbv_mentor.jobs import job
from wbv_mentor.outbox.actions import enqueue
from wbv_mentor.qualification.cohorts.models import Cohort, CohortSession
from wbv_mentor.qualification.cohorts.telling import members
from wbv_mentor.qualification.models import LEARNING

DAYS_BEFORE = (14, 2)


@job("cohorts.sessions", every=900)
def remind_of_sessions() -> int:
    """Write to everybody who learns in a cohort; how many mails are new.

    A day that was missed is made up for as long as the session lies ahead: of both reminders the later one.
    """
    today, now = clock.today(), clock.now()
    if now < berlin_moment(today):
        return 0
    written = 0
    soon = (
        select(CohortSession.id)
        .join(Cohort, Cohort.id == CohortSession.cohort_id)
        .where(
            Cohort.cancelled_at.is_(None), CohortSession.held_on > today,
            CohortSession.held_on <= today + timedelta(days=max(DAYS_BEFORE)),
        )
        .order_by(CohortSession.held_on, CohortSession.id)
    )  # fmt: skip
    numbers = session.scalars(soon).all()
    session.rollback()
    for number in numbers:
        with unit_of_work():
            written += _remind(session.get_one(CohortSession, number))
    return written


def _remind(meeting: CohortSession) -> int:
    left = (meeting.held_on - clock.today()).days
    before = min(days for days in DAYS_BEFORE if left <= days)
    return sum(
        enqueue(
            key=f"session:{meeting.id}:{meeting.held_on}:{before}:{person.id}", template="session_reminder",
            recipient=person.recipient, context={"cohort": meeting.cohort_id, "session": meeting.id},
            reason={"rule": say("An Termine Ihrer Qualifizierung erinnern wir 14 und 2 Tage vorher.")},
            now=clock.now(),
        )
        for person in members(meeting.cohort)
        if person.state in LEARNING
    )  # fmt: skip


def reminder_mail(context: dict[str, Any]) -> dict[str, Any] | None:
    """The session as it stands now; None if it was cancelled or has passed."""
    meeting = session.get(CohortSession, context["session"])
    if meeting is None or meeting.cohort.cancelled_at is not None or meeting.held_on < clock.today():
        return None
    return {"cohort": meeting.cohort, "meeting": meeting}
