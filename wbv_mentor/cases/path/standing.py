"""What the journal and the tables say about where a case stands; read by guards, effects and pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import chain

from sqlalchemy import select

from wbv_mentor.cases.models import Case, Handover, Task
from wbv_mentor.db import session
from wbv_mentor.pathways.models import Deadline, Instance, JournalEntry

TRIES = {
    "tried_by_email": "email",
    "tried_by_phone": "phone",
    "tried_by_letter": "letter",
    "tried_in_person": "in_person",
}


def family_of(case: Case) -> list[Instance]:
    """The case, its applications and confirmations, and the confirmations of its applications."""
    children = list(case.children)
    return [case, *children, *chain.from_iterable(child.children for child in children)]


def said_by_mentee(case: Case, event: str, *, since: datetime) -> bool:
    """Whether the mentee clicked for this event since then."""
    query = select(JournalEntry.id).where(
        JournalEntry.instance_id == case.id,
        JournalEntry.trigger == event,
        JournalEntry.actor_role == "mentee",
        JournalEntry.at >= since,
    )
    return session.scalars(query).first() is not None


def tries_of(case: Case) -> list[str]:
    """On which ways somebody tried to reach the mentee since the case came to where it stands, each time."""
    query = select(JournalEntry.trigger).where(
        JournalEntry.instance_id == case.id,
        JournalEntry.trigger.in_(TRIES),
        JournalEntry.at >= case.entered_at,
    )
    return [TRIES[trigger] for trigger in session.scalars(query)]


def known_channels(case: Case) -> set[str]:
    """On which ways the mentee can be tried from a distance."""
    mentee = case.mentee
    known = {"email": mentee.email, "phone": mentee.phone, "letter": mentee.postal_address}
    return {way for way, address in known.items() if address}


def running_strict(case: Case, today: date) -> Sequence[Deadline]:
    """Strict deadlines of the case and its applications that can still be kept, soonest first."""
    found: Sequence[Deadline] = session.scalars(
        select(Deadline)
        .where(
            Deadline.instance_id.in_([instance.id for instance in family_of(case)]),
            Deadline.strict.is_(True),
            Deadline.met_at.is_(None),
            Deadline.obsolete_at.is_(None),
            Deadline.due_on >= today,
        )
        .order_by(Deadline.due_on, Deadline.id)
    ).all()
    return found


def pending_handover(case: Case) -> Handover | None:
    """The handover that waits for its receiver."""
    query = select(Handover).where(Handover.case_id == case.id, Handover.answered_at.is_(None))
    found: Handover | None = session.scalars(query.order_by(Handover.id.desc()).limit(1)).first()
    return found


def open_task(case: Case, code: str) -> Task | None:
    """A task that the system made under this code and that is not done yet."""
    query = select(Task).where(Task.case_id == case.id, Task.code == code, Task.done_at.is_(None))
    found: Task | None = session.scalars(query.limit(1)).first()
    return found
