"""Which accounts and sessions a person may see."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, false, or_, select

from wbv_mentor.engine.actors import Actor
from wbv_mentor.people.models import ACCOUNT_ROLES, Account, AccountSession
from wbv_mentor.web.access import register_scope


def accounts_seen_by(actor: Actor) -> Select[Account]:
    """The admin sees all accounts, the coordination mentors and trainers, everybody their own."""
    seen = select(Account)
    if actor.role in {"admin", "system"}:
        return seen
    if actor.role == "coordinator":
        return seen.where(or_(Account.id == actor.id, Account.role.in_(("mentor", "trainer"))))
    return seen.where(_own(actor, Account.id == actor.id))


def sessions_seen_by(actor: Actor) -> Select[AccountSession]:
    """Nobody sees anybody else's sessions."""
    return select(AccountSession).where(_own(actor, AccountSession.account_id == actor.id))


def _own(actor: Actor, criterion: ColumnElement[bool]) -> ColumnElement[bool]:
    """The ids of mentees, contacts and applicants are no account ids, even where the numbers agree."""
    return criterion if actor.role in ACCOUNT_ROLES else false()


def register_scopes() -> None:
    """Tell the shell."""
    register_scope(Account, accounts_seen_by)
    register_scope(AccountSession, sessions_seen_by)
