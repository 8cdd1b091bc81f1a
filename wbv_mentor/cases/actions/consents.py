"""Further consents, and what only the mentee can say yes to."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from wbv_mentor.cases import consent as consents
from wbv_mentor.cases.events import happened, happened_before
from wbv_mentor.cases.models import PURPOSES, WAYS, Case, Consent
from wbv_mentor.cases.path.guards_ending import recipient_of
from wbv_mentor.cases.path.guards_plan import PLAN_CONFIRMED, RISK_ACCEPTED, plan_mark
from wbv_mentor.cases.path.standing import pending_handover
from wbv_mentor.cases.proofs import Proof, keep
from wbv_mentor.cases.requests import revoke_requests
from wbv_mentor.cases.rights import require_open, require_role, require_work
from wbv_mentor.clock import berlin_date
from wbv_mentor.db import session
from wbv_mentor.engine.actors import SYSTEM, Actor
from wbv_mentor.errors import Refused, Stale, say
from wbv_mentor.pathways import journal, records
from wbv_mentor.pathways.advance import advance


def give_consent(
    *,
    case: Case,
    purpose: str,
    recipient: str | None,
    way: str,
    given_on: date,
    text_version: str,
    by: Actor,
    now: datetime,
    submission: str,
    place: str | None = None,
    proof: Proof | None = None,
) -> Consent:
    """One more yes: for a purpose, towards a recipient. The advice itself is the transition give_consent.

    Refused aloud towards the employer, and when somebody enters for the mentee a way that only she has.
    """
    require_work(case, by, "mentee", "mentor", "coordinator")
    done = journal.find_submission(case, submission)
    if done is not None:
        made = select(Consent).where(
            Consent.case_id == case.id, Consent.given_at == done.at, Consent.purpose == purpose
        )
        return session.scalars(made.order_by(Consent.id.desc())).first() or _not_there()
    if purpose not in PURPOSES or purpose == "case_work":
        raise Refused(say("Wählen Sie aus, wofür die Einwilligung gilt."), field="purpose")
    _check_way(by, way, given_on, place, now)
    if way == "spoken" and purpose in consents.EMPLOYER_PURPOSES:
        raise Refused(
            say("Gegenüber dem Betrieb reicht mündlich nicht. Nehmen Sie Link, QR-Code oder Papier."),
            field="way",
        )
    if consents.alive(case, purpose, recipient) is not None:
        raise Refused(say("Diese Einwilligung gibt es schon."), field="purpose")
    row = consents.record(
        case=case,
        purpose=purpose,
        recipient=recipient,
        by=by,
        now=now,
        way=way,
        given_on=given_on,
        place=place,
        text_version=text_version,
    )
    if proof is not None:
        keep(row, proof, now=now)
    happened(case, "consent_given", by=by, now=now, submission=submission)
    return row


def _not_there() -> Consent:
    raise Refused(say("Diese Einwilligung gibt es nicht."))


def withdraw_consent(*, consent: Consent, way: str, by: Actor, now: datetime, submission: str) -> None:
    """Take back one purpose or one recipient; open questions that rest on it are revoked without a mail."""
    require_role(by, "mentee", "mentor", "coordinator")
    case = session.get_one(Case, consent.case_id)
    if happened_before(case, submission):
        return
    if consent.purpose == "case_work":
        raise Refused(
            say("Das ist die Einwilligung in die Beratung. Dafür gibt es „Einwilligung zurückziehen“.")
        )
    if consent.withdrawn_at is not None:
        raise Refused(say("Diese Einwilligung ist schon zurückgezogen."))
    if way not in WAYS:
        raise Refused(say("Wählen Sie eine Antwort aus."), field="way")
    consents.withdraw(consent, way=way, now=now)
    session.flush()
    entry = happened(case, "consent_withdrawn", by=by, now=now, submission=submission)
    if consent.purpose in consents.EMPLOYER_PURPOSES:
        revoke_requests(case, now=now, cause=str(entry.id))
    if consent.purpose == "handover":
        _call_off(case, consent, now=now, cause=entry.id)


def _call_off(case: Case, consent: Consent, *, now: datetime, cause: int) -> None:
    """Nobody takes over a case whose person does not want that any more, whoever wrote it down."""
    waiting = pending_handover(case) if case.state == "handover" else None
    if waiting is not None and consent.recipient == recipient_of(waiting.to_account_id):
        advance(instance=case, trigger="cancel_handover", by=SYSTEM, now=now, submission=f"{cause}:cancel")


def note_original_arrived(
    *, consent: Consent, arrived_on: date, by: Actor, now: datetime, submission: str
) -> None:
    """The coordination ticks that the signed page has arrived."""
    require_role(by, "coordinator")
    case = session.get_one(Case, consent.case_id)
    if happened_before(case, submission):
        return
    if not consent.given_on <= arrived_on <= berlin_date(now):
        raise Refused(say("Der Tag liegt vor der Einwilligung oder in der Zukunft."), field="arrived_on")
    consent.original_arrived_on = arrived_on
    session.flush()
    happened(case, "original_arrived", by=by, now=now, submission=submission)


def confirm_spoken_consent(
    *,
    consent: Consent,
    way: str,
    given_on: date,
    text_version: str,
    by: Actor,
    now: datetime,
    submission: str,
) -> None:
    """What was said aloud is confirmed by link, QR code or on paper; only then it lasts."""
    require_role(by, "mentee", "mentor", "coordinator")
    case = session.get_one(Case, consent.case_id)
    if happened_before(case, submission):
        return
    if consent.way != "spoken" or consent.withdrawn_at is not None or consent.original_arrived_on is not None:
        raise Refused(say("Diese Einwilligung muss nicht bestätigt werden."))
    if way == "spoken":
        raise Refused(
            say("Mündlich reicht hier nicht. Nehmen Sie den Link, den QR-Code oder Papier."), field="way"
        )
    _check_way(by, way, given_on, None, now)
    consent.original_arrived_on = berlin_date(now)
    session.flush()
    # The paper that confirms it is itself an original that the AK waits for.
    due = consents.original_due(way, given_on, scan=False, original=True, entered_on=berlin_date(now))
    consents.record(
        case=case,
        purpose=consent.purpose,
        recipient=consent.recipient,
        by=by,
        now=now,
        way=way,
        given_on=given_on,
        place=None,
        text_version=text_version,
        original_due_on=due,
    )
    happened(case, "consent_confirmed", by=by, now=now, submission=submission)


def accept_conflict(*, case: Case, by: Actor, now: datetime, submission: str) -> None:
    """Somebody near to her goes on because the mentee wants it; nobody else can say so."""
    require_role(by, "mentee")
    if happened_before(case, submission):
        return
    require_open(case)
    case.conflict_accepted_at = now
    happened(case, "conflict_accepted", by=by, now=now, submission=submission)


def confirm_plan(*, case: Case, by: Actor, now: datetime, submission: str, shown: str | None = None) -> None:
    """Yes to the plan as it stands in the draft. Whoever changes it afterwards has to ask again.

    `shown` is the mark of the plan that she read (guards_plan.plan_mark); Stale if it reads otherwise by now.
    """
    require_role(by, "mentee")
    if happened_before(case, submission):
        return
    record = records.latest(case, "plan", submitted=False)
    if case.state != "offers" or record is None or not record.draft:
        raise Refused(say("Gerade gibt es keinen Plan zu bestätigen."))
    if shown is not None and shown != plan_mark(case):
        raise Stale(say("Der Plan wurde gerade geändert. Bitte lesen Sie ihn noch einmal."))
    happened(case, PLAN_CONFIRMED, by=by, now=now, submission=submission)


def accept_risk(*, case: Case, by: Actor, now: datetime, submission: str) -> None:
    """Book although an application is open: perhaps she pays herself, so only she can want it."""
    require_role(by, "mentee")
    if happened_before(case, submission):
        return
    if case.state not in ("plan_agreed", "funding"):
        raise Refused(say("Gerade gibt es nichts zu buchen."))
    happened(case, RISK_ACCEPTED, by=by, now=now, submission=submission)


def _check_way(by: Actor, way: str, given_on: date, place: str | None, now: datetime) -> None:
    allowed = consents.OWN_WAYS if by.role == "mentee" else consents.ON_BEHALF_WAYS
    if way not in allowed:
        raise Refused(
            say(
                "Mit Link oder QR-Code erklärt es die Person selbst. "
                "Eintragen können Sie Papier oder mündlich."
            ),
            field="way",
        )
    if given_on > berlin_date(now):
        raise Refused(say("Das Datum liegt in der Zukunft."), field="given_on")
    if way == "spoken" and not place:
        raise Refused(
            say("Bei einer mündlichen Erklärung brauchen wir auch Ort und Textfassung."), field="place"
        )
