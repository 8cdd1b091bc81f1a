"""What the mails to mentors and coordination about confirmations say. None names a mentee."""

from __future__ import annotations

from typing import Any

from wbv_mentor.companies.kinds import KINDS
from wbv_mentor.companies.models import Company, Confirmation
from wbv_mentor.db import session
from wbv_mentor.outbox.mails import register_mail

OVER = ("passed_on", "revoked", "waived")
TEMPLATES = (
    "company_request", "company_call", "company_question", "company_copy", "company_answered",
)  # fmt: skip


def nobody_in_charge(context: dict[str, Any]) -> dict[str, Any]:
    """As `about`, but the question is over: it was passed on to nobody."""
    confirmation = session.get_one(Confirmation, context["confirmation"])
    return _values(confirmation)


def about(context: dict[str, Any]) -> dict[str, Any] | None:
    """The kind and the company; None once nobody waits for an answer any more."""
    confirmation = session.get(Confirmation, context["confirmation"])
    if confirmation is None or confirmation.state in OVER:
        return None
    return _values(confirmation)


def _values(confirmation: Confirmation) -> dict[str, Any]:
    company = session.get_one(Company, confirmation.company_id)
    return {
        "kind": KINDS[confirmation.code].label,
        "company": company.name,
        "number": confirmation.number,
    }


def register_mails() -> None:
    """Tell the outbox."""
    for template in TEMPLATES:
        register_mail(template, about)
    register_mail("company_not_in_charge", nobody_in_charge)
