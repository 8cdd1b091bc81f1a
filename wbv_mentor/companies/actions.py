"""What the coordination does with the directory of companies."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError

from wbv_mentor.companies.models import SIZES, Company, CompanyDomain
from wbv_mentor.companies.queries import company_by_name, owner_of_domain
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Forbidden, Refused, Stale, say

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Details:
    """What the directory says of a company beside name, size and domains; None: not known or not agreed."""

    sites: Sequence[str] = ()
    training_agreement: bool | None = None
    agreement_kind: str | None = None
    agreement_on: date | None = None
    agreement_ended_on: date | None = None
    works_council_informed_on: date | None = None


def add_company(
    *, name: str, size: str, domains: Sequence[str], by: Actor, now: datetime, details: Details | None = None
) -> Company:
    """Add a company with its mail domains (normalised). One that stands there just so is answered as it is.

    Refused when the name is taken, when a domain belongs to another company, for an unknown size, or for
    dates of an agreement that contradict each other.
    """
    may_keep(by)
    details = details or Details()
    known = company_by_name(name)
    if known is not None:
        if _says(known, name, size, domains, details):  # the second click of a double click
            return known
        raise _taken(name)
    company = Company(name=name, size=_known_size(size), created_at=now, row_version=1)
    _own(company, domains)
    _detail(company, details)
    session.add(company)
    _flush(name)
    log.info("company %s added by %s %s", company.id, by.role, by.id)
    return company


def change_company(
    *, company: Company, name: str, size: str, domains: Sequence[str], by: Actor, now: datetime,
    details: Details | None = None, expected_version: int | None = None,
) -> None:  # fmt: skip
    """Change what the directory says; without `details` only name, size and domains. Saying the same
    again changes nothing.

    Raises Stale when somebody else changed the company since it was shown, Refused as add_company.
    """
    may_keep(by)
    if _says(company, name, size, domains, details):
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
    if details is not None:
        _detail(company, details)
    company.row_version += 1
    _flush(name)
    log.info("company %s changed by %s %s", company.id, by.role, by.id)


def may_keep(by: Actor) -> None:
    """Forbidden for everybody but the coordination."""
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


def _detail(company: Company, details: Details) -> None:
    """Write the details; Refused where the dates of an agreement contradict each other."""
    if details.agreement_on is None and details.agreement_ended_on is not None:
        raise Refused(say("Geben Sie an, seit wann die Vereinbarung gilt."), field="agreement_on")
    if (details.agreement_kind is None) != (details.agreement_on is None):
        missing = "agreement_kind" if details.agreement_kind is None else "agreement_on"
        raise Refused(say("Zur Vereinbarung gehören Art und Datum."), field=missing)
    begun, ended = details.agreement_on, details.agreement_ended_on
    if begun is not None and ended is not None and ended < begun:
        raise Refused(say("Das Ende liegt vor dem Beginn der Vereinbarung."), field="agreement_ended_on")
    for name, value in (asdict(details) | {"sites": list(details.sites)}).items():
        setattr(company, name, value)


def _says(
    company: Company, name: str, size: str, domains: Sequence[str], details: Details | None = None
) -> bool:
    """Whether the directory already says exactly this."""
    owned = {row.domain for row in company.domains}
    if (company.name, company.size, owned) != (name, size, set(domains)):
        return False
    return details is None or details_of(company) == details


def details_of(company: Company) -> Details:
    """What the directory says now, beside name, size and domains."""
    return Details(
        sites=tuple(company.sites),
        training_agreement=company.training_agreement,
        agreement_kind=company.agreement_kind,
        agreement_on=company.agreement_on,
        agreement_ended_on=company.agreement_ended_on,
        works_council_informed_on=company.works_council_informed_on,
    )


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
