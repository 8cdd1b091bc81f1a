"""What the mails about confirmations say. No subject names a company, no mail a mentee."""

from __future__ import annotations

from typing import Any

from wbv_mentor.companies.kinds import KINDS
from wbv_mentor.companies.models import Company, Confirmation
from wbv_mentor.db import session
from wbv_mentor.outbox.mails import register_mail

OVER = ("passed_on", "revoked", "waived")
TEMPLATES = ("company_request", "company_call", "company_question", "company_copy")


def about(context: dict[str, Any]) -> dict[str, Any] | None:
    """The kind and the company; None once nobody waits for an answer any more."""
    confirmation = session.get(Confirmation, context["confirmation"])
    if confirmation is None or confirmation.state in OVER:
        return None
    company = session.get_one(Company, confirmation.company_id)
    return {"kind": KINDS[confirmation.code].label, "company": company.name, "number": confirmation.id}


def register_mails() -> None:
    """Tell the outbox."""
    for template in TEMPLATES:
        register_mail(template, about)
