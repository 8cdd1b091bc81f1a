"""A company that can be asked, and its way through a mailed link, for tests."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from tests import factories
from tests.strict_client import StrictClient
from wbv_mentor import clock
from wbv_mentor.companies import asking
from wbv_mentor.companies.actions import add_company
from wbv_mentor.companies.contacts import ContactData, add_contact
from wbv_mentor.companies.links import current_link
from wbv_mentor.companies.models import Company, CompanyTalk, Confirmation, Contact
from wbv_mentor.companies.talks import TalkData, facts_of_talk, record_talk
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import SYSTEM, Actor
from wbv_mentor.people.links import token_of

SIGNED: dict[str, Any] = {"signer_name": "Jürgen Kessler", "signer_function": "Geschäftsführer"}


def a_company(name: str = "Metallbau Kessler GmbH", size: str = "50_to_249") -> int:
    """A company with a mail domain of its own; its id."""
    with unit_of_work():
        domain = f"{name.split()[0].lower()}.example"
        return add_company(name=name, size=size, domains=[domain], by=SYSTEM, now=clock.now()).id


def a_contact(company: int, name: str = "Jürgen Kessler", **more: Any) -> int:
    """Somebody of the company with a mail address there; the id."""
    with unit_of_work():
        asked = session.get_one(Company, company)
        domain = asked.domains[0].domain if asked.domains else "firma.example"
        email = f"{name.split()[0].lower().replace('ü', 'ue')}@{domain}"
        data = ContactData(**{"name": name, "function": "Geschäftsführung", "email": email, **more})
        return add_contact(company=asked, data=data, by=SYSTEM, now=clock.now()).id


def a_talk(company: int, mentor: Actor, **more: Any) -> CompanyTalk:
    """A needs talk with the company."""
    stated: dict[str, Any] = {
        "held_on": clock.today() - timedelta(days=3), "kind": "on_site", "place": "Völklingen", "minutes": 50,
        "functions": "Geschäftsführung, Betriebsrat", "topics": ["new_technology", "qualification"],
        "areas": {"Fertigung": 12}, "next_step": "Angebote für zwei Kurse",
    }  # fmt: skip
    with unit_of_work():
        return record_talk(
            company=session.get_one(Company, company), data=TalkData(**{**stated, **more}), by=mentor,
            now=clock.now(), submission=str(uuid.uuid4()),
        )  # fmt: skip


def asked(code: str = "C2", *, by: Actor | None = None, facts: dict[str, Any] | None = None) -> Confirmation:
    """A question that has just left by mail: C2 about a talk, or another kind with these facts."""
    company = a_company()
    contact = a_contact(company, works_council=code == "C7")
    if code != "C2":
        return ask(code, contact, facts or {}, by=by or factories.a_coordinator())
    mentor = by or factories.a_mentor(company_id=company)
    talk = a_talk(company, mentor)
    with unit_of_work():
        return asking.ask(
            code="C2", contact=session.get_one(Contact, contact), facts=facts_of_talk(talk), by=mentor,
            now=clock.now(), submission=str(uuid.uuid4()), talk=talk,
        )  # fmt: skip


def ask(code: str, contact: int, facts: dict[str, Any], *, by: Actor, **more: Any) -> Confirmation:
    """Ask a contact."""
    with unit_of_work():
        return asking.ask(
            code=code, contact=session.get_one(Contact, contact), facts=facts, by=by, now=clock.now(),
            submission=str(uuid.uuid4()), **more,
        )  # fmt: skip


def token_for(confirmation: Confirmation) -> str:
    """The token of the link that left by mail."""
    link = current_link(confirmation, now=clock.now())
    assert link is not None, "no link is open"
    return token_of(link)


def question_page(client: StrictClient, confirmation: Confirmation) -> TestResponse:
    """The company's page."""
    page = client.get(f"/bestaetigen/{token_for(confirmation)}")
    assert page.status_code == 200, page.status
    return page


def state_of(confirmation_id: int) -> str:
    """Where a question stands now."""
    return str(session.scalars(select(Confirmation.state).where(Confirmation.id == confirmation_id)).one())
