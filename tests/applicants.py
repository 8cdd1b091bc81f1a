"""Walks an application along its path, through the real use cases, and reads what applicants are sent."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

from sqlalchemy import select

from tests import cohorts
from tests.factories import fresh, paths_known, today
from wbv_mentor import clock
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import Actor
from wbv_mentor.outbox.mails import Mail, render
from wbv_mentor.outbox.models import OutboxMessage
from wbv_mentor.outbox.recipients import mailboxes_of
from wbv_mentor.pathways.advance import advance
from wbv_mentor.people.links import token_of
from wbv_mentor.qualification.cohorts.models import Cohort
from wbv_mentor.qualification.joining.actions import (
    ANYBODY,
    Person,
    confirm_and_apply,
    register_interest,
    running_application,
)
from wbv_mentor.qualification.joining.csv_reading import read_sheet
from wbv_mentor.qualification.joining.importing import keep_upload
from wbv_mentor.qualification.joining.links import current_link
from wbv_mentor.qualification.models import Enrolment

_numbers = count(1)
APPLICATION = {
    "motivation": "Ich möchte Kolleg*innen helfen.", "works_in_saarland": True,
    "function_in_company": "colleague", "release_basis": "employer", "release_status": "granted",
}  # fmt: skip


def a_cohort(*, starts_in: int = 100, seats: int = 12, name: str = "Herbst") -> int:
    """A cohort that begins in so many days; its id."""
    return cohorts.a_cohort(starts_on=today() + timedelta(days=starts_in), seats=seats, name=name)


def interested(email: str = "", **more: Any) -> Enrolment:
    """Somebody who has sent the public form."""
    paths_known()
    said = {"first_name": "Ida", "last_name": "Imhoff", "email": email or f"ida{next(_numbers)}@post.example"}
    person = Person(**(said | more))
    with unit_of_work():
        register_interest(person=person, by=ANYBODY, now=clock.now(), submission=fresh())
    found = running_application(person.email)
    assert found is not None
    return found


def applied(email: str = "", **more: Any) -> Enrolment:
    """Somebody who has confirmed the address and sent the application."""
    enrolment = interested(email, **more)
    with unit_of_work():
        confirm_and_apply(
            enrolment=enrolment, data=APPLICATION, by=self_of(enrolment), now=clock.now(), submission=fresh()
        )
    return enrolment


def self_of(enrolment: Enrolment) -> Actor:
    """The applicant, as the own link makes them act."""
    return Actor("applicant", enrolment.id)


def move(enrolment: Enrolment, trigger: str, *, by: Actor, **data: Any) -> None:
    """Fire one transition in a unit of work of its own."""
    with unit_of_work():
        advance(
            instance=enrolment, trigger=trigger, by=by, now=clock.now(), submission=fresh(), data=data or None
        )


def a_file(*, by: Actor) -> str:
    """The number of a file that was read: one person, and one faulty line."""
    number = next(_numbers)
    content = f"Vorname;Nachname;E-Mail\nJo;Jost;jo{number}@post.example\nKa;Kern;keine\n".encode()
    cohort = session.get_one(Cohort, a_cohort())
    with unit_of_work():
        return str(
            keep_upload(
                sheet=read_sheet(content), cohort=cohort, admitting=False, proof=None, by=by, now=clock.now(),
                submission=fresh(),
            ).id
        )  # fmt: skip


def address_of(enrolment: Enrolment, below: str = "") -> str:
    """The address of the applicant's page, or of one below it."""
    session.expire_all()
    link = current_link(enrolment, now=clock.now())
    assert link is not None, f"{enrolment.state}: no link"
    return f"/mentor-werden/{token_of(link)}{below}"


def mails(template: str = "") -> list[Mail]:
    """What was written, oldest first, as its readers get it; a mail that is no longer true is left out."""
    session.rollback()
    query = select(OutboxMessage).order_by(OutboxMessage.id)
    rows = session.scalars(query.where(OutboxMessage.template == template) if template else query).all()
    found = []
    for row in rows:
        for reader in mailboxes_of(row.recipient):
            mail = render(row.template, row.context, row.reason, reader)
            if mail is not None:
                found.append(mail)
    return found
