"""What is due: deadlines and tasks of many cases in few queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal_column, or_, select
from sqlalchemy import case as either
from sqlalchemy.orm import aliased

from wbv_mentor.cases.models import Case, Handover, Mentee, Task
from wbv_mentor.cases.scope import GONE, cases_seen_by
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.engine.types import Label, Workflow
from wbv_mentor.errors import Message
from wbv_mentor.funding.models import FundingApplication
from wbv_mentor.funding.queries import FINAL_QUESTION
from wbv_mentor.pathways.definitions import machine_of
from wbv_mentor.pathways.explaining import better_day
from wbv_mentor.pathways.models import Deadline, Instance, WorkflowDefinition

Columns = Select[*tuple[Any, ...]]
A_WEEK = timedelta(days=6)  # today and the six days after it
ANSWER = "handover_answer"
ANSWERS = "/handovers"  # each is answered on a page of its own, outside the case
NO_NAME = "–"
# Where what a deadline asks for can be done; anything else leads to the case.
PLACES = {
    "consent_reminder": "link",
    "contact_without_consent": "link",
    "spoken_consent_confirmed": "consents",
    "paper_original_arrived": "consents",
    "course_starts": "transitions/start_course",
    "course_resumes": "transitions/resume_course",
    "attendance_monthly": "forms/attendance",
    "course_result": "transitions/finish_course",
    "follow_up_4_weeks": "forms/follow_up_4_weeks",
    "follow_up_3_months": "forms/follow_up_3_months",
    "follow_up_6_months": "forms/follow_up_6_months",
    "close_after_follow_ups": "transitions/close_case",
    "pause_ends": "transitions/resume",
    "mentor_missing": "transitions/hand_over",
    "referral_feedback": "referral/feedback",
}

Base = aliased(Instance.__table__)  # the bare row: rooms' columns are not needed and cost a join each
BaseColumns: Any = Base.c
Application = aliased(FundingApplication.__table__)
ApplicationColumns: Any = Application.c


@dataclass(frozen=True)
class Due:
    """One thing to do by a day. `days` is negative when the day has passed."""

    key: str  # of its own, the same however often the day moves
    kind: str  # deadline | task
    title: Label | Message | str
    due_on: date
    recommended_on: date | None
    strict: bool
    reference: str
    initials: str
    address: str
    days: int


@dataclass(frozen=True)
class DueItems:
    """What a person has to do, in the order of the days."""

    overdue: list[Due]
    this_week: list[Due]
    later: list[Due]


def due_items(*, actor: Actor, today: date) -> DueItems:
    """Everything open that is this actor's to do, across all cases."""
    found = sorted(
        [*_deadlines(actor, today), *_tasks(actor, today)], key=lambda item: (item.due_on, item.reference)
    )
    return DueItems(
        overdue=[item for item in found if item.days < 0],
        this_week=[item for item in found if 0 <= item.days <= A_WEEK.days],
        later=[item for item in found if item.days > A_WEEK.days],
    )


def without_requests(due: DueItems) -> DueItems:
    """Leave out the handovers one was asked to take: the start page asks that on a card of its own."""

    def kept(items: list[Due]) -> list[Due]:
        return [item for item in items if not item.address.startswith(f"{ANSWERS}/")]

    return DueItems(kept(due.overdue), kept(due.this_week), kept(due.later))


def due_count(*, actor: Actor, today: date) -> int:
    """How many of these are overdue or due this week. Every page shows it, so none of them is fetched."""
    last = today + A_WEEK
    deadlines = _open(select(func.count(Deadline.id)), _owned(actor), today).where(Deadline.due_on <= last)
    tasks = _open_tasks(select(func.count(Task.id)), actor).where(Task.due_on <= last)
    both = select(deadlines.scalar_subquery() + tasks.scalar_subquery())
    return session.scalar(both) or 0


def _deadlines(actor: Actor, today: date) -> list[Due]:
    found = deadlines_where(_owned(actor), actor=actor, today=today)
    if all(item.address != ANSWERS for item in found):
        return found
    asked = select(Case.reference, Handover.id).join(Handover, Handover.case_id == Case.id)
    mine = asked.where(Handover.to_account_id == actor.id, Handover.answered_at.is_(None))
    pages = {row.reference: row.id for row in session.execute(mine)}
    return [
        replace(item, address=f"{ANSWERS}/{pages[item.reference]}", initials=NO_NAME)
        if item.address == ANSWERS
        else item
        for item in found
    ]


def _owned(actor: Actor) -> ColumnElement[bool]:
    """Those of the own role. In a handover the receiver answers, without a mentor the coordination."""
    alone = Case.state.in_(("closed_without_course", *GONE))
    if actor.role == "mentor":
        asked = exists().where(
            Handover.case_id == Case.id, Handover.to_account_id == actor.id, Handover.answered_at.is_(None)
        )
        own = and_(
            Case.mentor_id == actor.id,
            Case.state.not_in((*GONE, "awaiting_mentor")),
            Deadline.owner == "mentor",
            Deadline.rule != ANSWER,
            ~and_(alone, BaseColumns.id != Case.id),
        )
        return or_(own, and_(Deadline.rule == ANSWER, Case.state == "handover", asked))
    if actor.role == "coordinator":
        orphaned = and_(Deadline.owner == "mentor", Case.state == "awaiting_mentor")
        return and_(or_(Deadline.owner == "coordinator", orphaned), Case.state.not_in(GONE))
    if actor.role == "mentee":
        return and_(
            Case.mentee_id == actor.id,
            Case.state != "erased",
            or_(Deadline.owner == "mentee", Deadline.strict),
        )
    return and_(Case.id.is_(None))


def deadlines_where(
    criterion: ColumnElement[bool], *, actor: Actor, today: date, limit: int | None = None
) -> list[Due]:
    """Open deadlines of cases and of what hangs on them, in one query."""
    wanted = select(
        Deadline.id,
        Deadline.rule,
        Deadline.due_on,
        Deadline.recommended_on,
        Deadline.strict,
        BaseColumns.definition_id,
        Case.reference,
        Case.state,
        Mentee,
        ApplicationColumns.number,
    )
    query = (
        _open(wanted, criterion, today)
        .join(Mentee, Mentee.id == Case.mentee_id)
        .outerjoin(Application, ApplicationColumns.id == Deadline.instance_id)
        .order_by(Deadline.due_on, Deadline.id)
        .limit(limit)
    )
    rows = session.execute(query).all()
    paths = _workflows({row.definition_id for row in rows})
    rules = [paths[row.definition_id].deadlines[row.rule] for row in rows]
    return [
        Due(
            key=f"deadline-{row.id}",
            kind="deadline",
            title=rule.label,
            due_on=row.due_on,
            recommended_on=better_day(rule, row.due_on, row.recommended_on, today),
            strict=row.strict,
            reference=row.reference,
            initials=initials_for(actor, row.Mentee),
            address=_address(row),
            days=(row.due_on - today).days,
        )
        for row, rule in zip(rows, rules, strict=True)
    ]


def _open(query: Columns, criterion: ColumnElement[bool], today: date) -> Columns:
    """Deadlines that run, each with its case."""
    return (
        query.join(Base, BaseColumns.id == Deadline.instance_id)
        .join(Case, Case.id == root_of())
        .where(Deadline.met_at.is_(None), Deadline.obsolete_at.is_(None), criterion)
        .where(or_(Deadline.rule != FINAL_QUESTION, Deadline.due_on <= today))
    )


def root_of() -> ColumnElement[int]:
    """The case of an instance: itself, or what it hangs on.

    The kind is written out: PostgreSQL takes two expressions with parameters for different ones, and
    this one is grouped by.
    """
    return either(
        (BaseColumns.kind == literal_column("'mentee_case'"), BaseColumns.id), else_=BaseColumns.parent_id
    )


def _workflows(definition_ids: set[int]) -> dict[int, Workflow]:
    """The paths that rows run on; fetched once, since the session forgets what nobody holds."""
    rows = session.scalars(select(WorkflowDefinition).where(WorkflowDefinition.id.in_(definition_ids)))
    return {row.id: machine_of(row).workflow for row in rows}


def _address(row: Any) -> str:
    if row.rule == ANSWER:
        return ANSWERS
    if row.number is not None:
        return f"/cases/{row.reference}/applications/{row.number}"
    place = PLACES.get(row.rule)
    return f"/cases/{row.reference}/{place}" if place else f"/cases/{row.reference}"


def _tasks(actor: Actor, today: date) -> list[Due]:
    query = (
        _open_tasks(select(Task, Case.reference, Mentee), actor)
        .join(Mentee, Mentee.id == Case.mentee_id)
        .order_by(Task.due_on, Task.id)
    )
    return [
        Due(
            key=f"task-{task.id}",
            kind="task",
            title=task.words,
            due_on=task.due_on,
            recommended_on=None,
            strict=False,
            reference=str(reference),
            initials=initials_for(actor, mentee),
            address=f"/cases/{reference}/tasks/{task.id}",
            days=(task.due_on - today).days,
        )
        for task, reference, mentee in session.execute(query)
    ]


def _open_tasks(query: Columns, actor: Actor) -> Columns:
    """Tasks to be done by this role, each with its case."""
    seen = cases_seen_by(actor).with_only_columns(Case.id).correlate(None)
    return query.join(Case, Case.id == Task.case_id).where(
        Task.done_at.is_(None), Task.owner == actor.role, Case.id.in_(seen), Case.state.not_in(GONE)
    )


def initials_for(actor: Actor, mentee: Mentee) -> str:
    """Initials for the own mentor; nobody else needs to guess who somebody is."""
    return mentee.initials if actor.role in {"mentor", "mentee"} else NO_NAME


def next_due_of(case_ids: Sequence[int], *, actor: Actor, today: date) -> dict[str, Due]:
    """The soonest open deadline of each of these cases, by reference; one query for all."""
    found: dict[str, Due] = {}
    for item in deadlines_where(Case.id.in_(case_ids), actor=actor, today=today):
        found.setdefault(item.reference, item)
    return found


def soonest() -> Any:
    """For each case the day of its soonest open deadline, to sort lists by."""
    return (
        select(root_of().label("case_id"), func.min(Deadline.due_on).label("due_on"))
        .join(Base, BaseColumns.id == Deadline.instance_id)
        .where(Deadline.met_at.is_(None), Deadline.obsolete_at.is_(None))
        .group_by(root_of())
        .subquery()
    )
