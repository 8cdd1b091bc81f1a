"""What pages read about evidence and attendance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.qualification.cohorts.models import Cohort, CohortSession
from wbv_mentor.qualification.learning.models import Attendance, Evidence
from wbv_mentor.qualification.models import LEARNING, Enrolment


@dataclass(frozen=True)
class Visited:
    """One session of a person's cohort, or an earlier one, and how it was attended."""

    meeting: CohortSession
    recorded: Attendance | None


def waiting_for_signature(seen: Select[Evidence], *, trainer_id: int | None = None) -> Sequence[Evidence]:
    """What was handed in and neither signed nor returned, oldest first; of one trainer's cohorts or all."""
    query = (
        seen.join(Enrolment, Enrolment.id == Evidence.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(
            Evidence.handed_in_at.is_not(None), Evidence.signed_on.is_(None), Evidence.returned_at.is_(None),
            Enrolment.state.in_(LEARNING),
        )
        .order_by(Evidence.handed_in_at, Evidence.id)
    )  # fmt: skip
    if trainer_id is not None:
        query = query.where(Cohort.trainer_id == trainer_id)
    found: Sequence[Evidence] = session.scalars(query).all()
    return found


def visits_of(enrolment: Enrolment) -> list[Visited]:
    """The sessions of the person's cohort, and those of earlier cohorts that were attended, by day."""
    kept = {
        row.session_id: row
        for row in session.scalars(
            select(Attendance)
            .where(Attendance.enrolment_id == enrolment.id)
            .options(joinedload(Attendance.session))
        )
    }
    own = list(enrolment.cohort.sessions) if enrolment.cohort is not None else []
    earlier = [row.session for row in kept.values() if row.session not in own]
    meetings = sorted([*own, *earlier], key=lambda one: (one.held_on, one.begins))
    return [Visited(one, kept.get(one.id)) for one in meetings]


def lists_to_take(actor: Actor, *, today: date) -> Sequence[CohortSession]:
    """Sessions of the trainer's own cohorts whose list is still to be taken, the oldest first."""
    query = (
        select(CohortSession)
        .join(Cohort, Cohort.id == CohortSession.cohort_id)
        .where(
            Cohort.trainer_id == actor.id, Cohort.cancelled_at.is_(None), CohortSession.taken_at.is_(None),
            CohortSession.held_on <= today,
            Cohort.id.in_(select(Enrolment.cohort_id).where(Enrolment.state.in_(LEARNING))),
        )
        .order_by(CohortSession.held_on, CohortSession.begins)
    )  # fmt: skip
    found: Sequence[CohortSession] = session.scalars(query).all()
    return found
