"""What pages, guards and the health address read about mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from wbv_mentor.db import session
from wbv_mentor.outbox.models import PENDING, SENT, UNDELIVERED, UNSENT, OutboxMessage


@dataclass(frozen=True)
class Figures:
    """How the outbox stands. `oldest_unsent_at` leaves out what is meant for later."""

    oldest_unsent_at: datetime | None
    pending: int
    failed: int


def figures(*, now: datetime) -> Figures:
    """The outbox in three figures."""
    overdue = or_(OutboxMessage.state != PENDING, OutboxMessage.not_before <= now)
    oldest = select(func.min(OutboxMessage.created_at)).where(OutboxMessage.state.in_(UNSENT), overdue)
    return Figures(session.scalar(oldest), _count(UNSENT), _count(UNDELIVERED))


def undelivered() -> Sequence[OutboxMessage]:
    """Mails that the server refused for good or put off for 48 hours, newest first. Somebody has to
    tell their recipients in another way."""
    found: Sequence[OutboxMessage] = session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.state.in_(UNDELIVERED), OutboxMessage.emptied_at.is_(None))
        .order_by(OutboxMessage.id.desc())
    ).all()
    return found


def sent_because_of(cause: int) -> Sequence[OutboxMessage]:
    """Mails that a journal entry caused and that are gone: after an undo each needs a correction."""
    found: Sequence[OutboxMessage] = session.scalars(
        select(OutboxMessage).where(OutboxMessage.cause == cause, OutboxMessage.state == SENT)
    ).all()
    return found


def count_sent(*, key_prefix: str) -> int:
    """How many mails with such a key have been sent: an erasure asks for its two notices."""
    mine = OutboxMessage.key.startswith(key_prefix, autoescape=True)
    count = select(func.count()).where(mine, OutboxMessage.state == SENT)
    return session.scalar(count) or 0


def newest(*, limit: int, before: int | None = None) -> Sequence[OutboxMessage]:
    """Mails of every state, newest first, older than row `before`."""
    query = select(OutboxMessage).order_by(OutboxMessage.id.desc()).limit(limit)
    if before is not None:
        query = query.where(OutboxMessage.id < before)
    found: Sequence[OutboxMessage] = session.scalars(query).all()
    return found


def _count(states: Sequence[str]) -> int:
    return session.scalar(select(func.count()).where(OutboxMessage.state.in_(states))) or 0
