"""The contacts of a company: added, changed and ended by the coordination."""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select

from wbv_mentor.companies.actions import may_keep
from wbv_mentor.companies.links import end_links
from wbv_mentor.companies.models import Company, Confirmation, Contact
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Refused, Stale, say
from wbv_mentor.people.addresses import normalise

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ContactData:
    """What is kept of a contact. Without a mail address the coordination calls."""

    name: str
    function: str
    email: str | None = None
    phone: str | None = None
    language: str = "de"
    works_council: bool = False


def add_contact(
    *, company: Company, data: ContactData, by: Actor, now: datetime, submission: str | None = None
) -> Contact:
    """Add a contact; a repeated submission answers the first one.

    Refused without mail and telephone, or when the mail address is already somebody's in this company.
    """
    may_keep(by)
    if submission is not None and (made := _made_by(submission)) is not None:
        return made
    values = _checked(company, data)
    contact = Contact(company_id=company.id, submission=submission, created_at=now, row_version=1, **values)
    session.add(contact)
    session.flush()
    session.expire(company, ["contacts"])
    log.info("contact %s of company %s added by %s %s", contact.id, company.id, by.role, by.id)
    return contact


def change_contact(
    *, contact: Contact, data: ContactData, by: Actor, now: datetime, expected_version: int | None = None
) -> None:
    """Change a contact. Saying the same again changes nothing.

    Raises Stale when somebody else changed it since it was shown, Refused as add_contact or once ended.
    """
    may_keep(by)
    values = _checked(contact.company, data, but=contact)
    if all(getattr(contact, name) == value for name, value in values.items()):
        return
    if contact.ended_at is not None:
        raise Refused(say("Diese Ansprechperson ist ausgetragen."))
    if expected_version not in (None, contact.row_version):
        raise Stale(say("Inzwischen hat sich etwas geändert. Bitte ansehen und noch einmal speichern."))
    for name, value in values.items():
        setattr(contact, name, value)
    contact.row_version += 1
    session.flush()
    log.info("contact %s changed by %s %s", contact.id, by.role, by.id)


def end_contact(*, contact: Contact, by: Actor, now: datetime) -> None:
    """Nobody writes to this person any more, and links of open questions end. What they answered stays."""
    may_keep(by)
    if contact.ended_at is None:
        contact.ended_at = now
        contact.row_version += 1
        session.flush()
        asked = select(Confirmation).where(Confirmation.contact_id == contact.id)
        for question in session.scalars(asked).all():
            end_links(question, now=now)
        log.info("contact %s ended by %s %s", contact.id, by.role, by.id)


def _checked(company: Company, data: ContactData, but: Contact | None = None) -> dict[str, object]:
    if data.email is None and data.phone is None:
        raise Refused(say("Geben Sie eine E-Mail-Adresse oder eine Telefonnummer ein."), field="email")
    email = normalise(data.email) if data.email else None
    for other in company.current_contacts:
        if email is not None and other.email == email and other is not but:
            raise Refused(say("Diese Adresse gehört schon zu %(name)s.", name=other.name), field="email")
    return asdict(data) | {"email": email}


def _made_by(submission: str) -> Contact | None:
    found: Contact | None = session.scalars(select(Contact).where(Contact.submission == submission)).first()
    return found
