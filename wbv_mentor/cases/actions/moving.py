"""Firing a transition of a case: pathways.advance, with the proof of what was said on paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from wbv_mentor.cases.consent import TEXT_VERSION, stated_by
from wbv_mentor.cases.models import Case, Consent, Handover
from wbv_mentor.cases.path.course_days import check_course_days
from wbv_mentor.cases.proofs import Proof, keep
from wbv_mentor.clock import berlin_date
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Refused, say
from wbv_mentor.pathways import journal
from wbv_mentor.pathways.advance import Advanced, advance
from wbv_mentor.pathways.definitions import workflow_of

OF_THE_COURSE = ("interrupt_course", "finish_course")
STATED = ("way", "given_on", "text_version")


def fire(
    *,
    case: Case,
    trigger: str,
    by: Actor,
    now: datetime,
    submission: str,
    expected_version: int | None = None,
    data: Mapping[str, Any] | None = None,
    note: str | None = None,
    proof: Proof | None = None,
) -> Advanced:
    """Fire one transition of a case. For a mentee way, day and text are those of the own click.

    Raises what `advance` raises; Refused for paper of which neither a photo exists nor the original
    goes to the AK.
    """
    given = dict(data or {})
    way = workflow_of(case).transitions[trigger]
    fields = {field.name for field in workflow_of(case).forms[way.form].fields} if way.form else set()
    if by.role == "mentee":
        stated = stated_by(by, given, now)
        given |= {name: stated[name] for name in STATED if name in fields}
    elif given.get("way") == "paper" and "text_version" in fields:
        given.setdefault("text_version", TEXT_VERSION)
    if trigger in OF_THE_COURSE and journal.find_submission(case, submission) is None:
        check_course_days(case, given)
    if proof is not None:
        given["proof"] = proof.sha256
    moved = advance(
        instance=case,
        trigger=trigger,
        by=by,
        now=now,
        submission=submission,
        expected_version=expected_version,
        data=given,
        note=note,
    )
    if proof is not None and not moved.repeated:
        keep(_consent_of(case, now), proof, now=now)
    return moved


def _consent_of(case: Case, now: datetime) -> Consent:
    """The consent that was recorded by this very firing."""
    query = select(Consent).where(Consent.case_id == case.id, Consent.given_at == now).order_by(Consent.id)
    return session.scalars(query).first() or _no_consent()


def _no_consent() -> Consent:
    raise Refused(say("Zu diesem Schritt gehört kein Blatt."), field="proof")


def answer_handover(
    *, handover: Handover, accept: bool, by: Actor, now: datetime, submission: str
) -> Advanced:
    """The receiver says yes or no. Refused if the question was answered or taken back meanwhile."""
    case = session.get_one(Case, handover.case_id)
    done = journal.find_submission(case, submission)
    if done is not None:
        return Advanced(done, repeated=True)
    if handover.answered_at is not None:
        day = berlin_date(handover.answered_at)
        raise Refused(say("Diese Anfrage ist schon erledigt (%(day)s).", day=day))
    trigger = "accept_handover" if accept else "refuse_handover"
    return fire(case=case, trigger=trigger, by=by, now=now, submission=submission)
