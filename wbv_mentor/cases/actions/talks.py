"""Work done and work to do: talks, tasks, referrals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from wbv_mentor.cases import consent
from wbv_mentor.cases.actions.opening import next_step
from wbv_mentor.cases.events import happened, happened_before
from wbv_mentor.cases.models import TALK_MINUTES, Case, Talk, Task
from wbv_mentor.cases.path.anchors import FEEDBACK
from wbv_mentor.cases.rights import account_of, require_open, require_role, require_work
from wbv_mentor.cases.tasks import finish
from wbv_mentor.clock import berlin_date
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Refused, say
from wbv_mentor.pathways import journal, records
from wbv_mentor.pathways.definitions import workflow_of

OWNERS = ("mentor", "mentee", "coordinator")


def record_talk(*, case: Case, data: Mapping[str, Any], by: Actor, now: datetime, submission: str) -> Talk:
    """A talk that was held; its next step becomes a task. Refused for a day in the future."""
    require_work(case, by, "mentor")
    if happened_before(case, submission):
        return session.scalars(
            select(Talk).where(Talk.case_id == case.id, Talk.submission == submission)
        ).one()
    records.check(workflow_of(case).forms["talk"], data)
    if data["held_on"] > berlin_date(now):
        raise Refused(say("Datum: Ein Gespräch, das noch kommt, ist eine Aufgabe."), field="held_on")
    if bool(data.get("next_step")) != (data.get("next_step_by") is not None):
        field = "next_step_by" if data.get("next_step") else "next_step"
        raise Refused(say("Zum nächsten Schritt gehören beide Angaben: was und bis wann."), field=field)
    minutes = int(data["minutes"])
    if minutes not in TALK_MINUTES:
        raise Refused(say("Wählen Sie eine Dauer aus."), field="minutes")
    talk = Talk(
        case_id=case.id,
        held_on=data["held_on"],
        kind=data["kind"],
        minutes=minutes,
        keywords=data.get("keywords"),
        recorded_by_id=account_of(by),
        recorded_at=now,
        submission=submission,
    )
    session.add(talk)
    session.flush()
    entry = happened(case, "talk_recorded", by=by, now=now, submission=submission)
    if data.get("next_step"):
        next_step(case, str(data["next_step"]), data["next_step_by"], now=now, cause=entry.id)
    return talk


def add_task(
    *,
    case: Case,
    title: str | None,
    due_on: date,
    by: Actor,
    now: datetime,
    submission: str,
    owner: str = "mentor",
) -> Task:
    """Something to do, by a day."""
    require_role(by, "mentor", "coordinator")
    done = journal.find_submission(case, submission)
    if done is not None:
        return session.scalars(select(Task).where(Task.case_id == case.id, Task.cause == done.id)).one()
    require_open(case)
    if not (title := (title or "").strip()):
        raise Refused(say("Schreiben Sie, was zu tun ist."), field="title")
    if owner not in OWNERS:
        raise Refused(say("Wählen Sie aus, wer das tut."), field="owner")
    entry = happened(case, "task_added", by=by, now=now, submission=submission)
    task = Task(
        case_id=case.id, title=title[:200], due_on=due_on, owner=owner, created_at=now, cause=entry.id
    )
    session.add(task)
    session.flush()
    return task


def complete_task(*, task: Task, outcome: str | None, by: Actor, now: datetime, submission: str) -> None:
    """A task is done by recording what happened. Refused without that, or if it was done before."""
    require_role(by, "mentor", "coordinator", "mentee")
    case = session.get_one(Case, task.case_id)
    if happened_before(case, submission):
        return
    if task.done_at is not None:
        raise Refused(say("Diese Aufgabe ist schon erledigt."))
    if not (outcome := (outcome or "").strip()):
        raise Refused(say("Schreiben Sie kurz, was passiert ist."), field="outcome")
    finish(task, by=by, now=now, outcome=outcome)
    happened(case, "task_done", by=by, now=now, submission=submission)


def refer(*, case: Case, data: Mapping[str, Any], by: Actor, now: datetime, submission: str) -> None:
    """Lead the person on to other advice, with consent for this recipient."""
    require_work(case, by, "mentor")
    if happened_before(case, submission):
        return
    records.check(workflow_of(case).forms["referral"], data)
    to = str(data["referred_to"])
    if consent.alive(case, "referral", to) is None:
        if data.get("way") not in consent.ON_BEHALF_WAYS or data.get("given_on") is None:
            raise Refused(
                say(
                    "Es fehlt die Einwilligung in die Weiterleitung. "
                    "Tragen Sie ein, wann und wie die Person zugestimmt hat."
                ),
                field="way",
            )
        stated = consent.stated_by(by, data, now)
        consent.record(case=case, purpose="referral", recipient=to, by=by, now=now, **stated)
    records.submit_form(instance=case, form="referral", data=data, by=by, now=now)
    happened(case, "referred", by=by, now=now, submission=submission)


def note_referral_feedback(*, case: Case, by: Actor, now: datetime, submission: str) -> None:
    """The other advice has answered, or the person said how it went. Refused if nobody was led on."""
    require_role(by, "mentor", "coordinator")
    if records.latest(case, "referral") is None:
        raise Refused(say("In diesem Fall gibt es keine Weiterleitung."))
    happened(case, FEEDBACK, by=by, now=now, submission=submission)
