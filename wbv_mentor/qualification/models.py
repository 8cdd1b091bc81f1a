"""A mentor's way through the qualification, and the standing in the register."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wbv_mentor.pathways.models import Instance
from wbv_mentor.people.models import Account

MAY_OPEN_CASES = ("active", "renewal_due")
MAY_ACCOMPANY = ("in_practice", "colloquium", "active", "renewal_due")


class Enrolment(Instance):
    """One person on mentor_qualification. `valid_until` is a standing in the register, never printed."""

    __tablename__ = "enrolment"

    id: Mapped[int] = mapped_column(ForeignKey("workflow_instance.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), unique=True)
    company_id: Mapped[int | None] = mapped_column(ForeignKey("company.id"), index=True)
    trained_on: Mapped[date | None]
    training_proof: Mapped[str | None] = mapped_column(String(300))
    valid_until: Mapped[date | None]
    return_on: Mapped[date | None]
    repeats: Mapped[int] = mapped_column(default=0)

    account: Mapped[Account] = relationship()

    __mapper_args__ = {"polymorphic_identity": "mentor_qualification"}
