"""Mails to applicants: who gets which, and what they say. Contexts hold ids only."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wbv_mentor import clock
from wbv_mentor.db import session
from wbv_mentor.errors import Message
from wbv_mentor.outbox.actions import cancel, enqueue
from wbv_mentor.outbox.mails import absolute, register_mail
from wbv_mentor.outbox.recipients import Mailbox, register_recipient
from wbv_mentor.pathways import journal
from wbv_mentor.pathways.deadlines import open_deadlines
from wbv_mentor.qualification.joining.links import current_link, link_address, link_of
from wbv_mentor.qualification.models import Enrolment
from wbv_mentor.reminders.mails import use_template
from wbv_mentor.reminders.mails import values_of as reminder_values

Values = dict[str, Any]
TO_APPLICANTS = (
    "application_confirm", "application_received", "application_status", "application_waiting",
    "application_seat",
)  # fmt: skip


def mailbox_of_applicant(identity: str) -> list[Mailbox]:
    """ "applicant:7": who stands behind enrolment 7 until an account takes over; then nobody."""
    enrolment = session.get(Enrolment, int(identity))
    if enrolment is None or enrolment.applicant is None:
        return []
    person = enrolment.applicant
    return [Mailbox(person.display_name, person.email, person.language)]


def write(enrolment: Enrolment, template: str, *, rule: Message, now: datetime, cause: int) -> None:
    """Write a mail with the link of the applicant's page, once for each journal entry that causes it."""
    link_of(enrolment, now=now)
    enqueue(
        key=f"{template}:{enrolment.id}:{cause}", template=template, recipient=f"applicant:{enrolment.id}",
        context={"enrolment": enrolment.id}, reason={"rule": rule}, now=now, cause=cause,
    )  # fmt: skip


def take_back(enrolment: Enrolment, *, now: datetime) -> None:
    """What was not sent yet is no longer true: from now on an account is written to."""
    for template in TO_APPLICANTS:
        cancel(key_prefix=f"{template}:{enrolment.id}:", now=now)


def confirm(context: Values) -> Values | None:
    """The address has to be confirmed; None once the application was sent or has ended."""
    return _with_link(context, "interested")


def received(context: Values) -> Values | None:
    """The application has arrived, or was recorded on the person's behalf."""
    values = _with_link(context, "applied", "under_review", "waitlisted")
    if values is None:
        return None
    begun = journal.entries_of(session.get_one(Enrolment, context["enrolment"]))[0]
    return {**values, "on_behalf": begun.actor_role != "applicant"}


def status(context: Values) -> Values | None:
    """Where the application stands: the link was asked for once more."""
    return _with_link(context, "interested", "applied", "under_review", "waitlisted")


def waiting(context: Values) -> Values | None:
    """The cohort is full; None once the person no longer waits."""
    return _with_link(context, "waitlisted")


def seat(context: Values) -> Values | None:
    """A seat is free; None once it was taken or the offer is over."""
    values = _with_link(context, "waitlisted")
    enrolment = session.get(Enrolment, context["enrolment"])
    if values is None or enrolment is None or enrolment.cohort is None:
        return None
    until = next((row.due_on for row in open_deadlines(enrolment) if row.rule == "seat_offer"), None)
    return None if until is None else {**values, "cohort": enrolment.cohort, "until": until}


def silent(context: Values) -> Values | None:
    """To the coordination: somebody did not answer twice; None once the person no longer waits."""
    enrolment = session.get(Enrolment, context["enrolment"])
    if enrolment is None or enrolment.state != "waitlisted":
        return None
    return {"number": enrolment.id, "address": absolute("applicants.show", number=enrolment.id)}


def known(_context: Values) -> Values:
    """To an account whose address was given as a new one."""
    return {"address": absolute("people.login"), "forgotten": absolute("people.forgotten")}


def reminder(context: Values) -> Values | None:
    """A date of the application, with the link of the own page."""
    return reminder_values(context)


def _with_link(context: Values, *states: str) -> Values | None:
    enrolment = session.get(Enrolment, context["enrolment"])
    link = current_link(enrolment, now=clock.now()) if enrolment is not None else None
    if enrolment is None or link is None or enrolment.state not in states:
        return None
    return {"address": link_address(link)}


def register_letters() -> None:
    """Tell the outbox, and reminders that applicants are written to in a neutral subject."""
    register_recipient("applicant", mailbox_of_applicant)
    register_mail("application_confirm", confirm)
    register_mail("application_received", received)
    register_mail("application_status", status)
    register_mail("application_known", known)
    register_mail("application_waiting", waiting)
    register_mail("application_seat", seat)
    register_mail("application_silent", silent)
    register_mail("reminder_applicant", reminder)
    for rule in ("interest_ends", "seat_offer"):
        use_template(rule, "applicant", "reminder_applicant")
