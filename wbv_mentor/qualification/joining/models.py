"""Who applies, until an account takes over, and files with people between preview and yes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from wbv_mentor.db import Base


class Applicant(Base):
    """A person who applies and has no account: it is made when they are admitted, and this row goes.

    `email` is kept normalised and may stand here more than once (people apply again). It counts as the
    person's own from `confirmed_at` on, or by a signed form: `signed_on` and where it was seen.
    """

    __tablename__ = "applicant"
    __table_args__ = (
        CheckConstraint("language IN ('de', 'en')", name="language"),
        CheckConstraint("email = lower(email)", name="email"),
        CheckConstraint("(signed_on IS NULL) = (signed_proof IS NULL)", name="signed_with_proof"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    first_name: Mapped[str] = mapped_column(String(100))
    last_name: Mapped[str] = mapped_column(String(100))
    email: Mapped[str] = mapped_column(String(254), index=True)
    phone: Mapped[str | None] = mapped_column(String(50))
    language: Mapped[str] = mapped_column(String(2), default="de")
    wanted_cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"), index=True)
    confirmed_at: Mapped[datetime | None]
    signed_on: Mapped[date | None]
    signed_proof: Mapped[str | None] = mapped_column(String(300))
    created_at: Mapped[datetime]

    @property
    def display_name(self) -> str:
        """First and last name, as pages and mails show them."""
        return f"{self.first_name} {self.last_name}".strip()


class PersonUpload(Base):
    """A CSV file that was read and waits for a yes: the people in it, and its faulty lines.

    Seen by who sent it alone, and gone after a day. `people` is emptied as soon as the people are recorded;
    `faults` stays for the file to correct.
    """

    __tablename__ = "person_upload"
    __table_args__ = (CheckConstraint("done_at IS NULL OR claimed_at IS NOT NULL", name="done_once_claimed"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission: Mapped[str] = mapped_column(String(36), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), index=True)
    admitting: Mapped[bool]
    header: Mapped[list[str]]
    people: Mapped[list[dict[str, Any]]] = mapped_column(JSON(none_as_null=True))
    faults: Mapped[list[dict[str, Any]]] = mapped_column(JSON(none_as_null=True))
    admitted: Mapped[int] = mapped_column(default=0)
    waiting: Mapped[int] = mapped_column(default=0)
    applied: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(index=True)
    claimed_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
