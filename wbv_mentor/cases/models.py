"""Cases and what hangs on them. A case is an instance of mentee_case."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    Numeric,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from wbv_mentor.db import Base
from wbv_mentor.errors import Message, say
from wbv_mentor.pathways.models import Instance
from wbv_mentor.people.models import Account

RELATIONS = ("none", "same_team", "supervisor", "relative_or_friend", "personnel_responsibility")
CONFLICTS = ("supervisor", "relative_or_friend", "personnel_responsibility")
WAYS = ("link", "qr", "paper", "spoken")
CHANNELS = ("email", "phone", "letter", "in_person")
PURPOSES = (
    "case_work", "contact_channel", "supervision_without_name", "substitute", "employer_facts",
    "employer_leave", "employer_participation", "referral", "handover", "voluntary_statistics",
)  # fmt: skip
TALK_KINDS = ("in_person", "phone", "video", "message")
TALK_MINUTES = (10, 20, 30, 45, 60)
PLAN_AGAIN = "Plan noch einmal besprechen: "  # what the mentee wants to be different follows
TO_ARRIVE = (
    "way = 'paper' AND original_due_on IS NOT NULL AND original_arrived_on IS NULL AND withdrawn_at IS NULL"
)
AGREED = "next_step"  # the code of the next step that mentor and mentee agreed on


class Mentee(Base):
    """The person who seeks advice. An alias is enough; everything else is hers to give."""

    __tablename__ = "mentee"
    __table_args__ = (CheckConstraint(f"channel IN {CHANNELS}", name="channel"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    alias: Mapped[str | None] = mapped_column(String(80))
    first_name: Mapped[str | None] = mapped_column(String(100))
    last_name: Mapped[str | None] = mapped_column(String(100))
    channel: Mapped[str | None] = mapped_column(String(20))
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(50))
    postal_address: Mapped[str | None] = mapped_column(String(300))
    no_calls_at_work: Mapped[bool] = mapped_column(default=True)
    good_times: Mapped[str | None]
    language: Mapped[str] = mapped_column(String(2), default="de")
    created_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]

    @property
    def display_name(self) -> str:
        """The name if it was given, else the alias; only inside the case."""
        return " ".join(filter(None, [self.first_name, self.last_name])) or self.alias or "–"

    @property
    def initials(self) -> str:
        """What lists show: first letters of the name or the alias."""
        return "".join(f"{word[0].upper()}." for word in self.display_name.split()[:2] if word != "–") or "–"


class Case(Instance):
    """A mentor's case. Without a mentor it waits in awaiting_mentor. Course dates are anchors."""

    __tablename__ = "mentee_case"
    __table_args__ = (
        Index(None, "mentor_id"),
        CheckConstraint(f"relation IN {RELATIONS}", name="relation"),
        CheckConstraint("course_end IS NULL OR course_start IS NOT NULL", name="course_dates"),
    )

    id: Mapped[int] = mapped_column(ForeignKey("workflow_instance.id"), primary_key=True)
    mentee_id: Mapped[int] = mapped_column(ForeignKey("mentee.id"), index=True)
    mentor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))  # None: the mentee
    relation: Mapped[str] = mapped_column(String(30))
    conflict_accepted_at: Mapped[datetime | None]
    employer_id: Mapped[int | None] = mapped_column(ForeignKey("company.id"))
    employer_name: Mapped[str | None]
    workplace: Mapped[str | None]
    course_title: Mapped[str | None]
    course_provider: Mapped[str | None]
    course_start: Mapped[date | None]
    course_end: Mapped[date | None]
    exam_result_on: Mapped[date | None]
    outcome: Mapped[str | None] = mapped_column(String(30))
    legal_hold: Mapped[bool] = mapped_column(default=False)

    mentee: Mapped[Mentee] = relationship()
    mentor: Mapped[Account | None] = relationship(foreign_keys=[mentor_id])

    __mapper_args__ = {"polymorphic_identity": "mentee_case"}


class Consent(Base):
    """One yes of the mentee: for what, towards whom, in which words, how, and whether it still holds.

    Kept for three years as proof, even after the case is erased. `original_due_on`: paper whose
    original the AK still waits for, or a spoken yes that still has to be confirmed.
    """

    __tablename__ = "consent"
    __table_args__ = (
        Index(None, "case_id", "purpose"),
        Index(
            "ix_consent_original_to_arrive",
            "original_due_on",
            "id",
            sqlite_where=text(TO_ARRIVE),
            postgresql_where=text(TO_ARRIVE),
        ),
        CheckConstraint(f"purpose IN {PURPOSES}", name="purpose"),
        CheckConstraint(f"way IN {WAYS}", name="way"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_way IS NULL)", name="withdrawn"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("mentee_case.id"))
    purpose: Mapped[str] = mapped_column(String(40))
    recipient: Mapped[str | None]
    text_version: Mapped[str] = mapped_column(String(20))
    way: Mapped[str] = mapped_column(String(10))
    given_on: Mapped[date]
    given_at: Mapped[datetime]
    place: Mapped[str | None]
    recorded_by_role: Mapped[str] = mapped_column(String(20))
    recorded_by_id: Mapped[int | None]
    original_due_on: Mapped[date | None]
    original_arrived_on: Mapped[date | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_way: Mapped[str | None] = mapped_column(String(10))

    case: Mapped[Case] = relationship()


class EmployerRequest(Base):
    """A question to the employer about one person, from the draft to its sending (C6).

    `statement` is exactly what the company will read; the mentee says yes or no to just that and to this
    contact. Only then it becomes a confirmation. Emptied when the case is erased.
    """

    __tablename__ = "employer_request"
    __table_args__ = (
        CheckConstraint("consent_id IS NOT NULL OR confirmation_id IS NULL", name="sent_with_consent"),
        CheckConstraint("declined_at IS NULL OR confirmation_id IS NULL", name="declined_is_not_sent"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("mentee_case.id"), index=True)
    code: Mapped[str] = mapped_column(String(2))
    contact_id: Mapped[int] = mapped_column(ForeignKey("company_contact.id"))
    statement: Mapped[dict[str, Any]] = mapped_column(default=dict)
    prepared_at: Mapped[datetime]
    prepared_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    consent_id: Mapped[int | None] = mapped_column(ForeignKey("consent.id"))
    declined_at: Mapped[datetime | None]
    confirmation_id: Mapped[int | None] = mapped_column(ForeignKey("confirmation.id"), unique=True)

    case: Mapped[Case] = relationship()


class ConsentProof(Base):
    """The photo or scan of a signed page: bytes with their SHA-256, one row a consent, kept like it."""

    __tablename__ = "consent_proof"

    id: Mapped[int] = mapped_column(primary_key=True)
    consent_id: Mapped[int] = mapped_column(ForeignKey("consent.id"), unique=True)
    media_type: Mapped[str] = mapped_column(String(40))
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    stored_at: Mapped[datetime]


class Talk(Base):
    """Work done: a talk with the mentee."""

    __tablename__ = "talk"
    __table_args__ = (
        UniqueConstraint("case_id", "submission"),
        CheckConstraint(f"kind IN {TALK_KINDS}", name="kind"),
        CheckConstraint("minutes > 0", name="minutes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("mentee_case.id"))
    held_on: Mapped[date]
    kind: Mapped[str] = mapped_column(String(20))
    minutes: Mapped[int]
    keywords: Mapped[str | None] = mapped_column(Text)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime]
    submission: Mapped[str] = mapped_column(String(80))


class Task(Base):
    """Work to do. `code` names one that the system made, or what was agreed with the mentee (who sees it);
    a task is done by recording what happened.

    `owner` is the role that has to do it; the account follows from the case.
    """

    __tablename__ = "task"
    __table_args__ = (
        Index(None, "case_id", "done_at"),
        Index(None, "owner", "done_at", "due_on"),
        CheckConstraint("(done_at IS NULL) = (done_by_role IS NULL)", name="done"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("mentee_case.id"))
    code: Mapped[str | None] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    due_on: Mapped[date]
    owner: Mapped[str] = mapped_column(String(20))
    outcome: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by_role: Mapped[str | None] = mapped_column(String(20))
    done_by_id: Mapped[int | None]
    cause: Mapped[int | None] = mapped_column(ForeignKey("journal_entry.id"))

    case: Mapped[Case] = relationship()

    @property
    def words(self) -> Message | str:
        """What to do: as somebody wrote it, or a sentence of the system, shown in the reader's language."""
        if self.code in (None, AGREED):
            return self.title
        told = self.title.removeprefix(PLAN_AGAIN)
        if told != self.title:
            return say("Plan noch einmal besprechen: %(text)s", text=told)
        return say(self.title)


class Offer(Base):
    """A course that would fit. At least two, or a reason: advice stays neutral."""

    __tablename__ = "offer"
    __table_args__ = (CheckConstraint("ends_on IS NULL OR starts_on <= ends_on", name="dates"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("mentee_case.id"), index=True)
    title: Mapped[str]
    provider: Mapped[str]
    hours: Mapped[int | None]
    price_eur: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    mode: Mapped[str | None] = mapped_column(String(20))
    provider_azav: Mapped[bool | None]
    measure_number: Mapped[str | None] = mapped_column(String(40))
    added_at: Mapped[datetime]
    chosen_at: Mapped[datetime | None]  # the offer of the plan: at most one a case


class Handover(Base):
    """A case on its way from one mentor to another. The old one keeps access until it is accepted."""

    __tablename__ = "handover"
    __table_args__ = (CheckConstraint("(answered_at IS NULL) = (answer IS NULL)", name="answered"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("mentee_case.id"), index=True)
    from_account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    to_account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    requested_by_role: Mapped[str] = mapped_column(String(20))
    requested_by_id: Mapped[int | None]
    requested_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answer: Mapped[str | None] = mapped_column(String(20))

    case: Mapped[Case] = relationship()


class LookInto(Base):
    """Somebody else looked into a case's content: who (as a role), when and why. The mentee sees it."""

    __tablename__ = "look_into"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("mentee_case.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    role: Mapped[str] = mapped_column(String(20))
    looked_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)
