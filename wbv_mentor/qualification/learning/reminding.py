"""Remind people of what is missing: one mail a person, at most one a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from wbv_mentor import clock
from wbv_mentor.clock import berlin_date
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import say
from wbv_mentor.outbox.actions import enqueue
from wbv_mentor.qualification.cohorts.actions import require_keeper
from wbv_mentor.qualification.cohorts.models import Cohort
from wbv_mentor.qualification.learning.done import done_by, done_of
from wbv_mentor.qualification.learning.models import Evidence
from wbv_mentor.qualification.learning.progress import Lack, progress_of
from wbv_mentor.qualification.learning.requirements import evidence_label
from wbv_mentor.qualification.models import LEARNING, Enrolment


@dataclass(frozen=True)
class Reminder:
    """Whom a reminder would reach, and what it would name."""

    person: Enrolment
    missing: Sequence[Lack]


def reminders_for(cohort: Cohort, numbers: Sequence[int], *, now: datetime) -> list[Reminder]:
    """Of these people those who learn in the cohort and lack something of a module that has begun."""
    people = session.scalars(
        select(Enrolment)
        .where(
            Enrolment.id.in_(list(numbers)), Enrolment.cohort_id == cohort.id, Enrolment.state.in_(LEARNING)
        )
        .order_by(Enrolment.id)
    ).all()
    done, today = done_by(one.id for one in people), berlin_date(now)
    found = [
        Reminder(one, progress_of(cohort, done[one.id], state=one.state, today=today).begun(today))
        for one in people
    ]
    return [one for one in found if one.missing]


def remind(*, cohort: Cohort, numbers: Sequence[int], by: Actor, now: datetime) -> tuple[int, int]:
    """Send each of these people what is missing; how many mails are new, and how many went today already."""
    require_keeper(by)
    found = reminders_for(cohort, numbers, now=now)
    sent = sum(
        enqueue(
            key=f"training_missing:{one.person.id}:{berlin_date(now)}", template="training_missing",
            recipient=one.person.recipient, context={"enrolment": one.person.id},
            reason={"rule": say("Ihre AK-Trainer*in erinnert Sie.")}, now=now,
        )
        for one in found
    )  # fmt: skip
    return sent, len(found) - sent


def missing_mail(context: dict[str, Any]) -> dict[str, Any] | None:
    """What is missing at the moment the mail is sent; None if nothing is any more."""
    person = session.get(Enrolment, context["enrolment"])
    if person is None or person.cohort is None or person.state not in LEARNING:
        return None
    today = clock.today()
    found = progress_of(person.cohort, done_of(person.id), state=person.state, today=today).begun(today)
    return {"missing": found, "cohort": person.cohort} if found else None


def evidence_mail(context: dict[str, Any]) -> dict[str, Any] | None:
    """A piece of evidence that was handed in or returned; None once it is signed."""
    row = session.get(Evidence, context["evidence"])
    if row is None or row.signed_on is not None:
        return None
    return {"row": row, "what": evidence_label(row.kind, row.number)}


def news_mail(context: dict[str, Any]) -> dict[str, Any] | None:
    """A cohort with its dates as they stand now."""
    cohort = session.get(Cohort, context["cohort"])
    return None if cohort is None else {"cohort": cohort}
