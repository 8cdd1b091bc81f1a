"""Tables of what a person has done: attendance, evidence, credited modules."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wbv_mentor.db import Base
from wbv_mentor.people.models import Account
from wbv_mentor.qualification.cohorts.models import CohortSession
from wbv_mentor.qualification.models import Enrolment

ATTENDED = ("present", "partly", "excused", "absent")
EVIDENCE_KINDS = ("privacy_quiz", "declaration", "role_play", "funding_quiz", "practice_log", "transfer_task")


class Attendance(Base):
    """How much of a session somebody attended, in units of 45 minutes."""

    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("session_id", "enrolment_id"),
        CheckConstraint(f"status IN {ATTENDED}", name="status"),
        CheckConstraint("(units > 0) = (status IN ('present', 'partly'))", name="units"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("cohort_session.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    status: Mapped[str] = mapped_column(String(10))
    units: Mapped[int]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))

    session: Mapped[CohortSession] = relationship()


class Evidence(Base):
    """One piece of evidence: handed in by the person or not, signed off by a trainer or not yet.

    A practice log begins with the day of the supervised talk (`talk_on`); a simulated talk says why.
    """

    __tablename__ = "evidence"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "kind", "number"),
        CheckConstraint(f"kind IN {EVIDENCE_KINDS}", name="kind"),
        CheckConstraint("(handed_in_at IS NULL) = (text IS NULL)", name="handed_in_with_text"),
        CheckConstraint(
            "(signed_on IS NULL) = (signed_at IS NULL) AND (signed_on IS NULL) = (signed_by_id IS NULL)",
            name="signed_by_somebody",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    kind: Mapped[str] = mapped_column(String(20))
    number: Mapped[int]
    talk_on: Mapped[date | None]
    text: Mapped[str | None] = mapped_column(Text)
    handed_in_at: Mapped[datetime | None]
    returned_at: Mapped[datetime | None]
    returned_hint: Mapped[str | None] = mapped_column(String(500))
    simulated_reason: Mapped[str | None] = mapped_column(String(300))
    signed_on: Mapped[date | None]
    signed_at: Mapped[datetime | None]
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    row_version: Mapped[int] = mapped_column(default=1)

    enrolment: Mapped[Enrolment] = relationship()
    signed_by: Mapped[Account | None] = relationship()


class ModuleCredit(Base):
    """A module counted as attended although no list of this house says so, and why."""

    __tablename__ = "module_credit"
    __table_args__ = (UniqueConstraint("enrolment_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    code: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(300))
    credited_at: Mapped[datetime]
    credited_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
