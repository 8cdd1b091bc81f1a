"""Lists of cases, and requests to take one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from wbv_mentor.cases.models import Case, Handover, Mentee
from wbv_mentor.cases.queries.due import Due, initials_for, next_due_of
from wbv_mentor.cases.queries.found import Wanted, find_page
from wbv_mentor.cases.rows.models import ListedCase
from wbv_mentor.cases.scope import GONE
from wbv_mentor.clock import berlin_date
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.engine.types import Label
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.people.models import Account

DAYS_TO_ANSWER = timedelta(days=14)


@dataclass(frozen=True)
class CaseRow:
    """One line of the list of cases."""

    id: int
    reference: str
    initials: str
    state: str
    state_label: Label
    stage: str | None
    mentor_name: str | None
    next_due: Due | None
    mentor_id: int | None
    contact_on: date | None


@dataclass(frozen=True)
class CaseList:
    """One page of the list; `total` counts what was found, up to 1,001. `before` and `after` are the cursors
    of the pages beside it, empty without one."""

    rows: list[CaseRow]
    total: int
    before: str
    after: str


@dataclass(frozen=True)
class HandoverRequest:
    """All that a mentor sees of a case she was asked to take."""

    id: int
    reference: str
    stage_label: Label | None
    from_name: str | None
    requested_on: date
    answer_by: date


def case_list(*, actor: Actor, today: date, per_page: int = 25, **wanted: Any) -> CaseList:
    """A page of the cases an actor may see, by default the open ones with the soonest deadline first.
    `wanted`: the fields of `Wanted`."""
    page = find_page(actor=actor, wanted=Wanted(**wanted), per_page=per_page)
    query = (
        select(Case)
        .join(Mentee, Mentee.id == Case.mentee_id)
        .options(contains_eager(Case.mentee), joinedload(Case.mentor), joinedload(Case.definition))
        .where(Case.id.in_(page.ids))
    )
    cases: Sequence[Case] = session.scalars(query).unique().all() if page.ids else []
    next_due = next_due_of(page.ids, actor=actor, today=today) if cases else {}
    contacts = _contacts(page.ids)
    place = {number: index for index, number in enumerate(page.ids)}
    rows = [
        _row(case, actor, next_due.get(str(case.reference)), contacts.get(case.id))
        for case in sorted(cases, key=lambda case: place[case.id])
    ]
    return CaseList(rows, page.total, page.before, page.after)


def _contacts(case_ids: Sequence[int]) -> dict[int, date]:
    query = select(ListedCase.case_id, ListedCase.contact_on).where(ListedCase.case_id.in_(case_ids))
    return {row.case_id: row.contact_on for row in session.execute(query)} if case_ids else {}


def _row(case: Case, actor: Actor, next_due: Due | None, contact_on: date | None) -> CaseRow:
    state = workflow_of(case).states[case.state]
    hidden = case.state in GONE and actor.role != "mentee"
    return CaseRow(
        id=case.id,
        reference=str(case.reference),
        initials=initials_for(actor, case.mentee),
        state=case.state,
        state_label=state.label,
        stage=state.stage,
        mentor_name=case.mentor.display_name if case.mentor and actor.role == "coordinator" else None,
        next_due=None if hidden else next_due,
        mentor_id=case.mentor_id if actor.role == "coordinator" else None,
        contact_on=None if hidden else contact_on,
    )


def handover_requests(*, actor: Actor) -> list[HandoverRequest]:
    """Cases that this mentor was asked to take and has not answered."""
    if actor.role != "mentor":
        return []
    query = (
        select(Handover, Case, Account)
        .join(Case, Case.id == Handover.case_id)
        .outerjoin(Account, Account.id == Handover.from_account_id)
        .where(Handover.to_account_id == actor.id, Handover.answered_at.is_(None), Case.state == "handover")
        .order_by(Handover.requested_at)
    )
    return [
        HandoverRequest(
            id=handover.id,
            reference=str(case.reference),
            stage_label=_stage_label(case),
            from_name=getattr(account, "display_name", None),
            requested_on=berlin_date(handover.requested_at),
            answer_by=berlin_date(handover.requested_at) + DAYS_TO_ANSWER,
        )
        for handover, case, account in session.execute(query)
    ]


def _stage_label(case: Case) -> Label | None:
    workflow = workflow_of(case)
    stages = (workflow.states[state].stage for state in reversed(case.return_to))
    found = next((stage for stage in stages if stage), None)
    return workflow.stages[found] if found else None
