"""What a person finds on the start page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from wbv_mentor.cases import queries as cases
from wbv_mentor.cases.models import Case, Consent
from wbv_mentor.cases.queries.drafts import draft_label, draft_place
from wbv_mentor.cases.scope import cases_seen_by
from wbv_mentor.clock import berlin_date
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Message
from wbv_mentor.pathways.models import StepRecord

MOST_DRAFTS = 10


@dataclass(frozen=True)
class Draft:
    """A form that was begun and not finished."""

    title: Message
    reference: str
    address: str
    saved_at: datetime


@dataclass(frozen=True)
class Orphan:
    """A case without a mentor."""

    reference: str
    address: str
    since: date


@dataclass(frozen=True)
class Original:
    """A signed consent whose original has not arrived at the AK yet."""

    reference: str
    address: str
    due_on: date


def due_count(actor: Actor, today: date) -> int:
    """How many things are overdue or due this week: the number beside "Start"."""
    return cases.due_count(actor=actor, today=today)


def drafts_of(actor: Actor) -> list[Draft]:
    """What a mentor began in own cases, newest first."""
    seen = cases_seen_by(actor).subquery()
    rows = session.execute(
        select(StepRecord, Case)
        .join(Case, Case.id == StepRecord.instance_id)
        .where(
            StepRecord.draft.is_(True),
            StepRecord.saved_by_role == actor.role,
            StepRecord.saved_by_id == actor.id,
            Case.id.in_(select(seen.c.id)),
        )
        .order_by(StepRecord.saved_at.desc())
        .limit(MOST_DRAFTS)
    ).all()
    return [_draft(record, case) for record, case in rows]


def _draft(record: StepRecord, case: Case) -> Draft:
    return Draft(
        draft_label(case, record.form),
        case.reference or "",
        f"/cases/{case.reference}/{draft_place(case, record.form)}",
        record.saved_at,
    )


def cases_without_mentor() -> list[Orphan]:
    """Cases that wait for a new mentor, the longest waiting first; for the coordination."""
    rows = session.scalars(
        select(Case).where(Case.state == "awaiting_mentor").order_by(Case.entered_at)
    ).all()
    return [
        Orphan(case.reference or "", f"/cases/{case.reference}", berlin_date(case.entered_at))
        for case in rows
    ]


def originals_to_arrive() -> list[Original]:
    """Signed consents whose original is still on its way, the most urgent first; for the coordination."""
    rows = session.execute(
        select(Consent, Case)
        .join(Case, Case.id == Consent.case_id)
        .where(
            Consent.way == "paper",
            Consent.original_due_on.is_not(None),
            Consent.original_arrived_on.is_(None),
            Consent.withdrawn_at.is_(None),
            Case.state.not_in(("locked", "erased")),
        )
        .order_by(Consent.original_due_on, Consent.id)
    ).all()
    return [
        Original(
            case.reference or "",
            f"/cases/{case.reference}/consents/{consent.id}/arrived",
            consent.original_due_on,
        )
        for consent, case in rows
        if consent.original_due_on is not None
    ]
