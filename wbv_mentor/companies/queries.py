"""What pages and other rooms read about companies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from email_validator import EmailNotValidError
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import selectinload

from wbv_mentor.companies.asking import number_read_out
from wbv_mentor.companies.domains import domain_of, in_ascii, with_parents
from wbv_mentor.companies.kinds import KINDS, OF_THE_COMPANY
from wbv_mentor.companies.models import Company, CompanyDomain, CompanyTalk, Confirmation, Contact
from wbv_mentor.db import session
from wbv_mentor.engine.types import Label
from wbv_mentor.errors import Message
from wbv_mentor.german import german_order
from wbv_mentor.pathways.definitions import workflow_of

PER_PAGE = 50


@dataclass(frozen=True)
class Directory:
    """One page of the directory."""

    companies: Sequence[Company]
    total: int
    page: int
    pages: int


def directory(seen: Select[Company], *, search: str = "", page: int = 1) -> Directory:
    """The companies of a scope by name; `search` looks into names, domains and numbers of questions."""
    found = seen
    if search:
        by_domain = select(CompanyDomain.company_id).where(
            CompanyDomain.domain.contains(in_ascii(search), autoescape=True)
        )
        by_name = func.lower(Company.name).contains(search.lower(), autoescape=True)
        found = seen.where(or_(by_name, Company.id.in_(by_domain), Company.id.in_(_asked_under(search))))
    total = int(session.scalar(select(func.count()).select_from(found.subquery())) or 0)
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(page, 1), pages)
    rows: Sequence[Company] = session.scalars(
        found.options(selectinload(Company.domains), selectinload(Company.contacts))
        .order_by(german_order(Company.name), Company.id)
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    ).all()
    return Directory(rows, total, page, pages)


def _asked_under(number: str) -> Select[Any]:
    """The company that was asked under this number, as somebody reads it out on the telephone.

    A question about a person stands in its case alone, so it is found there (cases).
    """
    return select(Confirmation.company_id).where(
        Confirmation.number == number_read_out(number), Confirmation.code.in_(OF_THE_COMPANY)
    )


@dataclass(frozen=True)
class TalkLine:
    """A talk with a company in a list."""

    talk: CompanyTalk
    confirmed: bool


@dataclass(frozen=True)
class ConfirmationLine:
    """A question to a company in a list."""

    confirmation: Confirmation
    kind: Message
    state_label: Label
    contact: str


def talks_of(company: Company, seen: Select[CompanyTalk]) -> list[TalkLine]:
    """The talks of a scope with a company, newest first, and which of them it confirmed."""
    confirmed = set(
        session.scalars(
            select(Confirmation.talk_id).where(
                Confirmation.company_id == company.id, Confirmation.state.in_(("confirmed", "corrected"))
            )
        )
    )
    rows = session.scalars(
        seen.where(CompanyTalk.company_id == company.id).order_by(
            CompanyTalk.held_on.desc(), CompanyTalk.id.desc()
        )
    ).all()
    return [TalkLine(row, row.id in confirmed) for row in rows]


def confirmations_of(company: Company, seen: Select[Confirmation]) -> list[ConfirmationLine]:
    """What a company was asked that is about no person, newest first; the rest stands in its case alone."""
    rows = session.scalars(
        seen.where(Confirmation.company_id == company.id, Confirmation.code.in_(OF_THE_COMPANY)).order_by(
            Confirmation.id.desc()
        )
    ).all()
    return [confirmation_line(row) for row in rows]


def confirmations_of_talk(talk: CompanyTalk) -> list[ConfirmationLine]:
    """Who was asked to confirm a talk, newest first."""
    rows = session.scalars(
        select(Confirmation).where(Confirmation.talk_id == talk.id).order_by(Confirmation.id.desc())
    ).all()
    return [confirmation_line(row) for row in rows]


def confirmation_line(row: Confirmation) -> ConfirmationLine:
    """One question as lists show it."""
    contact = session.get(Contact, row.contact_id) if row.contact_id else None
    return ConfirmationLine(
        row, KINDS[row.code].label, workflow_of(row).states[row.state].label, contact.name if contact else ""
    )


def company_choices() -> list[tuple[str, Label]]:
    """Every company for a list: its id as text and its name, which is the same in all languages."""
    rows = session.execute(select(Company.id, Company.name).order_by(german_order(Company.name), Company.id))
    return [(str(number), Label(de=name, en=name)) for number, name in rows]


def company_by_name(name: str) -> Company | None:
    """The company of that name, however it is capitalised (SQLite lowers no umlauts, so Python does)."""
    names = session.execute(select(Company.id, Company.name))
    known = next((number for number, one in names if one.casefold() == name.casefold()), None)
    return None if known is None else session.get(Company, known)


def owner_of_domain(domain: str) -> Company | None:
    """The company to which exactly this domain belongs."""
    found: Company | None = session.scalars(
        select(Company).join(CompanyDomain).where(CompanyDomain.domain == domain)
    ).first()
    return found


def company_of_address(email: str) -> Company | None:
    """The company that owns an address's domain or one above it (mail.firma.de belongs to firma.de)."""
    try:
        domain = domain_of(email)
    except EmailNotValidError:
        return None
    found: Company | None = session.scalars(
        select(Company)
        .join(CompanyDomain)
        .where(CompanyDomain.domain.in_(with_parents(domain)))
        .order_by(func.length(CompanyDomain.domain).desc())
    ).first()
    return found
