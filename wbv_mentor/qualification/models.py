"""A mentor's way through the qualification, and the standing in the register."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wbv_mentor.pathways.models import Instance
from wbv_mentor.people.models import Account
from wbv_mentor.qualification.cohorts.models import Cohort

MAY_OPEN_CASES = ("active", "renewal_due")
MAY_ACCOMPANY = ("in_practice", "colloquium", "active", "renewal_due")
LEARNING = ("admitted", "in_training", "in_practice", "colloquium")
SEATED = (*LEARNING, "active", "renewal_due", "dormant", "suspended", "retired")  # in a cohort


class Enrolment(Instance):
    """One person on mentor_qualification. `valid_until` is a standing in the register, never printed.

    `cohort_id` is the cohort somebody belongs to or waits for; only states in SEATED take a seat there.
    An open offer of a seat (`seat_offered_at`) keeps one free; `seat_offers` counts the offers.
    """

    __tablename__ = "enrolment"

    id: Mapped[int] = mapped_column(ForeignKey("workflow_instance.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), unique=True)
    company_id: Mapped[int | None] = mapped_column(ForeignKey("company.id"), index=True)
    trained_on: Mapped[date | None]
    training_proof: Mapped[str | None] = mapped_column(String(300))
    valid_until: Mapped[date | None]
    return_on: Mapped[date | None]
    repeats: Mapped[int] = mapped_column(default=0)
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"), index=True)
    seat_offered_at: Mapped[datetime | None]
    seat_offers: Mapped[int] = mapped_column(default=0)

    account: Mapped[Account] = relationship()
    cohort: Mapped[Cohort | None] = relationship()

    __mapper_args__ = {"polymorphic_identity": "mentor_qualification"}
