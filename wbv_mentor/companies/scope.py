"""Who may see which companies, contacts and confirmations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Select, false, select

from wbv_mentor.companies.models import Company, CompanyTalk, Confirmation, Contact
from wbv_mentor.engine.actors import Actor
from wbv_mentor.web.access import register_scope

OwnCompanies = Callable[[int], Select[Any]]
_own: list[OwnCompanies] = []


def register_own_companies(find: OwnCompanies) -> None:
    """Say in which companies a mentor works: `find(account id)` selects their ids. Cases knows both rooms."""
    _own[:] = [find]


def companies_seen_by(actor: Actor) -> Select[Company]:
    """The coordination keeps the directory; a mentor sees the own company, nobody else any."""
    seen = select(Company)
    return seen if actor.role in {"coordinator", "system"} else seen.where(Company.id.in_(_ids(actor)))


def contacts_seen_by(actor: Actor) -> Select[Contact]:
    """The contacts of the companies that are seen."""
    seen = select(Contact)
    return (
        seen if actor.role in {"coordinator", "system"} else seen.where(Contact.company_id.in_(_ids(actor)))
    )


def talks_seen_by(actor: Actor) -> Select[CompanyTalk]:
    """The coordination sees all talks with companies, a mentor the own ones."""
    seen = select(CompanyTalk)
    if actor.role in {"coordinator", "system"}:
        return seen
    return seen.where(CompanyTalk.recorded_by_id == actor.id if actor.role == "mentor" else false())


def confirmations_seen_by(actor: Actor) -> Select[Confirmation]:
    """The coordination sees all; a mentor those they asked for."""
    seen = select(Confirmation)
    if actor.role in {"coordinator", "system"}:
        return seen
    return seen.where(Confirmation.asked_by_id == actor.id if actor.role == "mentor" else false())


def _ids(actor: Actor) -> Select[Any]:
    if actor.role == "mentor" and actor.id is not None and _own:
        return _own[0](actor.id)
    return select(Company.id).where(false())


def register_scopes() -> None:
    """Tell the shell."""
    register_scope(Company, companies_seen_by)
    register_scope(Contact, contacts_seen_by)
    register_scope(CompanyTalk, talks_seen_by)
    register_scope(Confirmation, confirmations_seen_by)
