"""What cases put into calendars: what is one's own to do, under the number of the case alone."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from wbv_mentor import clock
from wbv_mentor.cases import queries
from wbv_mentor.cases.mentee.overview import terms_of
from wbv_mentor.cases.models import Case
from wbv_mentor.cases.queries.due import Due
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Message, say
from wbv_mentor.reminders.calendar import Entry, register_dates

DEADLINE, LAST_DAY, TASK = say("Frist"), say("Letzter Tag"), say("Aufgabe")


def register_calendar() -> None:
    """Tell the calendars."""
    for role in ("mentor", "coordinator"):
        register_dates(role, _of_staff)
    register_dates("mentee", _of_mentee)


def _of_staff(actor: Actor, today: date) -> list[Entry]:
    due = queries.due_items(actor=actor, today=today)
    return [
        Entry(item.key, _title(item), item.due_on, item.address, item.recommended_on)
        for item in (*due.overdue, *due.this_week, *due.later)
    ]


def _title(item: Due) -> Message:
    what = TASK if item.kind == "task" else LAST_DAY if item.strict else DEADLINE
    return say("%(what)s – Fall %(reference)s", what=what, reference=item.reference)


def _of_mentee(actor: Actor, _today: date) -> list[Entry]:
    """The dates of the own page, under a title that says nothing to who looks over a shoulder."""
    case = session.scalars(select(Case).where(Case.mentee_id == actor.id)).first()
    if case is None or case.state in ("locked", "erased"):
        return []
    page = queries.mentee_page(case=case, now=clock.now())
    title = say("Termin – Nummer %(reference)s", reference=page.reference)
    deadlines = [
        Entry(f"deadline-{line.id}", title, line.due_on, None, line.recommended_on) for line in terms_of(page)
    ]
    return deadlines + [Entry(f"task-{task.id}", title, task.due_on, None) for task in page.tasks]
