"""What the coordination and trainers do besides moving people along their path."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from wbv_mentor.clock import berlin_date
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Forbidden, Refused, say
from wbv_mentor.pathways import deadlines, journal, records
from wbv_mentor.pathways.advance import advance, start
from wbv_mentor.pathways.holding import hold
from wbv_mentor.people.actions import create_account
from wbv_mentor.people.invitations import invite
from wbv_mentor.people.models import FUNCTIONS
from wbv_mentor.qualification.models import Enrolment

PATH = "mentor_qualification"
EVIDENCE = "evidence"
journal.register_event("evidence_kept", say("Nachweise eingetragen"))


def add_trained_mentor(
    *, first_name: str, last_name: str, email: str, company_id: int | None, function_in_company: str,
    trained_on: date, proof: str, by: Actor, now: datetime, submission: str,
) -> Enrolment:  # fmt: skip
    """Take somebody into the register who was trained before this system, and send the invitation.

    Creates the account, begins the path on the person's behalf and recognises the training with its
    date and proof. Refused for a company's or a known mail address, a date that lies ahead or an
    unknown function; Forbidden unless the coordination asks. A repeat answers the first result.
    """
    if function_in_company not in FUNCTIONS:
        raise Refused(say("Wählen Sie eine Antwort aus."), field="function_in_company")
    account = create_account(
        email=email, first_name=first_name, last_name=last_name, role="mentor", by=by, now=now,
        function_in_company=function_in_company, submission=submission,
    )  # fmt: skip
    enrolment = start(
        model=Enrolment, workflow=PATH, by=by, now=now, submission=submission,
        data={"first_name": first_name, "last_name": last_name, "email": account.email},
        account_id=account.id, company_id=company_id, repeats=0,
    )  # fmt: skip
    recognised = advance(
        instance=enrolment, trigger="recognise_training", by=by, now=now,
        submission=f"{submission}:recognised",
        data={"trained_on": trained_on, "training_proof": proof},
    )  # fmt: skip
    if not recognised.repeated:
        invite(account=account, by=by, now=now)
    return enrolment


def keep_evidence(
    *, enrolment: Enrolment, data: Mapping[str, Any], by: Actor, now: datetime, submission: str,
    expected_revision: int | None = None,
) -> None:  # fmt: skip
    """Keep what was seen (form `evidence`); Refused for a date that lies ahead, Stale if it was changed."""
    if by.role not in ("trainer", "coordinator"):
        raise Forbidden(say("Das darf Ihre Rolle nicht."))
    hold(enrolment)
    if journal.find_submission(enrolment, submission) is not None:
        return
    records.check_revision(enrolment, EVIDENCE, expected_revision)
    today = berlin_date(now)
    for name, value in data.items():
        if isinstance(value, date) and value > today:
            raise Refused(say("Das Datum liegt in der Zukunft."), field=name)
    records.submit_form(instance=enrolment, form=EVIDENCE, data=data, by=by, now=now)
    entry = journal.note(instance=enrolment, event="evidence_kept", by=by, now=now, submission=submission)
    deadlines.recompute(instance=enrolment, now=now, cause=entry.id)
