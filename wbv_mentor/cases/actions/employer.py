"""Asking the employer about a person (C6): drafted by the mentor, allowed by the mentee, then sent."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from wbv_mentor.cases import consent as consents
from wbv_mentor.cases.actions.consents import give_consent
from wbv_mentor.cases.events import happened, happened_before
from wbv_mentor.cases.models import Case, EmployerRequest
from wbv_mentor.cases.path.release import ACCEPTED_ON_BEHALF, TIMES_ACCEPTED, answer_mark, times_to_accept
from wbv_mentor.cases.proofs import Proof
from wbv_mentor.cases.requests import PURPOSE_OF_KIND
from wbv_mentor.cases.rights import require_work
from wbv_mentor.companies.asking import ask
from wbv_mentor.companies.models import Confirmation, Contact
from wbv_mentor.companies.statement import statement
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Message, Refused, Stale, say

RELEASE = "C6"


def recipient_of_contact(contact_id: int) -> str:
    """A contact as a consent names its recipient."""
    return f"contact:{contact_id}"


def missing_for_release(case: Case) -> list[Message]:
    """What has to be known before the employer can be asked: each with the page where it can be entered."""
    address = f"/cases/{case.reference}"
    lacks = []
    if case.employer_id is None:
        text = say("Der Betrieb der Person fehlt, oder er steht nicht im Verzeichnis.")
        lacks.append(text.with_fix(f"{address}/employer"))
    if not (case.mentee.first_name and case.mentee.last_name):
        text = say("Vorname und Name der Person fehlen.")
        lacks.append(text.with_fix(f"{address}/forms/reachability#formular"))
    if case.course_title is None or case.course_start is None or case.course_end is None:
        text = say("Kurs, Beginn und Ende fehlen.")
        lacks.append(text.with_fix(f"{address}/offers"))
    return lacks


def prepare_request(
    *, case: Case, contact: Contact, times: str | None, by: Actor, now: datetime, submission: str
) -> EmployerRequest:
    """Draft the question for a contact; an older draft that was not sent is replaced.

    Nothing leaves: the mentee first sees exactly these words. Refused while something is missing, or for
    a contact of another company.
    """
    require_work(case, by, "mentor")
    if happened_before(case, submission):
        return _newest(case)
    lacks = missing_for_release(case)
    if lacks:
        raise Refused(*lacks)
    if contact.company_id != case.employer_id or contact.ended_at is not None:
        raise Refused(say("Diese Ansprechperson steht nicht im Verzeichnis des Betriebs."), field="contact")
    for old in open_drafts(case):
        session.delete(old)
    facts: dict[str, Any] = {
        "person": f"{case.mentee.first_name} {case.mentee.last_name}", "course": case.course_title,
        "starts_on": case.course_start, "ends_on": case.course_end, "times": times,
    }  # fmt: skip
    row = EmployerRequest(
        case_id=case.id, code=RELEASE, contact_id=contact.id, statement=statement(RELEASE, facts),
        prepared_at=now, prepared_by_id=by.id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    happened(case, "employer_request_prepared", by=by, now=now, submission=submission)
    return row


def allow_request(
    *, request: EmployerRequest, way: str, given_on: date, text_version: str, by: Actor, now: datetime,
    submission: str, place: str | None = None, proof: Proof | None = None,
) -> None:  # fmt: skip
    """The mentee's yes to this one question and this contact; never aloud (pathways.md, rules for all)."""
    case = request.case
    if happened_before(case, submission):
        return
    _still_a_draft(request)
    purpose, recipient = PURPOSE_OF_KIND[request.code], recipient_of_contact(request.contact_id)
    for old in consents.all_alive(case, purpose):  # it was for another question
        if old.recipient == recipient:
            consents.withdraw(old, way=way, now=now)
    session.flush()
    row = give_consent(
        case=case, purpose=purpose, recipient=recipient, way=way, given_on=given_on, place=place,
        text_version=text_version, by=by, now=now, submission=submission, proof=proof,
    )  # fmt: skip
    request.consent_id, request.declined_at = row.id, None
    session.flush()


def decline_request(*, request: EmployerRequest, by: Actor, now: datetime, submission: str) -> None:
    """The mentee does not want this to be sent. The company learns nothing."""
    case = request.case
    require_work(case, by, "mentee")
    if happened_before(case, submission):
        return
    _still_a_draft(request)
    request.declined_at = now
    session.flush()
    happened(case, "employer_request_declined", by=by, now=now, submission=submission)


def send_request(*, request: EmployerRequest, by: Actor, now: datetime, submission: str) -> Confirmation:
    """Ask the company, in the words that were allowed. Refused without the mentee's yes."""
    case = request.case
    require_work(case, by, "mentor")
    if request.confirmation_id is not None:
        sent: Confirmation = session.get_one(Confirmation, request.confirmation_id)
        return sent
    if request.consent_id is None:
        raise Refused(say("Noch nicht möglich: Es fehlt die Einwilligung für diese Anfrage."))
    asked = ask(
        code=request.code, contact=session.get_one(Contact, request.contact_id),
        facts=request.statement["facts"], by=by, now=now, submission=f"{submission}:asked", parent=case,
    )  # fmt: skip
    request.confirmation_id = asked.id
    session.flush()
    happened(case, "employer_request_sent", by=by, now=now, submission=submission)
    return asked


def accept_times(
    *, case: Case, shown: str, by: Actor, now: datetime, submission: str, way: str | None = None
) -> None:
    """The person accepts the times that the company named; the release counts from now on.

    The mentor enters it on behalf, with the way (paper, spoken). `shown` is the mark of the answer that was
    read (release.answer_mark): Stale if the company has answered otherwise since. Refused where no answer
    waits for this.
    """
    require_work(case, by, "mentee", "mentor")
    if happened_before(case, submission):
        return
    waits = times_to_accept(case)
    if waits is None:
        raise Refused(say("Gerade wartet keine Antwort des Betriebs mit anderen Zeiten."))
    if answer_mark(waits) != shown:
        raise Stale(
            say(
                "Der Betrieb hat inzwischen anders geantwortet. Angenommen ist noch nichts. "
                "Bitte sehen Sie sich die neuen Zeiten an."
            )
        )
    if by.role != "mentee" and way not in ACCEPTED_ON_BEHALF:
        raise Refused(say("Wählen Sie aus, wie die Person das erklärt hat."), field="way")
    event = TIMES_ACCEPTED if by.role == "mentee" else ACCEPTED_ON_BEHALF[way or ""]
    happened(case, f"{event}:{shown}", by=by, now=now, submission=submission)


def open_drafts(case: Case) -> list[EmployerRequest]:
    """Questions that were drafted and not sent."""
    rows = session.scalars(
        select(EmployerRequest).where(
            EmployerRequest.case_id == case.id, EmployerRequest.confirmation_id.is_(None)
        )
    ).all()
    return list(rows)


def _still_a_draft(request: EmployerRequest) -> None:
    if request.confirmation_id is not None:
        raise Refused(say("Diese Anfrage ist schon geschickt."))


def _newest(case: Case) -> EmployerRequest:
    query = select(EmployerRequest).where(EmployerRequest.case_id == case.id)
    found: EmployerRequest | None = session.scalars(query.order_by(EmployerRequest.id.desc())).first()
    if found is None:
        raise Refused(say("Diese Anfrage gibt es nicht mehr."))
    return found
