"""Effects of the application's part of mentor_qualification."""

from __future__ import annotations

from wbv_mentor.db import session
from wbv_mentor.engine.actors import SYSTEM
from wbv_mentor.engine.registry import Context, effect, lasts
from wbv_mentor.errors import Message, say
from wbv_mentor.pathways import records
from wbv_mentor.people.actions import create_account
from wbv_mentor.people.invitations import invite
from wbv_mentor.qualification.joining import letters
from wbv_mentor.qualification.joining.links import keep_for_a_month
from wbv_mentor.qualification.models import Enrolment

lasts("open_account", say("Das Konto ist schon angelegt. Nutzen Sie „Qualifizierung abbrechen“."))


@effect("acknowledge_application")
def acknowledge_application(context: Context) -> None:
    """The person gets the link of the own page; who was recorded on behalf learns it that way."""
    _write(context, "application_received", say("Ihre Bewerbung für die Qualifizierung ist eingegangen."))


@effect("join_waiting_list")
def join_waiting_list(context: Context) -> None:
    """The person waits for this cohort from now on, and is told."""
    enrolment: Enrolment = context.instance
    enrolment.cohort_id = int(context.data["cohort"])
    session.flush()
    _write(context, "application_waiting", say("Die Kohorte, die zu Ihnen passt, ist gerade voll."))


@effect("open_account")
def open_account(context: Context) -> None:
    """An account takes over from the applicant, whose row goes; the invitation leaves.

    Refused if somebody has got an account with this address meanwhile, or if it is a company's by now.
    """
    enrolment: Enrolment = context.instance
    if context.data.get("company"):
        enrolment.company_id = int(context.data["company"])
    person = enrolment.applicant
    if person is None:
        return
    account = create_account(
        email=person.email, first_name=person.first_name, last_name=person.last_name, role="mentor",
        language=person.language, phone=person.phone,
        function_in_company=records.values(enrolment, "apply").get("function_in_company"),
        by=SYSTEM, now=context.now,
    )  # fmt: skip
    enrolment.account, enrolment.applicant = account, None
    session.flush()
    session.delete(person)
    keep_for_a_month(enrolment, now=context.now)
    letters.take_back(enrolment, now=context.now)
    invite(account=account, by=SYSTEM, now=context.now)


def _write(context: Context, template: str, rule: Message) -> None:
    assert context.entry_id is not None
    letters.write(context.instance, template, rule=rule, now=context.now, cause=context.entry_id)
