"""What a trainer finds on the start page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.german import german
from wbv_mentor.qualification.cohorts.board import Board, Row, board_of
from wbv_mentor.qualification.cohorts.models import Cohort, CohortSession
from wbv_mentor.qualification.cohorts.seats import taken_seats
from wbv_mentor.qualification.learning.models import Evidence
from wbv_mentor.qualification.learning.queries import lists_to_take, waiting_for_signature
from wbv_mentor.qualification.scope import cohorts_seen_by, enrolments_seen_by, evidence_seen_by


@dataclass(frozen=True)
class Due:
    """Lists to take, evidence to sign, and the trainer's own cohorts that run or are to come."""

    lists: Sequence[CohortSession]
    evidence: Sequence[Evidence]
    boards: Sequence[Board]
    taken: dict[int, int]

    @property
    def late(self) -> list[tuple[Cohort, Row]]:
        """Who is overdue in these cohorts, the longest first."""
        found = [(board.cohort, row) for board in self.boards for row in board.everybody if row.overdue]
        return sorted(found, key=lambda one: (one[1].due_on or date.max, german(one[1].name)))

    @property
    def count(self) -> int:
        """How many things wait for the trainer."""
        return len(self.lists) + len(self.evidence)


def due_for(actor: Actor, *, today: date, now: datetime) -> Due:
    """Everything that waits for a trainer, the most urgent first."""
    cohorts: Sequence[Cohort] = session.scalars(
        cohorts_seen_by(actor)
        .where(Cohort.trainer_id == actor.id, Cohort.cancelled_at.is_(None), Cohort.ends_on >= today)
        .order_by(Cohort.starts_on)
    ).all()
    return Due(
        lists=lists_to_take(actor, today=today),
        evidence=waiting_for_signature(evidence_seen_by(actor), trainer_id=actor.id),
        boards=[board_of(one, enrolments_seen_by(actor), today=today) for one in cohorts],
        taken=taken_seats([one.id for one in cohorts], now=now),
    )


def due_count(actor: Actor, today: date) -> int:
    """The number beside "Start"."""
    signing = waiting_for_signature(select(Evidence), trainer_id=actor.id)
    return len(lists_to_take(actor, today=today)) + len(signing)
