"""Cohorts for tests, made by the real use cases."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import Any

from tests.factories import a_coordinator, a_trainer, do, fresh, today
from wbv_mentor import clock
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import Actor
from wbv_mentor.pathways.advance import advance, start
from wbv_mentor.qualification.cohorts.actions import create_cohort
from wbv_mentor.qualification.cohorts.models import Cohort
from wbv_mentor.qualification.joining.models import Applicant
from wbv_mentor.qualification.learning.actions import credit_module, record_evidence
from wbv_mentor.qualification.learning.attendance import Mark, take_attendance
from wbv_mentor.qualification.learning.requirements import RECORDED
from wbv_mentor.qualification.models import Enrolment
from wbv_mentor.qualification.queries import enrolment_of

_numbers = count(1)
APPLICATION: dict[str, Any] = {
    "motivation": "Ich möchte beraten.", "works_in_saarland": True, "function_in_company": "colleague",
    "way": "signed_form",
}  # fmt: skip
ADMISSION: dict[str, Any] = {
    "employed_in_saarland": True, "release_basis": "employer", "release_status": "granted",
}  # fmt: skip


def a_cohort(
    *, trainer: Actor | None = None, starts_on: date | None = None, seats: int = 12, name: str = ""
) -> int:
    """A cohort as the curriculum proposes it, beginning in 70 days unless said otherwise; its id."""
    by = trainer or a_trainer()
    with unit_of_work():
        return create_cohort(
            name=name or f"Kohorte {next(_numbers)}", starts_on=starts_on or today() + timedelta(days=70),
            ends_on=None, place="Bildungszentrum Kirkel", seats=seats, trainer_id=int(by.id or 0), by=by,
            now=clock.now(), submission=fresh(),
        ).id  # fmt: skip


def a_member(cohort_id: int, *, state: str = "admitted", last_name: str = "", company: str = "") -> Actor:
    """Somebody admitted to a cohort, walked on to `in_training` or `in_practice`; the actor."""
    coordinator = a_coordinator()
    number = next(_numbers)
    with unit_of_work() as current:
        person = Applicant(
            first_name="Lea", last_name=last_name or f"Lerch{number}", email=f"lea{number}@post.example",
            language="de", signed_on=today(), signed_proof="Formular", created_at=clock.now(),
        )  # fmt: skip
        current.add(person)
        current.flush()
        said = {"first_name": "Lea", "last_name": person.last_name, "email": person.email}
        enrolment = start(
            model=Enrolment, workflow="mentor_qualification", by=coordinator, now=clock.now(),
            submission=fresh(), data=said | ({"company": company} if company else {}),
            applicant_id=person.id, repeats=0, seat_offers=0,
        )  # fmt: skip
        found = enrolment.id
    move(found, "apply", by=coordinator, **APPLICATION)
    move(found, "start_review", by=coordinator)
    move(found, "admit", by=coordinator, cohort=str(cohort_id), **ADMISSION)
    trainer = a_trainer()
    if state in ("in_training", "in_practice"):
        move(found, "start_training", by=trainer)
    if state == "in_practice":
        learn(found, by=trainer)
        move(found, "start_practice", by=trainer)
    account_id = session.get_one(Enrolment, found).account_id
    assert account_id is not None
    return Actor("mentor", account_id)


def move(number: int, trigger: str, *, by: Actor, **data: Any) -> None:
    """Fire one transition of somebody's path in a unit of work of its own."""
    with unit_of_work():
        advance(
            instance=session.get_one(Enrolment, number), trigger=trigger, by=by, now=clock.now(),
            submission=fresh(), data=data or None,
        )  # fmt: skip


def learn(number: int, *, by: Actor, modules: tuple[str, ...] = ("M1", "M2", "M3")) -> None:
    """Credit modules, and sign what a trainer sees."""
    enrolment = session.get_one(Enrolment, number)
    for code in modules:
        do(credit_module, by=by, enrolment=enrolment, code=code, reason="Früher besucht")
    for kind in RECORDED:
        do(record_evidence, by=by, enrolment=enrolment, kind=kind, on=today())


def path_of(member: Actor) -> Enrolment:
    """The member's path."""
    found = enrolment_of(int(member.id or 0))
    assert found is not None
    return found


def attend(number: int, index: int, marks: dict[int, Mark], by: Actor, version: int | None = None) -> None:
    """Keep the list of the cohort's session."""
    with unit_of_work():
        meeting = session.get_one(Cohort, number).sessions[index]
        take_attendance(meeting=meeting, marks=marks, by=by, now=clock.now(), expected_version=version)
