"""Lists of cases, and requests to take one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from wbv_mentor.cases.models import Case, Handover, Mentee
from wbv_mentor.cases.queries.due import Due, initials_for, next_due_of, soonest
from wbv_mentor.cases.scope import GONE, cases_seen_by
from wbv_mentor.clock import berlin_date
from wbv_mentor.companies.asking import number_read_out
from wbv_mentor.companies.models import Confirmation
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.engine.types import Label
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.people.models import Account

OVER = ("closed", "closed_without_course", *GONE)
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


@dataclass(frozen=True)
class CaseList:
    """One page of the list; `total` counts all that were found."""

    rows: list[CaseRow]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class HandoverRequest:
    """All that a mentor sees of a case she was asked to take."""

    id: int
    reference: str
    stage_label: Label | None
    from_name: str | None
    requested_on: date
    answer_by: date


def case_list(
    *, actor: Actor, today: date, which: str = "open", state: str = "", search: str = "", page: int = 1,
    per_page: int = 25,
) -> CaseList:  # fmt: skip
    """The cases an actor may see, those with the soonest deadline first. `which`: open, closed, all;
    with a `state`, only those that stand in it."""
    criteria = [*_which(which), *_search(actor, search)]
    if state:
        criteria.append(Case.state == state)
    seen = cases_seen_by(actor).join(Mentee, Mentee.id == Case.mentee_id).where(*criteria)
    total = int(session.scalar(seen.with_only_columns(func.count(Case.id)).order_by(None)) or 0)
    due = soonest()
    query = (
        seen.outerjoin(due, due.c.case_id == Case.id)
        .options(contains_eager(Case.mentee), joinedload(Case.mentor), joinedload(Case.definition))
        .order_by(due.c.due_on.is_(None), due.c.due_on, Case.id.desc())
        .limit(per_page)
        .offset((page - 1) * per_page)
    )
    cases: Sequence[Case] = session.scalars(query).unique().all()
    next_due = next_due_of([case.id for case in cases], actor=actor, today=today) if cases else {}
    rows = [_row(case, actor, next_due.get(str(case.reference))) for case in cases]
    return CaseList(rows, total, page, max(1, -(-total // per_page)))


def _row(case: Case, actor: Actor, next_due: Due | None) -> CaseRow:
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
    )


def _which(which: str) -> list[ColumnElement[bool]]:
    if which == "open":
        return [Case.state.not_in(OVER)]
    return [Case.state.in_(OVER)] if which == "closed" else []


def _search(actor: Actor, text: str) -> list[ColumnElement[bool]]:
    """By reference or the number of a question to the employer, as somebody reads it out on the telephone;
    by alias and name only a mentor among the own cases."""
    text = text.strip()
    if not text:
        return []
    asked = select(Confirmation.parent_id).where(Confirmation.number == number_read_out(text))
    by_reference = Case.reference.icontains(text, autoescape=True) | Case.id.in_(asked)
    if actor.role != "mentor":
        return [by_reference]
    names = (Mentee.alias, Mentee.first_name, Mentee.last_name)
    return [or_(by_reference, *(name.icontains(text, autoescape=True) for name in names))]


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
