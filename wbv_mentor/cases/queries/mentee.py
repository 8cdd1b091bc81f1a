"""What a mentee sees on the own page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select

from wbv_mentor.cases.mentors import OVER
from wbv_mentor.cases.models import AGREED, CONFLICTS, Case, Task
from wbv_mentor.cases.path.guards_plan import plan_confirmed
from wbv_mentor.cases.queries.parts import (
    ConsentLine,
    DeadlineLine,
    LookedLine,
    consent_lines,
    deadline_lines,
    looked_lines,
)
from wbv_mentor.clock import berlin_date
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.engine.types import Label
from wbv_mentor.errors import Message, say
from wbv_mentor.pathways import records
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.options import Option, options

ERASURES = ("erasure_after_withdrawal", "erasure_after_closing")
FUNCTIONS: dict[str, Message] = {
    "colleague": say("Kolleg*in"),
    "works_council_or_no_answer": say("Betriebsrat oder keine Angabe"),
    "personnel": say("Personalabteilung"),
    "supervisor": say("Vorgesetzte*r"),
    "owner_or_family": say("Inhaber*in oder Familie"),
}


@dataclass(frozen=True)
class MenteePage:
    """The mentee's own page. While locked only deadlines and the way back are shown."""

    alias: str
    reference: str
    state: str
    state_label: Label
    row_version: int
    locked: bool
    mentor_name: str | None
    mentor_function: Message | None
    relation: str
    conflict: bool
    conflict_accepted: bool
    next_due: DeadlineLine | None
    deadlines: list[DeadlineLine]
    consents: list[ConsentLine]
    look_intos: list[LookedLine]
    plan: dict[str, Any] | None
    plan_confirmed: bool
    tasks: Sequence[Task]
    erase_on: date | None
    options: list[Option]


def mentee_page(*, case: Case, now: datetime) -> MenteePage:
    """The page that the mentee's link opens."""
    actor = Actor("mentee", case.mentee_id)
    locked = case.state == "locked"
    lines = deadline_lines(case, berlin_date(now))
    shown = [line for line in lines if line.strict] if locked else lines
    ahead = [line for line in shown if not line.overdue and line.rule not in ERASURES]
    plan = _plan(case)
    mentor = None if locked else case.mentor
    return MenteePage(
        alias=case.mentee.display_name, reference=str(case.reference), state=case.state,
        state_label=workflow_of(case).states[case.state].label, row_version=case.row_version, locked=locked,
        mentor_name=mentor.display_name if mentor is not None else None,
        mentor_function=FUNCTIONS.get(mentor.function_in_company or "") if mentor is not None else None,
        relation=case.relation, conflict=case.relation in CONFLICTS,
        conflict_accepted=case.conflict_accepted_at is not None, next_due=ahead[0] if ahead else None,
        deadlines=shown, consents=[] if locked else consent_lines(case),
        look_intos=[] if locked else looked_lines(case), plan=plan,
        plan_confirmed=plan is not None and plan_confirmed(case), tasks=_tasks(case),
        erase_on=next((line.due_on for line in lines if line.rule in ERASURES), None),
        options=options(instance=case, by=actor, now=now),
    )  # fmt: skip


def _plan(case: Case) -> dict[str, Any] | None:
    """The draft of the plan, while it waits for the mentee's yes."""
    record = records.latest(case, "plan", submitted=False)
    if case.state != "offers" or record is None or not record.draft:
        return None
    return records.read_record(case, "plan", "mentee", submitted=False)


def _tasks(case: Case) -> Sequence[Task]:
    """What was agreed with her or is hers to do, while the case runs; the mentor's own stay the mentor's."""
    if case.state in OVER:
        return []
    hers = or_(Task.owner == "mentee", Task.code == AGREED)
    query = select(Task).where(Task.case_id == case.id, hers, Task.done_at.is_(None))
    found: Sequence[Task] = session.scalars(query.order_by(Task.due_on, Task.id)).all()
    return found
