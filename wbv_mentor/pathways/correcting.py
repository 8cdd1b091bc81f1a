"""Mails of a step that was taken back: what has not left stays, what has left is followed by a correction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from wbv_mentor.db import session
from wbv_mentor.errors import say
from wbv_mentor.outbox.actions import cancel, enqueue
from wbv_mentor.outbox.mails import register_mail
from wbv_mentor.outbox.models import SENT, OutboxMessage

CORRECTION = "step_undone"


def correct_mails(entry_id: int, *, cause: int, now: datetime) -> None:
    """Cancel the mails that an entry caused, and take back in words those that were sent."""
    cancel(cause=entry_id, now=now)
    sent = select(OutboxMessage).where(OutboxMessage.cause == entry_id, OutboxMessage.state == SENT)
    for mail in session.scalars(sent.order_by(OutboxMessage.id)).all():
        enqueue(
            key=f"{CORRECTION}:{mail.id}", template=CORRECTION, recipient=mail.recipient,
            context={"message": mail.id}, now=now, cause=cause,
            reason={"rule": say("Sie haben von uns eine Nachricht bekommen, die nicht mehr gilt.")},
        )  # fmt: skip


def _values(context: dict[str, Any]) -> dict[str, Any] | None:
    mail = session.get(OutboxMessage, context["message"])
    return None if mail is None or mail.sent_at is None else {"sent_at": mail.sent_at}


def register_mails() -> None:
    """Tell the outbox."""
    register_mail(CORRECTION, _values)
