"""A mentor's way through the qualification, and the standing in the register."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wbv_mentor.pathways.models import Instance
from wbv_mentor.people.models import Account
from wbv_mentor.qualification.cohorts.models import Cohort
from wbv_mentor.qualification.joining.models import Applicant

MAY_OPEN_CASES = ("active", "renewal_due")
MAY_ACCOMPANY = ("in_practice", "colloquium", "active", "renewal_due")
LEARNING = ("admitted", "in_training", "in_practice", "colloquium")
SEATED = (*LEARNING, "active", "renewal_due", "dormant", "suspended", "retired")  # in a cohort


class Enrolment(Instance):
    """One person on mentor_qualification. `valid_until` is a standing in the register, never printed.

    `cohort_id` is the cohort somebody belongs to or waits for; only states in SEATED take a seat there.
    Until admitted a person is an `applicant`, from then on an `account`, erased neither.
    An open offer of a seat (`seat_offered_at`) keeps one free; `seat_offers` counts the offers.
    """

    __tablename__ = "enrolment"

    id: Mapped[int] = mapped_column(ForeignKey("workflow_instance.id"), primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), unique=True)
    company_id: Mapped[int | None] = mapped_column(ForeignKey("company.id"), index=True)
    trained_on: Mapped[date | None]
    training_proof: Mapped[str | None] = mapped_column(String(300))
    valid_until: Mapped[date | None]
    return_on: Mapped[date | None]
    repeats: Mapped[int] = mapped_column(default=0)
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"), index=True)
    seat_offered_at: Mapped[datetime | None]
    seat_offers: Mapped[int] = mapped_column(default=0)
    applicant_id: Mapped[int | None] = mapped_column(ForeignKey("applicant.id"), unique=True)

    account: Mapped[Account | None] = relationship()
    cohort: Mapped[Cohort | None] = relationship()
    applicant: Mapped[Applicant | None] = relationship()

    __mapper_args__ = {"polymorphic_identity": "mentor_qualification"}

    @property
    def member(self) -> Account:
        """The account of somebody who was admitted. LookupError for an applicant."""
        if self.account is None:
            raise LookupError(f"enrolment {self.id} has no account")
        return self.account

    @property
    def display_name(self) -> str:
        """The name as pages and mails show it; the number once it was erased."""
        person = self.account or self.applicant
        return person.display_name if person is not None else f"M-{self.id}"

    @property
    def email(self) -> str | None:
        """The person's own address."""
        person = self.account or self.applicant
        return person.email if person is not None else None

    @property
    def phone(self) -> str | None:
        """The person's own number."""
        person = self.account or self.applicant
        return person.phone if person is not None else None

    @property
    def recipient(self) -> str:
        """Whom a mail to this person goes to, as the outbox names recipients."""
        return f"account:{self.account_id}" if self.account_id is not None else f"applicant:{self.id}"
