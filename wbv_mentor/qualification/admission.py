"""Effects of being admitted: a seat in a cohort, and an account from then on."""

from __future__ import annotations

from wbv_mentor.db import session
from wbv_mentor.engine.actors import SYSTEM
from wbv_mentor.engine.registry import VOCABULARY, Context, effect
from wbv_mentor.errors import Refused
from wbv_mentor.pathways import records
from wbv_mentor.people.actions import create_account
from wbv_mentor.people.invitations import invite
from wbv_mentor.qualification.cohorts.seats import free_for, hold_cohort
from wbv_mentor.qualification.guards import NO_SEAT
from wbv_mentor.qualification.models import Enrolment


@effect("assign_cohort")
def assign_cohort(context: Context) -> None:
    """The cohort of the form, else the one that was waited for. It is held: one gets the last seat."""
    enrolment: Enrolment = context.instance
    chosen = context.data.get("cohort") or enrolment.cohort_id
    if chosen is None:
        raise Refused(NO_SEAT, field="cohort")
    cohort = hold_cohort(int(chosen))
    if not free_for(cohort, enrolment, now=context.now):
        raise Refused(NO_SEAT, field="cohort")
    enrolment.cohort_id, enrolment.seat_offered_at = cohort.id, None
    session.flush()
    session.expire(enrolment, ["cohort"])


@effect("wait_for_cohort")
def wait_for_cohort(context: Context) -> None:
    """The person waits for the cohort of the form."""
    context.instance.cohort_id = int(context.data["cohort"])
    context.instance.seat_offered_at = None


@effect("open_account")
def open_account(context: Context) -> None:
    """From admission on the person signs in: the account takes over from the applicant's row."""
    enrolment: Enrolment = context.instance
    person = enrolment.applicant
    if enrolment.account_id is not None or person is None:
        return
    account = create_account(
        email=person.email, first_name=person.first_name, last_name=person.last_name, role="mentor",
        by=SYSTEM, now=context.now, language=person.language, phone=person.phone,
        function_in_company=records.values(enrolment, "apply").get("function_in_company"),
    )  # fmt: skip
    enrolment.account_id = account.id
    enrolment.company_id = enrolment.company_id or _company_named(enrolment)
    enrolment.applicant_id = None
    session.flush()
    session.delete(person)
    session.flush()
    session.expire(enrolment, ["account", "applicant"])
    invite(account=account, by=SYSTEM, now=context.now)


def _company_named(enrolment: Enrolment) -> int | None:
    """The company of the directory that bears just the name the person gave."""
    named = str(records.values(enrolment, "interest").get("company") or "").strip().casefold()
    known = {label.de.strip().casefold(): value for value, label in VOCABULARY.choices["companies"]()}
    return int(known[named]) if named in known else None
