"""All that a company's page and mails may show: built here from the frozen statement, field by field.

Templates get an `Asked` and never a row of the database, so that nothing of a case can be reached.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from wbv_mentor.clock import berlin_date
from wbv_mentor.companies.answers import given, words_of
from wbv_mentor.companies.guards import ANSWERED
from wbv_mentor.companies.kinds import KINDS
from wbv_mentor.companies.links import last_day_to_change
from wbv_mentor.companies.models import Company, Confirmation, Contact
from wbv_mentor.companies.statement import LABELS, Fact, fact, facts_of
from wbv_mentor.db import session
from wbv_mentor.errors import Message
from wbv_mentor.pathways import deadlines, journal, records
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.people.models import Account

FORM_OF_ANSWER = {
    "confirm": "confirm", "correct": "correct", "dispute": "dispute", "decline": "decline",
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """A question as the company reads it. `asker` only where no person's case stands behind it."""

    number: str
    code: str
    kind: Message
    company: str
    contact: str
    asker: str | None
    facts: tuple[Fact, ...]
    said: dict[str, Any]
    asked_on: date
    due_on: date | None
    mailed_to: str
    about_a_person: bool
    contact_since: date | None
    cooperation: bool


@dataclass(frozen=True)
class Given:
    """The company's own answer, as its receipt repeats it."""

    words: Message
    details: tuple[tuple[Any, Any], ...]
    name: str
    function: str
    at: datetime
    by_phone: bool
    change_until: datetime | None


def asked_of(confirmation: Confirmation) -> Asked:
    """The question."""
    kind = KINDS[confirmation.code]
    company = session.get_one(Company, confirmation.company_id)
    contact = session.get(Contact, confirmation.contact_id) if confirmation.contact_id else None
    open_days = [row.due_on for row in deadlines.open_deadlines(confirmation)]
    return Asked(
        number=f"B-{confirmation.number}",
        code=confirmation.code,
        kind=kind.label,
        company=company.name,
        contact=contact.name if contact else "",
        asker=None if kind.from_case else session.get_one(Account, confirmation.asked_by_id).display_name,
        facts=facts_of(confirmation.code, confirmation.statement),
        said={name: fact(confirmation.statement, name) for name in LABELS},
        asked_on=berlin_date(confirmation.started_at),
        due_on=max(open_days) if open_days else None,
        mailed_to=masked(contact.email) if contact and contact.email else "",
        about_a_person=kind.from_case,
        contact_since=berlin_date(contact.created_at) if contact else None,
        cooperation=company.cooperates,
    )


def given_of(confirmation: Confirmation) -> Given | None:
    """The answer that stands; None while there is none."""
    entries = [entry for entry in journal.entries_of(confirmation) if entry.to_state in ANSWERED]
    moved = [entry for entry in entries if entry.kind == "transition"]
    if confirmation.state not in ANSWERED or not moved:
        return None
    newest = moved[-1]
    form = form_of_answer(newest.trigger)
    values = records.values(confirmation, form)
    answer = given(confirmation.code, confirmation.state, values.get("declined"))
    if answer is None:
        return None
    return Given(
        words=words_of(answer, confirmation.statement),
        details=_details(confirmation, form, values),
        name=str(values.get("signer_name") or values.get("answered_by") or ""),
        function=str(values.get("signer_function") or values.get("answered_as") or ""),
        at=newest.at,
        by_phone=newest.trigger.endswith("_by_phone"),
        change_until=last_day_to_change(confirmation, moved[0].at),
    )


def form_of_answer(trigger: str) -> str:
    """The form under which an answer was kept."""
    if trigger.endswith("_by_phone"):
        return "record_phone_answer"
    return FORM_OF_ANSWER.get(trigger, "change_answer")


def masked(email: str) -> str:
    """An address that its owner recognises and nobody else learns: j…@firma.de."""
    name, _at, domain = email.partition("@")
    return f"{name[:1]}…@{domain}"


LEFT_OUT = frozenset(
    {"signer_name", "signer_function", "answered_by", "answered_as", "answered_on", "declined"}
)


def _details(confirmation: Confirmation, form: str, values: dict[str, Any]) -> tuple[tuple[Any, Any], ...]:
    """What was filled in beside the answer: label and value, choices by their label."""
    fields = workflow_of(confirmation).forms[form].fields
    return tuple(
        (
            field.label,
            next((one.label for one in field.choices if one.value == values[field.name]), values[field.name]),
        )
        for field in fields
        if field.name in values and field.name not in LEFT_OUT
    )
