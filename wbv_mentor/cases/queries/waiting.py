"""What a mentor can only wait for, and for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import contains_eager

from wbv_mentor.cases.models import Case, EmployerRequest, Handover, Mentee
from wbv_mentor.cases.path.release import times_to_accept
from wbv_mentor.cases.queries.due import deadlines_where
from wbv_mentor.cases.rows.models import ListedCase
from wbv_mentor.cases.scope import GONE, cases_seen_by
from wbv_mentor.clock import berlin_date
from wbv_mentor.companies.models import Confirmation, Contact
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.engine.labels import ROLE_LABELS
from wbv_mentor.engine.types import Label
from wbv_mentor.errors import Message, say
from wbv_mentor.funding.catalogue import instrument
from wbv_mentor.funding.models import FundingApplication
from wbv_mentor.pathways.models import Deadline
from wbv_mentor.people.models import Account

CLOSED = ("closed", "closed_without_course")
THE_MENTEE = ROLE_LABELS["mentee"]
THE_COMPANY = ROLE_LABELS["company"]
AT_COURT = say("Gericht oder AK-Rechtsberatung")
ANSWER = say("Antwort des Betriebs auf Ihre Anfrage")
YES_TO_THE_WORDS = say("Einwilligung zur Anfrage an den Betrieb")
YES_TO_OTHER_TIMES = say("Antwort auf die anderen Zeiten des Betriebs")
DECISIONS = {
    "submitted": say("Entscheidung über Antrag %(number)s"),
    "objection": say("Entscheidung über den Widerspruch zu Antrag %(number)s"),
    "court": say("Ergebnis der Klage zu Antrag %(number)s"),
}


@dataclass(frozen=True)
class Waiting:
    """Something that somebody else has to do. `kind`: consent, handover, question, application, mentee.

    `since` says for how long it has been waited for, `due_on` until when it has to be done.
    """

    kind: str
    text: Label | Message | str
    whom: Label | Message | str
    since: date | None
    due_on: date | None
    reference: str
    initials: str
    address: str


def waiting_for_others(*, actor: Actor, today: date) -> list[Waiting]:
    """What a mentor can only wait for: consents, answers to handovers, decisions, the mentee's own part."""
    if actor.role != "mentor":
        return []
    found = [
        *_consents(actor), *_handovers(actor), *_questions(actor), *_applications(actor),
        *_mentees(actor, today),
    ]  # fmt: skip
    return sorted(found, key=lambda item: (item.since or item.due_on or today, item.reference))


def _own(actor: Actor, *criteria: ColumnElement[bool]) -> Any:
    return (
        cases_seen_by(actor)
        .join(Mentee, Mentee.id == Case.mentee_id)
        .where(*criteria)
        .options(contains_eager(Case.mentee))
    )


def _of(case: Case, kind: str, text: Message, whom: Label | Message | str, place: str = "") -> Waiting:
    return Waiting(
        kind, text, whom, berlin_date(case.entered_at), None, str(case.reference), case.mentee.initials,
        f"/cases/{case.reference}{place}",
    )  # fmt: skip


def _consents(actor: Actor) -> list[Waiting]:
    return [
        _of(case, "consent", say("Einwilligung fehlt noch"), THE_MENTEE, "/link")
        for case in session.scalars(_own(actor, Case.state == "consent_pending"))
    ]


def _handovers(actor: Actor) -> list[Waiting]:
    own: dict[int, Case] = {case.id: case for case in session.scalars(_own(actor, Case.state == "handover"))}
    asked = (
        select(Handover.case_id, Account)
        .join(Account, Account.id == Handover.to_account_id)
        .where(Handover.case_id.in_(own), Handover.answered_at.is_(None))
    )
    return [
        _of(own[case_id], "handover", say("Antwort auf die Übergabe"), receiver.display_name)
        for case_id, receiver in session.execute(asked)
    ]


def _questions(actor: Actor) -> list[Waiting]:
    """Questions to the employer: the person says yes to the words, the company answers, and where it names
    other times, the person says yes to those."""
    open_ones = _own(actor, Case.state.not_in(CLOSED))
    own: dict[int, Case] = {case.id: case for case in session.scalars(open_ones)}
    asked = select(EmployerRequest).where(
        EmployerRequest.case_id.in_(own), EmployerRequest.declined_at.is_(None)
    )
    found = (_question(own[row.case_id], row) for row in session.scalars(asked.order_by(EmployerRequest.id)))
    return [line for line in found if line is not None]


def _question(case: Case, row: EmployerRequest) -> Waiting | None:
    """Whom a question waits for; None if nothing is open or the person has just said yes to its words."""
    whom: Message | Label | str = THE_MENTEE
    asked = session.get(Confirmation, row.confirmation_id) if row.confirmation_id else None
    if asked is None and row.consent_id is None:
        text, since = YES_TO_THE_WORDS, row.prepared_at
    elif asked is not None and asked.state == "requested":
        contact = session.get_one(Contact, row.contact_id)
        text, whom, since = ANSWER, f"{contact.name}, {contact.company.name}", asked.started_at
    elif asked is not None and asked == times_to_accept(case):
        text, since = YES_TO_OTHER_TIMES, asked.entered_at
    else:
        return None
    reference, initials = str(case.reference), case.mentee.initials
    address = f"/cases/{reference}/requests/{row.id}"
    return Waiting("question", text, whom, berlin_date(since), None, reference, initials, address)


def _applications(actor: Actor) -> list[Waiting]:
    own: dict[int, Case] = {case.id: case for case in session.scalars(_own(actor))}
    query = select(FundingApplication).where(
        FundingApplication.state.in_(DECISIONS), FundingApplication.case_id.in_(own)
    )
    return [
        _decision(own[row.case_id], row)
        for row in session.scalars(query.order_by(FundingApplication.entered_at))
    ]


def _decision(case: Case, row: FundingApplication) -> Waiting:
    chosen = instrument(row.instrument)
    whom = AT_COURT if row.state == "court" else chosen.authority or THE_COMPANY
    return Waiting(
        "application",
        say(DECISIONS[row.state].text, number=row.number),
        whom,
        berlin_date(row.entered_at),
        None,
        str(case.reference),
        case.mentee.initials,
        f"/cases/{case.reference}/applications/{row.number}",
    )


def _mentees(actor: Actor, today: date) -> list[Waiting]:
    ids = session.scalars(select(ListedCase.case_id).where(ListedCase.mentor_id == actor.id)).all()
    own = (
        (Case.mentor_id == actor.id)
        & Case.state.not_in((*GONE, "awaiting_mentor"))
        & (Deadline.owner == "mentee")
    )
    return [
        Waiting(
            "mentee", item.title, THE_MENTEE, None, item.due_on, item.reference, item.initials, item.address
        )
        for item in deadlines_where(own, actor=actor, today=today, within=ids)
    ]
