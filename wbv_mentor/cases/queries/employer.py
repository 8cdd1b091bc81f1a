"""Questions to the employer as the pages of a case show them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from wbv_mentor.cases.models import Case, Consent, EmployerRequest
from wbv_mentor.companies.kinds import KINDS
from wbv_mentor.companies.models import Confirmation, Contact
from wbv_mentor.companies.statement import Fact, facts_of
from wbv_mentor.db import session
from wbv_mentor.engine.types import Label
from wbv_mentor.errors import Message, say
from wbv_mentor.pathways.definitions import workflow_of

WAITING = say("Wartet auf die Einwilligung")
ALLOWED = say("Darf geschickt werden")
DECLINED = say("Nicht erlaubt")


@dataclass(frozen=True)
class RequestLine:
    """One question: whom it goes to, what it says, whether it may be sent, what became of it."""

    id: int
    kind: Message
    contact: str
    function: str
    company: str
    facts: tuple[Fact, ...]
    standing: Message | Label
    badge: str
    allowed: bool
    declined: bool
    confirmation: Confirmation | None


BADGES = {
    "confirmed": "success", "corrected": "warning", "disputed": "danger", "declined": "danger",
    "expired": "warning",
}  # fmt: skip


def employer_requests(case: Case) -> list[RequestLine]:
    """All questions of a case, newest first."""
    rows = session.scalars(
        select(EmployerRequest).where(EmployerRequest.case_id == case.id).order_by(EmployerRequest.id.desc())
    ).all()
    return [request_line(row) for row in rows]


def request_line(row: EmployerRequest) -> RequestLine:
    """One question."""
    contact = session.get_one(Contact, row.contact_id)
    consent = session.get(Consent, row.consent_id) if row.consent_id else None
    allowed = consent is not None and consent.withdrawn_at is None
    confirmation = session.get(Confirmation, row.confirmation_id) if row.confirmation_id else None
    standing: Message | Label = ALLOWED if allowed else DECLINED if row.declined_at or consent else WAITING
    if confirmation is not None:
        standing = workflow_of(confirmation).states[confirmation.state].label
    return RequestLine(
        id=row.id,
        kind=KINDS[row.code].label,
        contact=contact.name,
        function=contact.function,
        company=contact.company.name,
        facts=facts_of(row.code, row.statement),
        standing=standing,
        badge=BADGES.get(confirmation.state, "info") if confirmation else ("success" if allowed else "info"),
        allowed=allowed,
        declined=row.declined_at is not None,
        confirmation=confirmation,
    )
