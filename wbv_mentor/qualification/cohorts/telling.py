"""Mails to everybody in a cohort: one a person, through the outbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from wbv_mentor.db import session
from wbv_mentor.errors import Message
from wbv_mentor.outbox.actions import enqueue
from wbv_mentor.qualification.cohorts.models import Cohort, CohortSession
from wbv_mentor.qualification.models import LEARNING, Enrolment

CONCERNED = (*LEARNING, "interrupted")  # whom a change of dates concerns


def members(cohort: Cohort) -> Sequence[Enrolment]:
    """Whoever still learns in the cohort, and who interrupted and may come back."""
    found: Sequence[Enrolment] = session.scalars(
        select(Enrolment)
        .where(Enrolment.cohort_id == cohort.id, Enrolment.state.in_(CONCERNED))
        .order_by(Enrolment.id)
    ).all()
    return found


def tell_members(
    cohort: Cohort, template: str, *, key: str, rule: Message, now: datetime,
    context: Mapping[str, Any] | None = None, people: Sequence[Enrolment] | None = None,
) -> int:  # fmt: skip
    """A mail to each member (or to `people`) under `key` and the person; how many are new."""
    return sum(
        enqueue(
            key=f"{key}:{person.id}", template=template, recipient=person.recipient,
            context={"cohort": cohort.id, **(context or {})}, reason={"rule": rule}, now=now,
        )
        for person in (members(cohort) if people is None else people)
    )  # fmt: skip


def session_mail(context: dict[str, Any]) -> dict[str, Any] | None:
    """The cohort and the session as it stands now; None once it was cancelled."""
    cohort = session.get(Cohort, context["cohort"])
    meeting = session.get(CohortSession, context["session"])
    if cohort is None or meeting is None or cohort.cancelled_at is not None:
        return None
    return {"cohort": cohort, "meeting": meeting}
