"""One row is one mail that somebody must get. It stands in the database before anything is sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from wbv_mentor.db import Base

PENDING, RETRY, SENT, FAILED, DEAD, CANCELLED = STATES = (
    "pending",  # waits for its first try, or for an operator's mail server
    "retry",  # the server or the way there said "later"
    "sent",
    "failed",  # refused for good: shown to the coordinator
    "dead",  # "later" for 48 hours: shown to the coordinator
    "cancelled",  # no longer true when it was to be sent, or its cause was undone
)
UNSENT = (PENDING, RETRY)
UNDELIVERED = (FAILED, DEAD)


class OutboxMessage(Base):
    """A mail to be sent. `key` is unique over unsent and sent rows alike, so nothing goes twice.

    `context` holds ids only; names and links are looked up when the mail is rendered.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_at"),
        Index("ix_outbox_message_due", "state", "not_before"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(300), unique=True)
    template: Mapped[str] = mapped_column(String(80))
    recipient: Mapped[str] = mapped_column(String(80))
    context: Mapped[dict[str, Any]]
    reason: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(10), default=PENDING)
    not_before: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    answered_at: Mapped[datetime | None]  # the server's first "later": the 48 hours run from here
    delivered_to: Mapped[list[str]]  # digests of the addresses a mail to several has reached
    last_error: Mapped[str | None] = mapped_column(Text)
    message_id: Mapped[str] = mapped_column(String(80), unique=True)
    cause: Mapped[int | None] = mapped_column(index=True)
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    emptied_at: Mapped[datetime | None]
