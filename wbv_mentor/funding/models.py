"""Funding applications of a case, and what the mentor found out about each instrument."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wbv_mentor.db import Base
from wbv_mentor.pathways.models import Instance

RESULTS = ("yes", "no", "unknown")
INSTRUCTIONS = ("yes", "no", "wrong")


class FundingApplication(Instance):
    """One application of a case (its parent) for one instrument of the catalogue.

    `notice_*` belong to the newest decision: they start the period for a remedy. A way is "posted" (or sent
    electronically; so too where none is stated) or "delivered", formally or by hand. `objection_*` belong
    to the objection against it and are emptied when a new decision comes (a revocation).
    """

    __tablename__ = "funding_application"
    __table_args__ = (
        UniqueConstraint("case_id", "number"),
        CheckConstraint(f"notice_instruction IN {INSTRUCTIONS}", name="notice_instruction"),
        CheckConstraint(
            "notice_way IS NULL OR notice_way <> 'delivered' OR notice_received_on IS NOT NULL",
            name="notice_delivered_on",
        ),
        CheckConstraint(
            "objection_notice_way IS NULL OR objection_notice_way <> 'delivered'"
            " OR objection_notice_received_on IS NOT NULL",
            name="objection_notice_delivered_on",
        ),
    )

    id: Mapped[int] = mapped_column(ForeignKey("workflow_instance.id"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("workflow_instance.id"))
    number: Mapped[int]
    instrument: Mapped[str] = mapped_column(String(60))
    file_number: Mapped[str | None] = mapped_column(String(60))
    submitted_on: Mapped[date | None]
    arrived_on: Mapped[date | None]
    papers_due_on: Mapped[date | None]
    notice_sent_on: Mapped[date | None]
    notice_received_on: Mapped[date | None]
    notice_instruction: Mapped[str | None] = mapped_column(String(10))
    objection_sent_on: Mapped[date | None]
    objection_arrived_on: Mapped[date | None]
    objection_notice_sent_on: Mapped[date | None]
    amount_eur: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    voucher_expires_on: Mapped[date | None]
    notice_way: Mapped[str | None] = mapped_column(String(10))
    objection_notice_received_on: Mapped[date | None]
    objection_notice_way: Mapped[str | None] = mapped_column(String(10))

    __mapper_args__ = {
        "polymorphic_identity": "funding_application",
        "inherit_condition": id == Instance.id,
    }


class FundingResult(Base):
    """What the mentor found out about one instrument for a case, with the reason. Never a promise."""

    __tablename__ = "funding_result"
    __table_args__ = (
        UniqueConstraint("case_id", "instrument"),
        CheckConstraint(f"result IN {RESULTS}", name="result"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("workflow_instance.id"))
    instrument: Mapped[str] = mapped_column(String(60))
    result: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text)
    checked_at: Mapped[datetime]
    checked_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
