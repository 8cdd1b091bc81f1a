"""Everything a case page shows, for the person who reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Select, select

from wbv_mentor.cases.models import Case, Handover, Offer, Talk, Task
from wbv_mentor.cases.path.standing import pending_handover
from wbv_mentor.cases.queries.parts import (
    ConsentLine,
    DeadlineLine,
    HistoryLine,
    LookedLine,
    consent_lines,
    deadline_lines,
    history_lines,
    looked_lines,
)
from wbv_mentor.cases.queries.progress import MAIN_WAYS, Step, WorkItem, steps_of, work_of
from wbv_mentor.cases.queries.reading import may_read_content, reading_role
from wbv_mentor.cases.scope import GONE
from wbv_mentor.clock import berlin_date
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.engine.types import Label
from wbv_mentor.funding.models import FundingApplication, FundingResult
from wbv_mentor.funding.queries import applications_of
from wbv_mentor.pathways import records
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.options import Option, options

Row = TypeVar("Row")


@dataclass(frozen=True)
class CasePage:
    """A case as one person may see it. Without `content` only status, dates and codes are filled."""

    title: str
    reference: str
    state: str
    state_label: Label
    row_version: int
    content: bool
    reading_role: str
    mentor_name: str | None
    steps: list[Step]
    work: list[WorkItem]
    options: list[Option]
    main_way: str | None
    consent_way: str | None
    deadlines: list[DeadlineLine]
    tasks: Sequence[Task]
    done_tasks: Sequence[Task]
    talks: Sequence[Talk]
    offers: Sequence[Offer]
    funding_results: Sequence[FundingResult]
    applications: Sequence[FundingApplication]
    consents: list[ConsentLine]
    history: list[HistoryLine]
    look_intos: list[LookedLine]
    handover: Handover | None

    @property
    def talk_minutes(self) -> int:
        """The time spent in talks so far."""
        return sum(talk.minutes for talk in self.talks)


def case_page(*, case: Case, actor: Actor, now: datetime) -> CasePage:
    """The page of a case that was found through the actor's scope."""
    today = berlin_date(now)
    content = may_read_content(case=case, actor=actor, now=now)
    gone = case.state in GONE
    deadlines = [] if gone else deadline_lines(case, today)
    ways = options(instance=case, by=actor, now=now)
    tasks = _tasks(case, actor, content)
    return CasePage(
        title=case.mentee.display_name if content else str(case.reference),
        reference=str(case.reference),
        state=case.state,
        state_label=workflow_of(case).states[case.state].label,
        row_version=case.row_version,
        content=content,
        reading_role=reading_role(case=case, actor=actor, now=now),
        mentor_name=case.mentor.display_name if case.mentor is not None and not gone else None,
        steps=[] if gone else steps_of(case, deadlines),
        work=work_of(case, ways, now) if content else [],
        options=ways,
        main_way=MAIN_WAYS.get(case.state),
        consent_way=records.values(case, "new_case").get("way"),
        deadlines=deadlines,
        tasks=[task for task in tasks if task.done_at is None],
        done_tasks=[task for task in reversed(tasks) if task.done_at is not None],
        talks=_rows(select(Talk).where(Talk.case_id == case.id).order_by(Talk.held_on.desc()), content),
        offers=_rows(select(Offer).where(Offer.case_id == case.id).order_by(Offer.id), content),
        funding_results=_rows(select(FundingResult).where(FundingResult.case_id == case.id), content),
        applications=applications_of(case) if content else [],
        consents=[] if gone or actor.role == "trainer" else consent_lines(case),
        history=[] if gone else history_lines(case, notes=content),
        look_intos=[] if gone or actor.role == "trainer" else looked_lines(case),
        handover=pending_handover(case),
    )


def _tasks(case: Case, actor: Actor, content: bool) -> Sequence[Task]:
    """Tasks are content; the coordination always sees its own."""
    query = select(Task).where(Task.case_id == case.id)
    if not content:
        query = query.where(Task.owner == actor.role, Task.owner == "coordinator")
    found: Sequence[Task] = session.scalars(query.order_by(Task.due_on, Task.id)).all()
    return [] if case.state in GONE else found


def _rows(query: Select[Row], content: bool) -> Sequence[Row]:
    return session.scalars(query).all() if content else []
