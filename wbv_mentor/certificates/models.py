"""Certificates, confirmations of attendance, and the bytes of their documents."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wbv_mentor.certificates.attendance import AttendanceSnapshot
from wbv_mentor.certificates.facts import FORMS, Facts, Snapshot
from wbv_mentor.db import Base
from wbv_mentor.pathways.models import Instance
from wbv_mentor.people.models import SHA256, Account

READY, CONFIRMED, ISSUED, REVOKED, REPLACED = STATES = (
    "ready",  # the colloquium is passed; the mentor has not confirmed the name yet
    "confirmed",
    "issued",  # frozen; the document follows
    "revoked",
    "replaced",  # by a corrected one with a number of its own
)
OPEN = (READY, CONFIRMED)
PRINTED = (ISSUED, REVOKED, REPLACED)
MOST_BYTES = 10 * 1024**2


def _only_one(name: str, states: tuple[str, ...]) -> Index:
    """At most one certificate of a person's path in these states, whoever writes at once."""
    which = text(f"state IN ({', '.join(repr(state) for state in states)})")
    return Index(name, "instance_id", unique=True, sqlite_where=which, postgresql_where=which)


class Certificate(Base):
    """One certificate on its way. `facts` come from the qualification, `snapshot` is what was printed.

    Number, check code and snapshot are given when it is issued, and never changed afterwards. `tries`,
    `next_try_at` and `last_error` are about making the document.
    """

    __tablename__ = "certificate"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint(f"form IN {FORMS}", name="form"),
        CheckConstraint(
            "(confirmed_at IS NULL) = (form IS NULL) AND (confirmed_at IS NULL) = (printed_name IS NULL)",
            name="confirmed_with_form",
        ),
        CheckConstraint("state = 'ready' OR confirmed_at IS NOT NULL", name="confirmed"),
        CheckConstraint(
            f"(state IN {PRINTED}) = (issued_at IS NOT NULL) AND (issued_at IS NULL) = (number IS NULL)"
            " AND (issued_at IS NULL) = (check_code IS NULL) AND (issued_at IS NULL) = (snapshot IS NULL)"
            " AND (issued_at IS NULL) = (snapshot_sha256 IS NULL)"
            " AND (issued_at IS NULL) = (template_version IS NULL)"
            " AND (issued_at IS NULL) = (issued_by_id IS NULL)",
            name="frozen_when_issued",
        ),
        CheckConstraint(
            "(state IN ('revoked', 'replaced')) = (ended_at IS NOT NULL)"
            " AND (ended_at IS NULL) = (ended_by_id IS NULL)",
            name="ended_by_somebody",
        ),
        _only_one("uq_certificate_open", OPEN),
        _only_one("uq_certificate_issued", (ISSUED,)),
        Index(None, "state", "next_try_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    instance_id: Mapped[int] = mapped_column(ForeignKey("workflow_instance.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    cohort: Mapped[str] = mapped_column(String(20), index=True)
    state: Mapped[str] = mapped_column(String(10))
    facts: Mapped[dict[str, Any]]
    ready_at: Mapped[datetime]
    printed_name: Mapped[str | None]
    form: Mapped[str | None] = mapped_column(String(10))
    confirmed_at: Mapped[datetime | None]
    number: Mapped[str | None] = mapped_column(String(40), unique=True)
    check_code: Mapped[str | None] = mapped_column(String(12))
    snapshot: Mapped[dict[str, Any] | None]
    snapshot_sha256: Mapped[str | None] = mapped_column(SHA256)
    template_version: Mapped[int | None]
    issued_at: Mapped[datetime | None]
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"), index=True)
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    end_reason: Mapped[str | None] = mapped_column(String(300))
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None]
    last_error: Mapped[str | None]
    row_version: Mapped[int] = mapped_column(default=1)

    account: Mapped[Account] = relationship(foreign_keys=[account_id])
    instance: Mapped[Instance] = relationship()
    blob: Mapped[Blob | None] = relationship(back_populates="certificate")

    @property
    def known(self) -> Facts:
        """The facts, typed."""
        return Facts.model_validate(self.facts)

    @property
    def printed(self) -> Snapshot:
        """What is printed, typed. LookupError before it is issued."""
        if self.snapshot is None:
            raise LookupError(f"certificate {self.id} is not issued")
        return Snapshot.model_validate(self.snapshot)

    @property
    def name(self) -> str:
        """The name as printed, or as the account had it."""
        return self.printed_name or self.known.name


class AttendanceConfirmation(Base):
    """What somebody attended who left early; one a person's path, frozen when the person left."""

    __tablename__ = "attendance_confirmation"
    __table_args__ = (Index(None, "next_try_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    instance_id: Mapped[int] = mapped_column(ForeignKey("workflow_instance.id"), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    ready_at: Mapped[datetime]
    snapshot: Mapped[dict[str, Any]]
    snapshot_sha256: Mapped[str] = mapped_column(SHA256)
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None]
    last_error: Mapped[str | None]

    account: Mapped[Account] = relationship()
    blob: Mapped[Blob | None] = relationship(back_populates="confirmation")

    @property
    def printed(self) -> AttendanceSnapshot:
        """What is printed, typed."""
        return AttendanceSnapshot.model_validate(self.snapshot)


Printed = Certificate | AttendanceConfirmation


class Blob(Base):
    """The bytes of one document, a certificate's or a confirmation's; never changed and never shared."""

    __tablename__ = "blob"
    __table_args__ = (
        CheckConstraint(f"size > 0 AND size <= {MOST_BYTES}", name="size"),
        CheckConstraint("length(content) = size", name="whole"),
        CheckConstraint("(certificate_id IS NULL) <> (attendance_confirmation_id IS NULL)", name="one_owner"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"), unique=True)
    media_type: Mapped[str] = mapped_column(String(50))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(SHA256, unique=True)
    created_at: Mapped[datetime]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    attendance_confirmation_id: Mapped[int | None] = mapped_column(
        ForeignKey("attendance_confirmation.id"), unique=True
    )

    certificate: Mapped[Certificate | None] = relationship(back_populates="blob")
    confirmation: Mapped[AttendanceConfirmation | None] = relationship(back_populates="blob")
