"""Who may see which companies and confirmations."""

from __future__ import annotations

from sqlalchemy import Select, false, select

from wbv_mentor.companies.models import Company, Confirmation
from wbv_mentor.engine.actors import Actor
from wbv_mentor.web.access import register_scope


def companies_seen_by(actor: Actor) -> Select[Company]:
    """The coordination keeps the directory; nobody else opens its pages."""
    seen = select(Company)
    return seen if actor.role in {"coordinator", "system"} else seen.where(false())


def confirmations_seen_by(actor: Actor) -> Select[Confirmation]:
    """The coordination sees all; a mentor those they asked for."""
    seen = select(Confirmation)
    if actor.role in {"coordinator", "system"}:
        return seen
    return seen.where(Confirmation.asked_by_id == actor.id if actor.role == "mentor" else false())


def register_scopes() -> None:
    """Tell the shell."""
    register_scope(Company, companies_seen_by)
    register_scope(Confirmation, confirmations_seen_by)
