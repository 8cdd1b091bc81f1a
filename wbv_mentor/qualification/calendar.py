"""What the qualification puts into calendars: dates of the own path; for trainers those of their cohorts."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import say
from wbv_mentor.pathways.models import Deadline
from wbv_mentor.qualification.cohorts.models import Cohort
from wbv_mentor.qualification.models import Enrolment
from wbv_mentor.reminders.calendar import Entry, register_dates
from wbv_mentor.reminders.places import place_of


def register_calendar() -> None:
    """Tell the calendars."""
    for role in ("mentor", "trainer", "coordinator"):
        register_dates(role, _dates_of)


def _dates_of(actor: Actor, _today: date) -> list[Entry]:
    query = (
        select(Deadline, Enrolment)
        .join(Enrolment, Enrolment.id == Deadline.instance_id)
        .where(Deadline.owner == actor.role, Deadline.met_at.is_(None), Deadline.obsolete_at.is_(None))
        .order_by(Deadline.due_on, Deadline.id)
    )
    if actor.role == "mentor":
        query = query.where(Enrolment.account_id == actor.id)
    if actor.role == "trainer":
        query = query.join(Cohort, Cohort.id == Enrolment.cohort_id).where(Cohort.trainer_id == actor.id)
    return [_entry(deadline, enrolment, actor) for deadline, enrolment in session.execute(query)]


def _entry(deadline: Deadline, enrolment: Enrolment, actor: Actor) -> Entry:
    place = place_of(enrolment, f"account:{actor.id}")
    title = say("Frist – %(what)s", what=place.title)
    return Entry(f"deadline-{deadline.id}", title, deadline.due_on, place.address)
