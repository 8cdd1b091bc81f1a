"""Somebody who has no mentor yet asks for advice: a case in `contact`; the coordinator finds one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from wbv_mentor.cases.events import happened
from wbv_mentor.cases.letters.links import make_link
from wbv_mentor.cases.letters.recipients import COORDINATION
from wbv_mentor.cases.letters.sending import write, write_to_mentee
from wbv_mentor.cases.models import Case, Mentee
from wbv_mentor.cases.tasks import make_task
from wbv_mentor.clock import berlin_date
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Refused, say
from wbv_mentor.pathways import journal, records
from wbv_mentor.pathways.advance import start
from wbv_mentor.pathways.references import hold_series, next_reference
from wbv_mentor.people.addresses import check_address, normalise

FIND_WITHIN = timedelta(days=7)
PRIVATE = ("email", "phone", "postal_address")


@dataclass(frozen=True)
class Asked:
    """What somebody says who asks for advice; nothing of it is checked yet."""

    alias: str
    channel: str
    email: str | None = None
    phone: str | None = None
    postal_address: str | None = None
    no_calls_at_work: bool = True
    wish: str | None = None
    employer: str | None = None
    workplace: str | None = None
    language: str = "de"


def ask_for_advice(*, asked: Asked, now: datetime, submission: str) -> Case:
    """Open a case without a mentor; the mentee gets the own link by mail, the coordination a task and a mail.

    A repeat answers the first case. Refused for a company's address: there others could read along.
    """
    hold_series("case", now)
    begun = journal.find_start(submission)
    if begun is not None:
        return session.get_one(Case, begun)
    mentee = _person(asked, now)
    by = Actor("mentee", mentee.id)
    way = "link" if asked.channel == "email" else "paper"
    case = start(
        model=Case, workflow="mentee_case", by=by, now=now, submission=submission,
        data={"alias": mentee.alias, "way": way, "relation": "none"}, reference=next_reference("case", now),
        mentee_id=mentee.id, mentor_id=None, opened_by_id=None, relation="none",
        employer_name=asked.employer, workplace=asked.workplace,
    )  # fmt: skip
    records.submit_form(instance=case, form="reachability", data=_reachability(mentee), by=by, now=now)
    cause = happened(case, "advice_asked", by=by, now=now, submission=f"{submission}:asked").id
    _find_a_mentor(case, asked.wish, now, cause)
    make_link(case, now=now)
    rule = say("Jemand hat diese Adresse auf der Seite „Ich suche Rat“ eingetragen.")
    write_to_mentee(case, "case_asked", rule=rule, now=now, cause=cause)
    return case


def _person(asked: Asked, now: datetime) -> Mentee:
    kept: dict[str, Any] = {name: getattr(asked, name) for name in PRIVATE}
    if asked.email:
        kept["email"] = normalise(asked.email)
        objection = check_address(kept["email"])
        if objection is not None:
            raise Refused(objection, field="email")
    mentee = Mentee(
        alias=asked.alias.strip(), channel=asked.channel, no_calls_at_work=asked.no_calls_at_work,
        language=asked.language, created_at=now, **kept,
    )  # fmt: skip
    session.add(mentee)
    session.flush()
    return mentee


def _reachability(mentee: Mentee) -> dict[str, Any]:
    told = {name: getattr(mentee, name) for name in PRIVATE}
    return {**told, "channel": mentee.channel, "no_calls_at_work": mentee.no_calls_at_work}


def _find_a_mentor(case: Case, wish: str | None, now: datetime, cause: int) -> None:
    task = make_task(
        case=case, code="find_mentor", title=say("Begleitung für eine neue Anfrage finden"),
        due_on=berlin_date(now) + FIND_WITHIN, owner="coordinator", now=now, cause=cause,
    )  # fmt: skip
    task.outcome = wish
    rule = say("Jemand sucht Rat und hat noch keine Begleitung.")
    write(case, "case_asked_staff", [COORDINATION], rule=rule, now=now, cause=cause)
