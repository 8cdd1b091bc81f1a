"""What a person finds on the start page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import false, literal_column, select

from wbv_mentor.cases import queries as cases
from wbv_mentor.cases.models import Case, Consent
from wbv_mentor.cases.queries.drafts import draft_label, draft_place
from wbv_mentor.cases.rows.models import ListedCase
from wbv_mentor.cases.scope import cases_seen_by
from wbv_mentor.clock import berlin_date
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Message
from wbv_mentor.pathways.models import StepRecord

MOST_DRAFTS = 10
MOST_SHOWN = 25  # of each kind on the start page; the list of cases has the others


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
    """Cases that wait for a mentor, the most urgent ones; for the coordination. One more than shown."""
    urgent = (
        select(ListedCase.case_id)
        .where(
            ListedCase.mentor_id.is_(None),  # said first, as the index has it
            ListedCase.ended == false(),
            ListedCase.state.in_(("awaiting_mentor", "contact")),  # lost one, or asked for advice herself
        )
        .order_by(ListedCase.due_on, ListedCase.case_id)
        .limit(MOST_SHOWN + 1)
    )
    ids = session.scalars(urgent).all()
    rows = session.scalars(select(Case).where(Case.id.in_(ids)).order_by(Case.entered_at)).all()
    return [
        Orphan(case.reference or "", f"/cases/{case.reference}", berlin_date(case.entered_at))
        for case in rows
    ]


def originals_to_arrive() -> list[Original]:
    """Signed consents whose original is still on its way, the most urgent first; for the coordination.
    One more than is shown."""
    rows = session.execute(
        select(Consent, Case)
        .join(Case, Case.id == Consent.case_id)
        .where(
            Consent.way == literal_column("'paper'"),  # as the index says it
            Consent.original_due_on.is_not(None),
            Consent.original_arrived_on.is_(None),
            Consent.withdrawn_at.is_(None),
            Case.state.not_in(("locked", "erased")),
        )
        .order_by(Consent.original_due_on, Consent.id)
        .limit(MOST_SHOWN + 1)
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
