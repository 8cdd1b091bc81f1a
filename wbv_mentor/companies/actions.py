"""What the coordination does with the directory of companies."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from wbv_mentor.companies.models import SIZES, Company, CompanyDomain
from wbv_mentor.companies.queries import company_by_name, owner_of_domain
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Forbidden, Refused, Stale, say

log = logging.getLogger(__name__)


def add_company(*, name: str, size: str, domains: Sequence[str], by: Actor, now: datetime) -> Company:
    """Add a company with its mail domains (normalised). One that stands there just so is answered as it is.

    Refused when the name is taken, when a domain belongs to another company, or for an unknown size.
    """
    _may_keep(by)
    known = company_by_name(name)
    if known is not None:
        if _says(known, name, size, domains):  # the second click of a double click
            return known
        raise _taken(name)
    company = Company(name=name, size=_known_size(size), created_at=now, row_version=1)
    _own(company, domains)
    session.add(company)
    _flush(name)
    log.info("company %s added by %s %s", company.id, by.role, by.id)
    return company


def change_company(
    *, company: Company, name: str, size: str, domains: Sequence[str], by: Actor, now: datetime,
    expected_version: int | None = None,
) -> None:  # fmt: skip
    """Change what the directory says. Saying the same again changes nothing.

    Raises Stale when somebody else changed the company since it was shown, Refused as add_company.
    """
    _may_keep(by)
    if _says(company, name, size, domains):
        return
    if expected_version not in (None, company.row_version):
        raise Stale(
            say(
                "Inzwischen hat jemand anders diesen Betrieb geändert: „%(name)s“, %(count)s Domains. "
                "Ihr Text ist noch da. Bitte ansehen und noch einmal speichern.",
                name=company.name,
                count=len(company.domains),
            )
        )
    namesake = company_by_name(name)
    if namesake is not None and namesake.id != company.id:
        raise _taken(name)
    company.name, company.size = name, _known_size(size)
    _own(company, domains)
    company.row_version += 1
    _flush(name)
    log.info("company %s changed by %s %s", company.id, by.role, by.id)


def _may_keep(by: Actor) -> None:
    if by.role not in {"coordinator", "system"}:
        raise Forbidden(say("Das Verzeichnis der Betriebe pflegt die AK-Koordination."))


def _known_size(size: str) -> str:
    if size not in SIZES:
        raise Refused(say("Wählen Sie eine Größe aus."), field="size")
    return size


def _own(company: Company, domains: Sequence[str]) -> None:
    """Give the company exactly these domains; Refused if one belongs to somebody else."""
    for domain in domains:
        owner = owner_of_domain(domain)
        if owner is not None and owner.id != company.id:
            raise Refused(
                say("%(domain)s gehört schon zu „%(name)s“.", domain=domain, name=owner.name), field="domains"
            )
    kept = {row.domain: row for row in company.domains}
    company.domains = [kept.get(domain) or CompanyDomain(domain=domain) for domain in domains]


def _says(company: Company, name: str, size: str, domains: Sequence[str]) -> bool:
    """Whether the directory already says exactly this."""
    owned = {row.domain for row in company.domains}
    return (company.name, company.size, owned) == (name, size, set(domains))


def _taken(name: str) -> Refused:
    return Refused(say("Den Betrieb „%(name)s“ gibt es schon.", name=name), field="name")


def _flush(name: str) -> None:
    """Send the rows; on PostgreSQL somebody else may have taken a name or a domain in this moment."""
    try:
        with session.begin_nested():
            session.flush()
    except IntegrityError:
        raise Refused(
            say("Den Namen oder eine Domain hat gerade jemand anders eingetragen. Bitte prüfen Sie das.")
        ) from None
