"""What the coordination does, and what a mentee without a mentor chooses."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from wbv_mentor.cases.events import happened, happened_before
from wbv_mentor.cases.letters.recipients import COORDINATION
from wbv_mentor.cases.letters.sending import write
from wbv_mentor.cases.models import CHANNELS, Case, LookInto
from wbv_mentor.cases.path.standing import TRIES
from wbv_mentor.cases.rights import GONE, account_of, require_role
from wbv_mentor.cases.tasks import make_task
from wbv_mentor.clock import berlin_date
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Message, Refused, say
from wbv_mentor.pathways import journal

ANSWER_WITHIN = timedelta(days=3)
FUTURES: dict[str, Message] = {
    "other_mentor_here": say("Wunsch der Person: andere Begleitung im selben Betrieb"),
    "mentor_from_outside": say("Wunsch der Person: Begleitung von außerhalb"),
    "ak_team": say("Wunsch der Person: Begleitung durch das Team der Arbeitskammer"),
    "end_and_erase": say("Wunsch der Person: beenden und löschen"),
}


def look_into(*, case: Case, reason: str | None, by: Actor, now: datetime, submission: str) -> LookInto:
    """Open a case's content for the rest of the day. The mentee sees who looked, when and why."""
    require_role(by, "coordinator")
    done = journal.find_submission(case, submission)
    if done is not None:
        made = select(LookInto).where(LookInto.case_id == case.id, LookInto.looked_at == done.at)
        return session.scalars(made).one()
    if case.state in GONE:
        raise Refused(
            say("Die Einwilligung wurde zurückgezogen. Der Inhalt ist für niemanden mehr zu sehen.")
        )
    if not (reason := (reason or "").strip()):
        raise Refused(
            say("Bitte schreiben Sie, warum Sie den Inhalt ansehen. Die Person kann das lesen."),
            field="reason",
        )
    row = LookInto(case_id=case.id, account_id=account_of(by), role=by.role, looked_at=now, reason=reason)
    session.add(row)
    session.flush()
    happened(case, "looked_into", by=by, now=now, submission=submission)
    return row


def record_try(*, case: Case, channel: str, by: Actor, now: datetime, submission: str) -> None:
    """A try to reach a mentee without a mentor; two on two ways come before the case is closed."""
    require_role(by, "coordinator")
    if happened_before(case, submission):
        return
    if case.state != "awaiting_mentor":
        raise Refused(say("Versuche werden nur festgehalten, solange der Fall ohne Begleitung ist."))
    if channel not in CHANNELS:
        raise Refused(say("Wählen Sie eine Antwort aus."), field="channel")
    event = next(name for name, way in TRIES.items() if way == channel)
    happened(case, event, by=by, now=now, submission=submission)


def choose_future(*, case: Case, choice: str, by: Actor, now: datetime, submission: str) -> None:
    """How a mentee without a mentor wants to go on: the coordination gets a task and a mail.

    "End and erase" is her withdrawal; she fires that transition herself.
    """
    require_role(by, "mentee")
    if happened_before(case, submission):
        return
    if case.state != "awaiting_mentor":
        raise Refused(say("Gerade gibt es hier nichts zu wählen."))
    if choice not in FUTURES:
        raise Refused(say("Wählen Sie eine Antwort aus."), field="choice")
    entry = happened(case, "future_chosen", by=by, now=now, submission=submission)
    make_task(
        case=case, code=f"wish:{choice}", title=FUTURES[choice], due_on=berlin_date(now) + ANSWER_WITHIN,
        owner="coordinator", now=now, cause=entry.id,
    )  # fmt: skip
    rule = say("Eine Person ohne Begleitung hat gewählt, wie es weitergehen soll.")
    write(case, "case_mentor_lost", [COORDINATION], rule=rule, now=now, cause=entry.id)


def set_legal_hold(*, case: Case, hold: bool, by: Actor, now: datetime, submission: str) -> None:
    """Keep a case from being erased while a court or an authority needs it, or end that."""
    require_role(by, "coordinator")
    if happened_before(case, submission) or case.legal_hold == hold:
        return
    case.legal_hold = hold
    event = "legal_hold_set" if hold else "legal_hold_ended"
    happened(case, event, by=by, now=now, submission=submission)
