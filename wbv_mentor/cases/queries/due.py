"""What is due: deadlines and tasks of many cases in few queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    exists,
    func,
    literal_column,
    or_,
    select,
    true,
)
from sqlalchemy import case as either
from sqlalchemy.orm import aliased

from wbv_mentor.cases.models import Case, Handover, Mentee, Task
from wbv_mentor.cases.rows.models import ListedCase
from wbv_mentor.cases.scope import GONE, rows_seen_by, sees_all
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
Within = Sequence[int] | Select[Any] | CompoundSelect[Any] | None
MOST_COUNTED = 100
MOST_WAITING = 200  # cases without a mentor that are looked through, those with the soonest date first
CASES: Any = Case.__table__
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


def due_items(*, actor: Actor, today: date, most: int | None = None) -> DueItems:
    """What is open and this actor's to do, across all cases; the `most` soonest of it, else everything."""
    found = sorted(
        [*_deadlines(actor, today, most), *_tasks(actor, today, most)],
        key=lambda item: (item.due_on, item.reference),
    )[:most]
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
    """How many of these are overdue or due this week, at most 100. Every page shows it: none is fetched."""
    last = today + A_WEEK
    open_ones = [
        query.where(Deadline.due_on <= last)
        for within, criterion in _mine(actor)
        for query in _open(select(Deadline.id), criterion, today, within)
    ]
    queries = [*open_ones, _open_tasks(select(Task.id), actor).where(Task.due_on <= last)]
    counts = (
        select(func.count()).select_from(query.limit(MOST_COUNTED).subquery()).scalar_subquery()
        for query in queries
    )
    total: ColumnElement[int] = next(counts)
    for count in counts:
        total = total + count
    return min(session.scalar(select(total)) or 0, MOST_COUNTED)


def _mine(actor: Actor) -> list[tuple[Within, ColumnElement[bool]]]:
    """Among which cases this actor's deadlines are, and which of theirs, so that an index finds each."""
    if actor.role == "coordinator":
        waiting = (
            select(ListedCase.case_id)
            .where(ListedCase.state == "awaiting_mentor")
            .order_by(ListedCase.due_on, ListedCase.case_id)
            .limit(MOST_WAITING)
        )
        own = and_(Deadline.owner == literal_column("'coordinator'"), Case.state.not_in(GONE))
        return [(None, own), (waiting, Deadline.owner == "mentor")]
    if actor.role == "mentor":
        asked = select(Handover.case_id).where(
            Handover.to_account_id == actor.id, Handover.answered_at.is_(None)
        )
        own_ones = select(ListedCase.case_id).where(ListedCase.mentor_id == actor.id)
        return [(session.scalars(own_ones.union(asked)).all(), _owned(actor))]
    if actor.role == "mentee":
        return [(select(CASES.c.id).where(CASES.c.mentee_id == actor.id), _owned(actor))]
    return []


def _deadlines(actor: Actor, today: date, most: int | None) -> list[Due]:
    found = [
        item
        for within, criterion in _mine(actor)
        for item in deadlines_where(criterion, actor=actor, today=today, limit=most, within=within)
    ]
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
    if actor.role == "mentee":
        return and_(
            Case.mentee_id == actor.id,
            Case.state != "erased",
            or_(Deadline.owner == "mentee", Deadline.strict),
        )
    return and_(Case.id.is_(None))


def deadlines_where(
    criterion: ColumnElement[bool], *, actor: Actor, today: date, within: Within, limit: int | None = None
) -> list[Due]:
    """Open deadlines of the cases `within` and of what hangs on them, a query each; None looks everywhere."""
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
    queries = (
        query.join(Mentee, Mentee.id == Case.mentee_id)
        .outerjoin(Application, ApplicationColumns.id == Deadline.instance_id)
        .order_by(Deadline.due_on, Deadline.id)
        .limit(limit)
        for query in _open(wanted, criterion, today, within)
    )
    found = (row for query in queries for row in session.execute(query))
    rows = sorted(found, key=lambda row: (row.due_on, row.id))[:limit]
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


def _open(query: Columns, criterion: ColumnElement[bool], today: date, within: Within) -> list[Columns]:
    """Deadlines that run, each with its case: those of the cases, and those of what hangs on them. One
    query for both would have to look through every deadline."""
    running = (
        query.join(Base, BaseColumns.id == Deadline.instance_id)
        .where(Deadline.met_at.is_(None), Deadline.obsolete_at.is_(None), criterion)
        .where(or_(Deadline.rule != FINAL_QUESTION, Deadline.due_on <= today))
    )
    if within is None:
        return [running.join(Case, Case.id == root_of())]
    own = within if isinstance(within, Sequence) else select(within.subquery())
    return [
        running.join(Case, Case.id == Deadline.instance_id).where(Deadline.instance_id.in_(own)),
        running.join(Case, Case.id == BaseColumns.parent_id).where(BaseColumns.parent_id.in_(own)),
    ]


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


def _tasks(actor: Actor, today: date, most: int | None) -> list[Due]:
    query = (
        _open_tasks(select(Task, Case.reference, Mentee), actor)
        .join(Mentee, Mentee.id == Case.mentee_id)
        .order_by(Task.due_on, Task.id)
        .limit(most)
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
    found = query.join(Case, Case.id == Task.case_id).where(
        Task.done_at.is_(None), Task.owner == actor.role, Case.state.not_in(GONE)
    )
    if sees_all(actor):
        return found
    seen = session.scalars(rows_seen_by(actor).with_only_columns(ListedCase.case_id)).all()
    return found.where(Task.case_id.in_(seen))  # few: asked for within, PostgreSQL would read all tasks


def initials_for(actor: Actor, mentee: Mentee) -> str:
    """Initials for the own mentor; nobody else needs to guess who somebody is."""
    return mentee.initials if actor.role in {"mentor", "mentee"} else NO_NAME


def next_due_of(case_ids: Sequence[int], *, actor: Actor, today: date) -> dict[str, Due]:
    """The soonest open deadline of each of these cases, by reference; one query for all."""
    found: dict[str, Due] = {}
    for item in deadlines_where(true(), actor=actor, today=today, within=case_ids):
        found.setdefault(item.reference, item)
    return found
