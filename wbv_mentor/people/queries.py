"""What pages, jobs and other rooms read about accounts."""

from __future__ import annotations

from sqlalchemy import Select, select

from wbv_mentor.db import session
from wbv_mentor.german import german_order
from wbv_mentor.people.models import Account


def account_by_email(email: str) -> Account | None:
    """The account with this normalised address, active or not."""
    account: Account | None = session.scalar(select(Account).where(Account.email == email))
    return account


def account_by_submission(submission: str) -> Account | None:
    """The account that this sending of a form created."""
    account: Account | None = session.scalar(select(Account).where(Account.submission == submission))
    return account


def all_accounts(seen: Select[Account]) -> list[Account]:
    """The accounts of a scope for a list: open ones first, by role and name."""
    order = (Account.active.desc(), Account.role, Account.last_name, Account.first_name, Account.id)
    return list(session.scalars(seen.order_by(*order)))


def active_accounts(role: str) -> list[Account]:
    """Everybody who can sign in with a role, by name."""
    statement = (
        select(Account)
        .where(Account.role == role, Account.active.is_(True))
        .order_by(german_order(Account.last_name), german_order(Account.first_name), Account.id)
    )
    return list(session.scalars(statement))
