"""What the review queue reads: who has applied, what is due, and what stands beside an application."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import aliased, contains_eager

from wbv_mentor.clock import berlin_date
from wbv_mentor.db import session
from wbv_mentor.engine.registry import VOCABULARY
from wbv_mentor.engine.types import Label
from wbv_mentor.pathways import records
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.models import Deadline, JournalEntry
from wbv_mentor.qualification.cohorts import seats
from wbv_mentor.qualification.cohorts.models import Cohort
from wbv_mentor.qualification.effects import leave_warning
from wbv_mentor.qualification.joining.models import Applicant
from wbv_mentor.qualification.models import Enrolment

PER_PAGE = 50
GROUPS: Mapping[str, tuple[str, ...]] = {
    "review": ("applied", "under_review"),
    "waiting": ("waitlisted",),
    "interested": ("interested",),
    "ended": ("rejected", "withdrawn"),
}
DUE = ("review_starts", "application_answer", "seat_offer", "interest_ends")


@dataclass(frozen=True)
class ApplicationRow:
    """A line of the queue. `due_on` is the date that runs now; `twice`: the address applied elsewhere too."""

    number: int
    name: str
    state_label: Label
    since: date
    cohort: str | None
    due_on: date | None
    on_behalf: bool
    twice: bool
    silent: bool


@dataclass(frozen=True)
class Queue:
    """One page of the queue."""

    rows: Sequence[ApplicationRow]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class Choice:
    """A cohort to be admitted to: seats that are free, and whether leave under SBFG is tight or late."""

    cohort: Cohort
    free: int
    warning: str | None


def queue(seen: Select[Enrolment], *, group: str, state: str = "", search: str = "", page: int = 1) -> Queue:
    """The applications of a scope, what is due first; `group` is a key of GROUPS, `state` narrows it."""
    due = (
        select(Deadline.instance_id, func.min(Deadline.due_on).label("due_on"))
        .where(Deadline.rule.in_(DUE), Deadline.met_at.is_(None), Deadline.obsolete_at.is_(None))
        .group_by(Deadline.instance_id)
        .subquery()
    )
    found = (
        seen.join(Applicant, Applicant.id == Enrolment.applicant_id)
        .outerjoin(due, due.c.instance_id == Enrolment.id)
        .where(Enrolment.state.in_(GROUPS[group]))
    )
    if state:
        found = found.where(Enrolment.state == state)
    if search:
        names = (Applicant.first_name + " " + Applicant.last_name, Applicant.email)
        found = found.where(
            or_(*(func.lower(one).contains(search.lower(), autoescape=True) for one in names))
        )
    ids = found.with_only_columns(Enrolment.id)
    total = int(session.scalar(select(func.count()).select_from(ids.subquery())) or 0)
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(page, 1), pages)
    rows = session.execute(
        found.add_columns(due.c.due_on)
        .options(contains_eager(Enrolment.applicant))
        .order_by(due.c.due_on.is_(None), due.c.due_on, Enrolment.id)
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    ).all()
    people = [row[0] for row in rows]
    twice, behalf, names_of = _twice(people), _on_behalf(people), _cohort_names(people)
    lines = [_row(one, day, one.id in behalf, one.id in twice, names_of) for one, day in rows]
    return Queue(lines, total, page, pages)


def waiting_count() -> int:
    """How many applications wait for the house: to be looked at, or to be answered."""
    query = select(func.count()).select_from(Enrolment)
    query = query.where(Enrolment.kind == "mentor_qualification", Enrolment.state.in_(GROUPS["review"]))
    return int(session.scalar(query) or 0)


def is_twice(enrolment: Enrolment) -> bool:
    """Whether another application of the same address is under way."""
    return enrolment.id in _twice([enrolment])


def choices(today: date, now: Any) -> list[Choice]:
    """The cohorts that are still to begin, with what an admission to them would mean."""
    to_come = [one for one in seats.current_cohorts() if one.starts_on > today]
    return [
        Choice(one, seats.free_seats(one, now=now), leave_warning(one.starts_on, today)) for one in to_come
    ]


def preset_for(enrolment: Enrolment, name: str) -> dict[str, Any]:
    """What the application already says, as the fresh form of a transition shows it."""
    said, person = records.values(enrolment, "apply"), enrolment.applicant
    wish = enrolment.cohort_id or (person.wanted_cohort_id if person else None)
    shown: dict[str, Any] = {"cohort": str(wish) if wish else None}
    if name == "apply" and person is not None and person.signed_on is not None:
        shown["way"] = "signed_form"
    if name == "admit":
        shown |= {
            "employed_in_saarland": said.get("works_in_saarland"), "release_basis": said.get("release_basis"),
            "company": company_called(records.values(enrolment, "interest").get("company")),
        }  # fmt: skip
        if said.get("release_status") in ("granted", "applied_for", "not_needed"):
            shown["release_status"] = said["release_status"]
    return {key: value for key, value in shown.items() if value is not None}


def company_called(written: str | None) -> str | None:
    """The company of the directory that is called as the person wrote it, as the form has it; else None."""
    wanted = (written or "").casefold().strip()
    named = (value for value, label in VOCABULARY.choices["companies"]() if label.de.casefold() == wanted)
    return next(named, None)


def _twice(people: Sequence[Enrolment]) -> set[int]:
    one, other, person = aliased(Enrolment), aliased(Enrolment), aliased(Applicant)
    under_way = (*GROUPS["review"], "waitlisted", "interested")
    query = (
        select(one.id)
        .join(Applicant, Applicant.id == one.applicant_id)
        .join(person, person.email == Applicant.email)
        .join(other, other.applicant_id == person.id)
        .where(one.id.in_([each.id for each in people]), other.id != one.id, other.state.in_(under_way))
    )
    return set(session.scalars(query))


def _on_behalf(people: Sequence[Enrolment]) -> set[int]:
    query = select(JournalEntry.instance_id).where(
        JournalEntry.instance_id.in_([one.id for one in people]), JournalEntry.kind == "start",
        JournalEntry.actor_role != "applicant",
    )  # fmt: skip
    return set(session.scalars(query))


def _cohort_names(people: Sequence[Enrolment]) -> dict[int, str]:
    wanted = {_wish(one) for one in people} - {None}
    rows = session.execute(select(Cohort.id, Cohort.name).where(Cohort.id.in_(wanted)))
    return {int(row[0]): str(row[1]) for row in rows}


def _wish(enrolment: Enrolment) -> int | None:
    person = enrolment.applicant
    return enrolment.cohort_id or (person.wanted_cohort_id if person else None)


def _row(
    enrolment: Enrolment, due_on: date | None, on_behalf: bool, twice: bool, names: Mapping[int, str]
) -> ApplicationRow:
    return ApplicationRow(
        number=enrolment.id, name=enrolment.display_name,
        state_label=workflow_of(enrolment).states[enrolment.state].label,
        since=berlin_date(enrolment.entered_at), cohort=names.get(_wish(enrolment) or 0), due_on=due_on,
        on_behalf=on_behalf, twice=twice,
        silent=enrolment.seat_offers >= 2 and enrolment.seat_offered_at is None,
    )  # fmt: skip
