"""How mentors of the demo came into a cohort: by the public form or, recorded on behalf, on paper."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from wbv_mentor import clock
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.demo.cast import Cast
from wbv_mentor.demo.companies import FIRMS
from wbv_mentor.demo.days import office_day_until
from wbv_mentor.demo.mentors import COUNCIL, MentorPerson
from wbv_mentor.demo.plans import CohortPlan
from wbv_mentor.demo.timeline import Story, at
from wbv_mentor.engine.actors import Actor
from wbv_mentor.pathways.advance import advance
from wbv_mentor.people.invitations import INVITATION, set_password_by_link
from wbv_mentor.people.models import Account, MailedLink
from wbv_mentor.qualification.joining.actions import (
    ANYBODY,
    Person,
    confirm_and_apply,
    register_interest,
    running_application,
)
from wbv_mentor.qualification.models import Enrolment

REASONS = (
    "Im Betrieb fragen mich viele, und ich weiß oft nicht weiter.",
    "Ich habe selbst spät eine Weiterbildung gemacht und möchte anderen Mut machen.",
    "Bei uns ändert sich gerade alles. Die Kolleg*innen brauchen jemanden, der zuhört.",
    "Ich bilde seit Jahren aus und sehe, wem ein zweiter Anlauf helfen würde.",
)
BASIS: dict[str, tuple[str, str]] = {COUNCIL: ("other_law", "granted")}
RELEASED = ("employer", "granted")
BY_LEAVE = ("sbfg", "granted")


def come(cast: Cast, plan: CohortPlan, number: int, present: date, password_hash: str) -> Story:
    """One mentor, from the public form to the first sign-in."""
    person = plan.people[number]
    if person.last_name in plan.by_file:
        return
    wrote = office_day_until(present - timedelta(days=plan.came - 2 * number))
    yield at(wrote, hour=17, minute=3 * number % 60)
    with unit_of_work():
        register_interest(
            person=as_written(person, FIRMS[person.firm].name), by=ANYBODY, now=clock.now(),
            submission=_submission(person, "interest"),
        )  # fmt: skip
    yield at(wrote, hour=18, minute=(7 * number + 11) % 60)
    apply(cast, person, number)
    yield at(office_day_until(wrote + timedelta(days=5)), hour=10, minute=4 * number % 60)
    move(cast, person, "start_review", cast.coordinator)
    yield at(office_day_until(wrote + timedelta(days=9)), hour=14, minute=4 * number % 60)
    basis, status = BASIS.get(person.function, BY_LEAVE if number % 5 == 3 else RELEASED)
    move(
        cast, person, "admit", cast.coordinator, cohort=str(cast.cohorts[plan.key]),
        employed_in_saarland=True, release_basis=basis, release_status=status,
        company=str(cast.firms[person.firm]),
    )  # fmt: skip
    cast.mentors[person.last_name] = path_of(cast, person).member.id
    yield at(office_day_until(wrote + timedelta(days=12)), hour=17, minute=9 * number % 60)
    accept_invitation(cast, person, password_hash)


def as_written(person: MentorPerson, company: str) -> Person:
    """What somebody types into the public form."""
    return Person(
        first_name=person.first_name, last_name=person.last_name, email=person.email, company=company
    )


def apply(cast: Cast, person: MentorPerson, number: int) -> None:
    """The mailed link confirms the address, and the application leaves."""
    enrolment = running_application(person.email)
    assert enrolment is not None
    cast.enrolments[person.last_name] = enrolment.id
    basis, status = BASIS.get(person.function, RELEASED)
    with unit_of_work():
        confirm_and_apply(
            enrolment=path_of(cast, person), by=Actor("applicant", enrolment.id), now=clock.now(),
            submission=_submission(person, "apply"),
            data={
                "motivation": REASONS[number % len(REASONS)], "works_in_saarland": True,
                "function_in_company": person.function, "release_basis": basis, "release_status": status,
            },
        )  # fmt: skip


def move(cast: Cast, person: MentorPerson, trigger: str, by: Actor, **data: Any) -> None:
    """Fire one transition of a person's path."""
    with unit_of_work():
        advance(
            instance=path_of(cast, person), trigger=trigger, by=by, now=clock.now(), data=data or None,
            submission=_submission(person, f"{trigger}:{clock.today()}"),
        )  # fmt: skip


def path_of(cast: Cast, person: MentorPerson) -> Enrolment:
    """The person's path, read anew."""
    found: Enrolment = session.get_one(Enrolment, cast.enrolments[person.last_name])
    return found


def accept_invitation(cast: Cast, person: MentorPerson, password_hash: str) -> None:
    """The mentor follows the invitation and chooses a password."""
    number = cast.mentors[person.last_name]
    query = select(MailedLink).where(MailedLink.purpose == INVITATION, MailedLink.subject_id == number)
    with unit_of_work():
        set_password_by_link(
            link=session.scalars(query).one(), password_hash=password_hash,
            by=session.get_one(Account, number).actor, now=clock.now(),
        )  # fmt: skip


def _submission(person: MentorPerson, what: str) -> str:
    return f"demo:{person.last_name}:{what}"
