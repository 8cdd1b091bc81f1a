"""Evidence: handed in by the person, signed off or returned by a trainer; modules credited."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from wbv_mentor.clock import berlin_date
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Forbidden, Refused, Stale, say
from wbv_mentor.outbox.actions import enqueue
from wbv_mentor.pathways import deadlines, journal
from wbv_mentor.pathways.holding import hold
from wbv_mentor.qualification.cohorts.actions import require_keeper
from wbv_mentor.qualification.learning.models import Evidence, ModuleCredit
from wbv_mentor.qualification.learning.requirements import HANDED_IN, LOG, LOGS_NEEDED, RECORDED
from wbv_mentor.qualification.models import LEARNING, Enrolment

EVENTS = {
    "evidence_signed": say("Nachweis abgezeichnet"),
    "evidence_handed_in": say("Nachweis abgegeben"),
    "evidence_returned": say("Nachweis zurückgegeben"),
    "talk_supervised": say("Begleitetes Gespräch eingetragen"),
    "talk_simulated": say("Simuliertes Gespräch anerkannt"),
    "module_credited": say("Modul angerechnet"),
}
for _name, _sentence in EVENTS.items():
    journal.register_event(_name, _sentence)
IN_FUTURE = say("Das Datum liegt in der Zukunft.")
SIGNED = say("Dieser Nachweis ist schon abgezeichnet.")
IN_PRACTICE = ("in_practice", "colloquium")


def record_evidence(
    *, enrolment: Enrolment, kind: str, on: date, by: Actor, now: datetime, submission: str
) -> None:
    """What a trainer has seen: a quiz passed, the declaration signed, the role play. A later day corrects it.

    Refused for a day ahead, for what the person hands in, and for somebody who does not learn at present.
    """
    require_keeper(by)
    if _begin(enrolment, submission):
        return
    if kind not in RECORDED:
        raise Refused(say("Wählen Sie eine Antwort aus."), field="kind")
    _check_day(on, now, "on")
    _require_learning(enrolment)
    row = _row(enrolment, kind, 1)
    _sign(row, on, by, now)
    _note(enrolment, "evidence_signed", by, now, submission)


def supervised_talk(*, enrolment: Enrolment, on: date, by: Actor, now: datetime, submission: str) -> Evidence:
    """A supervised talk was held: its log is due seven days later.

    Recorded by the person or a trainer. Refused outside the practice, for a day ahead, and for a third one.
    """
    if by.role not in ("mentor", "trainer", "coordinator"):
        raise Forbidden(say("Das darf Ihre Rolle nicht."))
    if _begin(enrolment, submission):
        return _logs(enrolment)[-1]
    _check_day(on, now, "talk_on")
    row = _row(enrolment, LOG, _next_log(enrolment))
    row.talk_on = on
    _note(enrolment, "talk_supervised", by, now, submission)
    return row


def simulated_talk(
    *, enrolment: Enrolment, reason: str, on: date, by: Actor, now: datetime, submission: str
) -> None:
    """A simulated talk stands for one of the two logs, with its reason; only once."""
    require_keeper(by)
    if _begin(enrolment, submission):
        return
    _check_day(on, now, "on")
    if any(row.simulated_reason for row in _logs(enrolment)):
        raise Refused(say("Ein simuliertes Gespräch ist schon anerkannt. Mehr als eines zählt nicht."))
    row = _row(enrolment, LOG, _next_log(enrolment))
    row.simulated_reason = reason
    _sign(row, on, by, now)
    _note(enrolment, "talk_simulated", by, now, submission)


def hand_in(
    *, enrolment: Enrolment, kind: str, number: int, text: str, by: Actor, now: datetime, submission: str,
    expected_version: int | None = None, talk_on: date | None = None,
) -> None:  # fmt: skip
    """The person hands in a log or the transfer task; again after it was returned, until it is signed.

    A log begins with the day of its talk. Refused outside the practice, without that day, or once it is
    signed; Stale if it was handed in or returned since it was shown.
    """
    if by.role != "mentor" or by.id != enrolment.account_id:
        raise Forbidden(say("Nachweise gibt die Person selbst ab."))
    if _begin(enrolment, submission):
        return
    if kind not in HANDED_IN or not 1 <= number <= (LOGS_NEEDED if kind == LOG else 1):
        raise Refused(say("Wählen Sie eine Antwort aus."))
    _require_practice(enrolment)
    known = _known(enrolment, kind, number)
    if known is not None and known.signed_on is not None:
        raise Refused(SIGNED)
    if expected_version not in (None, known.row_version if known is not None else 0):
        raise _stale()
    row = _row(enrolment, kind, number)
    if kind == LOG:
        row.talk_on = talk_on or row.talk_on
        if row.talk_on is None:
            raise Refused(say("Wann war das Gespräch?"), field="talk_on")
        _check_day(row.talk_on, now, "talk_on")
    row.text, row.handed_in_at, row.returned_at, row.returned_hint = text, now, None, None
    row.row_version += 1
    entry = _note(enrolment, "evidence_handed_in", by, now, submission)
    _tell_trainer(enrolment, row, entry, now)


def sign_off(
    *, evidence: Evidence, by: Actor, now: datetime, submission: str, expected_version: int | None = None
) -> None:
    """A trainer accepts what was handed in. Refused for nothing handed in; Stale if it changed meanwhile."""
    require_keeper(by)
    enrolment = evidence.enrolment
    if _begin(enrolment, submission):
        return
    session.refresh(evidence)
    if evidence.signed_on is not None:
        raise Refused(SIGNED)
    _require_waiting(evidence, expected_version)
    _sign(evidence, berlin_date(now), by, now)
    _note(enrolment, "evidence_signed", by, now, submission)


def give_back(
    *, evidence: Evidence, hint: str, by: Actor, now: datetime, submission: str,
    expected_version: int | None = None,
) -> None:  # fmt: skip
    """A trainer asks for more, with a hint; the person is told. Raises as sign_off."""
    require_keeper(by)
    enrolment = evidence.enrolment
    if _begin(enrolment, submission):
        return
    session.refresh(evidence)
    if evidence.signed_on is not None:
        raise Refused(SIGNED)
    _require_waiting(evidence, expected_version)
    evidence.returned_at, evidence.returned_hint = now, hint
    evidence.row_version += 1
    entry = _note(enrolment, "evidence_returned", by, now, submission)
    enqueue(
        key=f"evidence_returned:{evidence.id}:{entry}", template="evidence_returned",
        recipient=enrolment.recipient, context={"evidence": evidence.id},
        reason={"rule": say("Ihre AK-Trainer*in hat einen Nachweis angesehen.")}, now=now, cause=entry,
    )  # fmt: skip


def credit_module(
    *, enrolment: Enrolment, code: str, reason: str, by: Actor, now: datetime, submission: str
) -> None:
    """Count a module as attended although no list of this house says so. Refused for an unknown one."""
    require_keeper(by)
    if _begin(enrolment, submission):
        return
    cohort = enrolment.cohort
    if cohort is None or code not in {module.code for module in cohort.modules}:
        raise Refused(say("Wählen Sie einen Eintrag aus der Liste."), field="code")
    _require_learning(enrolment)
    known = select(ModuleCredit).where(ModuleCredit.enrolment_id == enrolment.id, ModuleCredit.code == code)
    if session.scalars(known).first() is not None:
        raise Refused(say("Dieses Modul ist schon angerechnet."), field="code")
    session.add(
        ModuleCredit(
            enrolment_id=enrolment.id, code=code, reason=reason, credited_at=now, credited_by_id=by.id
        )
    )
    _note(enrolment, "module_credited", by, now, submission)


def _begin(enrolment: Enrolment, submission: str) -> bool:
    """Hold the person's path; whether this sending was done before."""
    hold(enrolment)
    return journal.find_submission(enrolment, submission) is not None


def _note(enrolment: Enrolment, event: str, by: Actor, now: datetime, submission: str) -> int:
    session.flush()
    entry = journal.note(instance=enrolment, event=event, by=by, now=now, submission=submission)
    deadlines.recompute(instance=enrolment, now=now, cause=entry.id)
    return entry.id


def _known(enrolment: Enrolment, kind: str, number: int) -> Evidence | None:
    query = select(Evidence).where(
        Evidence.enrolment_id == enrolment.id, Evidence.kind == kind, Evidence.number == number
    )
    found: Evidence | None = session.scalars(query).first()
    return found


def _row(enrolment: Enrolment, kind: str, number: int) -> Evidence:
    row = _known(enrolment, kind, number)
    if row is None:
        row = Evidence(enrolment_id=enrolment.id, kind=kind, number=number, row_version=1)
        session.add(row)
    return row


def _logs(enrolment: Enrolment) -> list[Evidence]:
    query = select(Evidence).where(Evidence.enrolment_id == enrolment.id, Evidence.kind == LOG)
    return list(session.scalars(query.order_by(Evidence.number)))


def _next_log(enrolment: Enrolment) -> int:
    _require_practice(enrolment)
    logs = _logs(enrolment)
    if len(logs) >= LOGS_NEEDED:
        raise Refused(say("Es sind schon zwei Gespräche eingetragen."))
    return len(logs) + 1


def _sign(row: Evidence, on: date, by: Actor, now: datetime) -> None:
    row.signed_on, row.signed_at, row.signed_by_id = on, now, by.id
    row.row_version = (row.row_version or 1) + 1


def _check_day(day: date, now: datetime, field: str) -> None:
    if day > berlin_date(now):
        raise Refused(IN_FUTURE, field=field)


def _require_learning(enrolment: Enrolment) -> None:
    if enrolment.state not in LEARNING:
        raise Refused(say("Die Person ist gerade nicht in der Qualifizierung."))


def _require_practice(enrolment: Enrolment) -> None:
    if enrolment.state not in IN_PRACTICE:
        raise Refused(say("Das geht in der Praxisphase."))


def _require_waiting(evidence: Evidence, expected: int | None) -> None:
    if expected not in (None, evidence.row_version):
        raise _stale()
    if evidence.handed_in_at is None or evidence.returned_at is not None:
        raise Refused(say("Dieser Nachweis ist gerade nicht abgegeben."))


def _stale() -> Stale:
    return Stale(
        say(
            "Inzwischen hat sich dieser Nachweis geändert. "
            "Ihr Text ist noch da. Bitte ansehen und noch einmal speichern."
        )
    )


def _tell_trainer(enrolment: Enrolment, row: Evidence, entry: int, now: datetime) -> None:
    cohort = enrolment.cohort
    if cohort is None:
        return
    enqueue(
        key=f"evidence_handed_in:{row.id}:{entry}", template="evidence_handed_in",
        recipient=f"account:{cohort.trainer_id}", context={"evidence": row.id},
        reason={"rule": say("Jemand aus Ihrer Kohorte hat einen Nachweis abgegeben.")}, now=now, cause=entry,
    )  # fmt: skip
