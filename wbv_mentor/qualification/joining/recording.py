"""One person recorded on behalf, from paper or from a file: the history and the person's page show it so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from wbv_mentor.clock import berlin_date
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Forbidden, Refused, say
from wbv_mentor.pathways import journal
from wbv_mentor.pathways.advance import advance
from wbv_mentor.qualification.joining import letters
from wbv_mentor.qualification.joining.actions import Person, begin, check_wish, private_address
from wbv_mentor.qualification.joining.line_checks import taken_addresses
from wbv_mentor.qualification.models import Enrolment

KEEPERS = ("trainer", "coordinator")
ON_THE_FORM = "Steht auf dem unterschriebenen Formular."
RECORDED = say("Die Arbeitskammer hat Sie für die Qualifizierung eingetragen.")


@dataclass(frozen=True)
class Signed:
    """The signed form: its day, where it was seen, and what it says (fields of the form `apply`)."""

    on: date
    proof: str
    says: Mapping[str, Any]


def record_person(
    *, person: Person, signed: Signed | None, by: Actor, now: datetime, submission: str
) -> Enrolment:
    """Begin the path for somebody; with a signed form the application counts, else the person is asked
    by mail to confirm the address and to apply. A repeat answers the first.

    Refused for a company's address or one that is known, and for a date that lies ahead; Forbidden unless
    a trainer or the coordination asks.
    """
    if by.role not in KEEPERS:
        raise Forbidden(say("Das darf Ihre Rolle nicht."))
    begun = journal.find_start(submission)
    if begun is not None:
        return session.get_one(Enrolment, begun)
    address = private_address(person.email)
    known = taken_addresses({address}).get(address)
    if known is not None:
        raise Refused(known, field="email")
    check_wish(person.wanted_cohort_id, now)
    if signed is not None and signed.on > berlin_date(now):
        raise Refused(say("Das Datum liegt in der Zukunft."), field="signed_on")
    enrolment = begin(person=person, address=address, by=by, now=now, submission=submission)
    if signed is None:
        first = journal.entries_of(enrolment)[0]
        letters.write(enrolment, "application_confirm", rule=RECORDED, now=now, cause=first.id)
        return enrolment
    assert enrolment.applicant is not None
    enrolment.applicant.signed_on, enrolment.applicant.signed_proof = signed.on, signed.proof
    advance(
        instance=enrolment, trigger="apply", by=by, now=now, submission=f"{submission}:apply",
        data={"motivation": ON_THE_FORM, **signed.says, "way": "signed_form"},
    )  # fmt: skip
    return enrolment
