"""Sessions as rows, so that their owner can see and end them, and so that they end by themselves."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, delete, select, update

from wbv_mentor.db import session
from wbv_mentor.people.models import Account, AccountSession

IDLE = timedelta(hours=2)
ABSOLUTE = timedelta(hours=12)  # a long working day, then sign in again
SEEN_EVERY = timedelta(minutes=5)  # a write for every page opened would cost more than it tells
KEPT = timedelta(days=30)


def begin_session(*, account: Account, device: str, now: datetime) -> AccountSession:
    """Add a session to the running unit of work; its id is new at every sign-in."""
    row = AccountSession(
        account_id=account.id, device=device[:100], created_at=now, last_seen_at=now, ended_at=None
    )
    session.add(row)
    session.flush()
    return row


def is_open(row: AccountSession, *, now: datetime) -> bool:
    """Whether the session still counts: not ended, not idle for too long, not too old."""
    return row.ended_at is None and now < row.last_seen_at + IDLE and now < row.created_at + ABSOLUTE


def find_session(row_id: object, *, now: datetime) -> AccountSession | None:
    """The open session with the id a cookie names, or None."""
    row: AccountSession | None = session.get(AccountSession, row_id) if isinstance(row_id, int) else None
    return row if row is not None and is_open(row, now=now) else None


def open_sessions(account_id: int, *, now: datetime) -> list[AccountSession]:
    """The account's open sessions, the one seen last first."""
    statement = (
        select(AccountSession)
        .where(
            AccountSession.account_id == account_id,
            AccountSession.ended_at.is_(None),
            AccountSession.last_seen_at > now - IDLE,
            AccountSession.created_at > now - ABSOLUTE,
        )
        .order_by(AccountSession.last_seen_at.desc(), AccountSession.id.desc())
    )
    return list(session.scalars(statement))


def end_session(*, row: AccountSession, now: datetime) -> None:
    """End one session; its browser is signed out at its next request."""
    row.ended_at = row.ended_at or now


def end_sessions(*, account_id: int, now: datetime, but: int | None = None) -> int:
    """End all sessions of an account, but one if its id is given; says how many."""
    statement = (
        update(AccountSession)
        .where(
            AccountSession.account_id == account_id,
            AccountSession.ended_at.is_(None),
            AccountSession.id != (but or 0),
        )
        .values(ended_at=now)
    )
    return int(cast(CursorResult[Any], session.execute(statement)).rowcount)


def forget_old_sessions(*, now: datetime) -> int:
    """Delete sessions that nobody has used for thirty days; says how many."""
    done = session.execute(delete(AccountSession).where(AccountSession.last_seen_at < now - KEPT))
    return int(cast(CursorResult[Any], done).rowcount)
