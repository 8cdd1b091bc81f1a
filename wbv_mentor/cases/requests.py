"""Questions to a company about one person (C4 to C6): taken back when the ground for them is gone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from wbv_mentor.cases import consent
from wbv_mentor.cases.models import Case
from wbv_mentor.cases.path.anchors import case_of
from wbv_mentor.cases.path.standing import family_of
from wbv_mentor.companies.consents import NO_CONSENT
from wbv_mentor.companies.models import Confirmation
from wbv_mentor.db import session
from wbv_mentor.engine.actors import SYSTEM
from wbv_mentor.errors import Reason
from wbv_mentor.outbox.actions import cancel
from wbv_mentor.pathways import journal
from wbv_mentor.pathways.advance import advance

ABOUT_A_PERSON = ("C4", "C5", "C6")
OPEN = ("requested", "expired")
NO_LONGER = "withdrawn"
PURPOSE_OF_KIND = {"C4": "employer_facts", "C5": "employer_leave", "C6": "employer_participation"}


def open_requests(case: Case) -> Sequence[Confirmation]:
    """Questions about this case that a company could still answer."""
    ids = [instance.id for instance in family_of(case)]
    found: Sequence[Confirmation] = session.scalars(
        select(Confirmation).where(
            Confirmation.parent_id.in_(ids),
            Confirmation.code.in_(ABOUT_A_PERSON),
            Confirmation.state.in_(OPEN),
        )
    ).all()
    return found


def revoke_requests(case: Case, *, now: datetime, cause: str) -> int:
    """Revoke them all by the system, cancel pending mail about them, send none; how many."""
    rows = open_requests(case)
    for row in rows:
        for entry in journal.entries_of(row):
            cancel(cause=entry.id, now=now)
        advance(
            instance=row, trigger="revoke_request", by=SYSTEM, now=now, submission=f"{cause}:revoke:{row.id}"
        )
    return len(rows)


def end_employer_consents(case: Case, *, way: str, now: datetime) -> int:
    """A consent names its recipient: with another employer it holds no longer. How many ended."""
    rows = consent.all_alive(case, *consent.EMPLOYER_PURPOSES)
    for row in rows:
        consent.withdraw(row, way=way, now=now)
    return len(rows)


def objection_to_request(confirmation: Confirmation, contact_id: int | None) -> Reason | None:
    """Why a company must not be asked this there: the mentee has not agreed to this recipient."""
    case, purpose = case_of(confirmation), PURPOSE_OF_KIND.get(confirmation.code)
    if case is None or purpose is None:
        return None
    recipient = f"contact:{contact_id}" if contact_id is not None else None
    if consent.alive(case, purpose, recipient) is not None:
        return None
    return NO_CONSENT.with_fix(f"/cases/{case.reference}/consents/new?purpose={purpose}")
