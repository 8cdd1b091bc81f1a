"""What people do who want to become mentors. The caller's unit of work commits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from wbv_mentor.clock import berlin_date
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Refused, say
from wbv_mentor.outbox.actions import enqueue
from wbv_mentor.pathways import journal, records
from wbv_mentor.pathways.advance import Advanced, advance, start
from wbv_mentor.pathways.holding import hold
from wbv_mentor.people.addresses import check_address, normalise
from wbv_mentor.people.models import Account
from wbv_mentor.people.queries import account_by_email
from wbv_mentor.qualification.actions import PATH
from wbv_mentor.qualification.joining import letters
from wbv_mentor.qualification.joining.models import Applicant
from wbv_mentor.qualification.joining.queries import cohorts_to_wish_for
from wbv_mentor.qualification.models import Enrolment

ANYBODY = Actor("applicant")  # before a link tells who it is
RUNNING = ("interested", "applied", "under_review", "waitlisted")
RENEWED, SENT_AGAIN = "interest_renewed", "applicant_link_sent"
journal.register_event(RENEWED, say("Angaben noch einmal geschickt"))
journal.register_event(SENT_AGAIN, say("Link noch einmal geschickt"))
BY_THE_FORM = say("Jemand hat diese Adresse auf der Seite „Mentor*in werden“ eingetragen.")


@dataclass(frozen=True)
class Person:
    """What somebody says who is interested; nothing of it is checked yet."""

    first_name: str
    last_name: str
    email: str
    phone: str | None = None
    company: str | None = None
    language: str = "de"
    wanted_cohort_id: int | None = None


def register_interest(*, person: Person, by: Actor, now: datetime, submission: str) -> None:
    """Keep who is interested and mail the link that confirms the address; a repeat does nothing.

    Says nothing about who is known: to an address with an account or an application a mail of its own
    goes. As long as nobody has confirmed an address, what was typed last counts. Refused for a company's
    address or none, and for a cohort that is not to come.
    """
    address = private_address(person.email)
    check_wish(person.wanted_cohort_id, now)
    if journal.find_start(submission) is not None:
        return
    account = account_by_email(address)
    if account is not None:
        _tell_account(account, now)
        return
    running = running_application(address)
    if running is None:
        enrolment = begin(person=person, address=address, by=by, now=now, submission=submission)
        _ask_to_confirm(enrolment, now)
        return
    hold(running)
    if journal.find_submission(running, submission) is not None:
        return
    if running.state == "interested" and _is_unconfirmed(running):
        _renew(running, person, by, now, submission)
    else:
        entry = journal.note(instance=running, event=SENT_AGAIN, by=by, now=now, submission=submission)
        letters.write(running, "application_status", rule=BY_THE_FORM, now=now, cause=entry.id)


def confirm_and_apply(
    *, enrolment: Enrolment, data: Mapping[str, Any], by: Actor, now: datetime, submission: str,
    expected_version: int | None = None,
) -> Advanced:  # fmt: skip
    """The holder of the mailed link sends the application: the address counts as the person's own from now.

    Raises what `advance` raises.
    """
    done = advance(
        instance=enrolment, trigger="apply", by=by, now=now, submission=submission,
        expected_version=expected_version, data={**data, "way": "confirmed_address"},
    )  # fmt: skip
    if not done.repeated and enrolment.applicant is not None:
        enrolment.applicant.confirmed_at = enrolment.applicant.confirmed_at or now
    return done


def begin(*, person: Person, address: str, by: Actor, now: datetime, submission: str) -> Enrolment:
    """A new row for the person and the path that begins with it; `address` is normalised and checked."""
    applicant = Applicant(
        first_name=person.first_name, last_name=person.last_name, email=address, phone=person.phone,
        language=person.language, wanted_cohort_id=person.wanted_cohort_id, created_at=now,
    )  # fmt: skip
    session.add(applicant)
    session.flush()
    return start(
        model=Enrolment, workflow=PATH, by=by, now=now, submission=submission,
        data=_interest(person, address), applicant_id=applicant.id, repeats=0, seat_offers=0,
    )  # fmt: skip


def private_address(email: str) -> str:
    """The address as it is stored. Refused if it is none, or a company's: there others could read along."""
    address = normalise(email)
    objection = check_address(address)
    if objection is not None:
        raise Refused(objection, field="email")
    return address


def running_application(address: str) -> Enrolment | None:
    """The application of this address that is under way, the newest if there are several."""
    query = (
        select(Enrolment)
        .join(Applicant, Applicant.id == Enrolment.applicant_id)
        .where(Applicant.email == address, Enrolment.state.in_(RUNNING))
        .order_by(Enrolment.id.desc())
        .limit(1)
    )
    found: Enrolment | None = session.scalars(query).first()
    return found


def check_wish(cohort_id: int | None, now: datetime) -> None:
    """Refused for a cohort that has begun, was cancelled or never was."""
    if cohort_id is None or cohort_id in {one.id for one in cohorts_to_wish_for(berlin_date(now))}:
        return
    raise Refused(say("Wählen Sie einen Eintrag aus der Liste."), field="wanted_cohort")


def _is_unconfirmed(enrolment: Enrolment) -> bool:
    person = enrolment.applicant
    return person is not None and person.confirmed_at is None and person.signed_on is None


def _renew(enrolment: Enrolment, person: Person, by: Actor, now: datetime, submission: str) -> None:
    applicant = enrolment.applicant
    assert applicant is not None
    applicant.first_name, applicant.last_name = person.first_name, person.last_name
    applicant.phone, applicant.language = person.phone, person.language
    applicant.wanted_cohort_id = person.wanted_cohort_id
    records.submit_form(
        instance=enrolment, form="interest", data=_interest(person, applicant.email), by=by, now=now
    )
    entry = journal.note(instance=enrolment, event=RENEWED, by=by, now=now, submission=submission)
    letters.write(enrolment, "application_confirm", rule=BY_THE_FORM, now=now, cause=entry.id)


def _ask_to_confirm(enrolment: Enrolment, now: datetime) -> None:
    begun = journal.entries_of(enrolment)[0]
    letters.write(enrolment, "application_confirm", rule=BY_THE_FORM, now=now, cause=begun.id)


def _tell_account(account: Account, now: datetime) -> None:
    """Once a day: whoever has an account is told so by mail, never on the page."""
    enqueue(
        key=f"application_known:{account.id}:{berlin_date(now)}", template="application_known",
        recipient=f"account:{account.id}", context={}, reason={"rule": BY_THE_FORM}, now=now,
    )  # fmt: skip


def _interest(person: Person, address: str) -> dict[str, Any]:
    said = {
        "first_name": person.first_name, "last_name": person.last_name, "email": address,
        "phone": person.phone, "company": person.company,
    }  # fmt: skip
    return {name: value for name, value in said.items() if value}
