"""Companies of the directory with their mail domains and contacts, and the questions they are asked."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wbv_mentor.db import Base
from wbv_mentor.german import german
from wbv_mentor.pathways.models import Instance

SIZES = ("under_10", "10_to_49", "50_to_249", "250_and_more")
AGREEMENTS = ("written", "spoken")
CONTACT_LANGUAGES = ("de", "en")
COMPANY_TALK_KINDS = ("on_site", "at_the_chamber", "phone", "video", "elsewhere")


class Company(Base):
    """A company. `size` is the class that funding rules and reports ask for.

    `agreement_*` is the cooperation with the AK: how it was made, since when, until when.
    `training_agreement` says whether a collective or works agreement on further training holds there.
    `row_version` counts changes of the company or its domains, so that nobody overwrites another's.
    """

    __tablename__ = "company"
    __table_args__ = (
        CheckConstraint(f"size IN {SIZES}", name="size"),
        CheckConstraint(f"agreement_kind IN {AGREEMENTS}", name="agreement_kind"),
        CheckConstraint("(agreement_kind IS NULL) = (agreement_on IS NULL)", name="agreement_since"),
        CheckConstraint(
            "agreement_ended_on IS NULL OR agreement_ended_on >= agreement_on", name="agreement_until"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    size: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime]
    row_version: Mapped[int] = mapped_column(default=1)
    sites: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    training_agreement: Mapped[bool | None]
    agreement_kind: Mapped[str | None] = mapped_column(String(20))
    agreement_on: Mapped[date | None]
    agreement_ended_on: Mapped[date | None]
    works_council_informed_on: Mapped[date | None]

    domains: Mapped[list[CompanyDomain]] = relationship(
        back_populates="company", order_by="CompanyDomain.domain", cascade="all, delete-orphan"
    )
    contacts: Mapped[list[Contact]] = relationship(back_populates="company", order_by="Contact.name")

    @property
    def cooperates(self) -> bool:
        """Whether a cooperation was agreed and not ended."""
        return self.agreement_on is not None and self.agreement_ended_on is None

    @property
    def current_contacts(self) -> list[Contact]:
        """Whom one may turn to now."""
        current = (contact for contact in self.contacts if contact.ended_at is None)
        return sorted(current, key=lambda contact: german(contact.name))


class CompanyDomain(Base):
    """A mail domain that belongs to a company: no mentor and no mentee is reached there."""

    __tablename__ = "company_domain"

    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    domain: Mapped[str] = mapped_column(String(253), unique=True)

    company: Mapped[Company] = relationship(back_populates="domains")

    @property
    def shown(self) -> str:
        """The domain as people write it, with its umlauts."""
        return self.domain.encode().decode("idna")


class Contact(Base):
    """Somebody of a company whom we may ask. Whoever leaves is ended, never deleted: answers name them.

    `email` is kept normalised. `submission` is the form that made the row, so that a double click does
    it once.
    """

    __tablename__ = "company_contact"
    __table_args__ = (
        Index(None, "company_id", "ended_at"),
        CheckConstraint(f"language IN {CONTACT_LANGUAGES}", name="language"),
        CheckConstraint("email IS NOT NULL OR phone IS NOT NULL", name="reachable"),
        CheckConstraint("email = lower(email)", name="email"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"))
    name: Mapped[str]
    function: Mapped[str]
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(50))
    language: Mapped[str] = mapped_column(String(2), default="de")
    works_council: Mapped[bool] = mapped_column(default=False)
    submission: Mapped[str | None] = mapped_column(String(80), unique=True)
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    row_version: Mapped[int] = mapped_column(default=1)

    company: Mapped[Company] = relationship(back_populates="contacts")


class CompanyTalk(Base):
    """A talk about needs held with a company. It names no person of the company but by function.

    `areas` counts the persons of each area. `submission` is the form that made the row.
    """

    __tablename__ = "company_talk"
    __table_args__ = (
        CheckConstraint(f"kind IN {COMPANY_TALK_KINDS}", name="kind"),
        CheckConstraint("minutes > 0", name="minutes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    held_on: Mapped[date]
    kind: Mapped[str] = mapped_column(String(20))
    place: Mapped[str | None]
    minutes: Mapped[int]
    functions: Mapped[str]
    topics: Mapped[list[str]]
    other_topics: Mapped[str | None]
    areas: Mapped[dict[str, Any]]
    next_step: Mapped[str | None]
    submission: Mapped[str] = mapped_column(String(80), unique=True)
    recorded_at: Mapped[datetime]

    company: Mapped[Company] = relationship()


class Confirmation(Instance):
    """A question to a company (C0 to C7) on its way along company_confirmation.

    `statement` is all that the company is told, frozen when it was asked (companies/statement.py); emptied
    when the case behind it is erased. `number` is what people name on the telephone: B-4F7K.
    """

    __tablename__ = "confirmation"
    __mapper_args__ = {"polymorphic_identity": "company_confirmation"}

    id: Mapped[int] = mapped_column(ForeignKey("workflow_instance.id"), primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    code: Mapped[str] = mapped_column(String(2))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("company_contact.id"), index=True)
    talk_id: Mapped[int | None] = mapped_column(ForeignKey("company_talk.id"), index=True)
    number: Mapped[str] = mapped_column(String(10), unique=True)
    statement: Mapped[dict[str, Any]] = mapped_column(default=dict)


class ConfirmationCode(Base):
    """The short form of a mailed link, for people who do not click: a keyed digest, never the code."""

    __tablename__ = "confirmation_code"

    link_id: Mapped[int] = mapped_column(ForeignKey("mailed_link.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
