"""Whom a question may be passed on to: any colleague, the works council, or whom a consent names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from email_validator import EmailNotValidError

from wbv_mentor.companies.consents import objection_to
from wbv_mentor.companies.contacts import ContactData, add_contact
from wbv_mentor.companies.domains import domain_of, with_parents
from wbv_mentor.companies.kinds import KINDS
from wbv_mentor.companies.models import Company, Confirmation, Contact
from wbv_mentor.db import session
from wbv_mentor.engine.actors import SYSTEM
from wbv_mentor.errors import Reason, say
from wbv_mentor.people.addresses import normalise

NAMED_BY_A_COLLEAGUE = say("Im Betrieb als zuständig genannt")


def colleagues_of(confirmation: Confirmation) -> list[Contact]:
    """The contacts who may be named: current ones of the company, but for the one who was asked."""
    company = session.get_one(Company, confirmation.company_id)
    return [one for one in company.current_contacts if not _objection(confirmation, one)]


def objection_to_colleague(confirmation: Confirmation, data: Mapping[str, Any]) -> Reason | None:
    """Why it must not go there. Nobody named is no objection where only the AK may find somebody."""
    kind = KINDS[confirmation.code]
    if data.get("colleague") is not None:
        contact = session.get(Contact, int(data["colleague"]))
        return (
            say("Diese Person können Sie nicht auswählen.")
            if contact is None
            else _objection(confirmation, contact)
        )
    if kind.from_case or kind.works_council_only:
        return None
    if not data.get("colleague_name") or not data.get("colleague_email"):
        return say("Geben Sie an, wer zuständig ist: Name und E-Mail-Adresse im Betrieb.")
    if not _at_the_company(confirmation, str(data["colleague_email"])):
        return say("Diese Adresse gehört nicht zu Ihrem Betrieb. Bitte rufen Sie uns an, wenn sie stimmt.")
    return None


def colleague_of(confirmation: Confirmation, data: Mapping[str, Any], *, now: datetime) -> Contact | None:
    """The contact who is asked next; a new one is entered in the directory. None if nobody was named."""
    if data.get("colleague") is not None:
        found: Contact | None = session.get(Contact, int(data["colleague"]))
        return found
    if not data.get("colleague_email"):
        return None
    company = session.get_one(Company, confirmation.company_id)
    email = normalise(str(data["colleague_email"]))
    known = next((one for one in company.current_contacts if one.email == email), None)
    if known is not None:
        return known
    entered = ContactData(
        name=str(data["colleague_name"]), function=str(NAMED_BY_A_COLLEAGUE),
        email=email,
    )  # fmt: skip
    return add_contact(company=company, data=entered, by=SYSTEM, now=now)


def _objection(confirmation: Confirmation, contact: Contact) -> Reason | None:
    kind = KINDS[confirmation.code]
    elsewhere = contact.company_id != confirmation.company_id or contact.ended_at is not None
    if elsewhere or contact.id == confirmation.contact_id:
        return say("Diese Person können Sie nicht auswählen.")
    if kind.works_council_only and not contact.works_council:
        return say("Das kann nur der Betriebsrat beantworten.")
    return objection_to(confirmation, contact.id) if kind.from_case else None


def _at_the_company(confirmation: Confirmation, email: str) -> bool:
    """Whether the address lies at a domain of the company, or at that of the contact who was asked."""
    company = session.get_one(Company, confirmation.company_id)
    try:
        domains = set(with_parents(domain_of(email)))
    except EmailNotValidError:
        return False
    return any(row.domain in domains for row in company.domains)
