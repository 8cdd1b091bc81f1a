"""What a mentee asks for on the own page and somebody else has to do: each becomes a task."""

from __future__ import annotations

from datetime import datetime, timedelta

from wbv_mentor.cases.models import Case
from wbv_mentor.cases.path.standing import open_task
from wbv_mentor.cases.tasks import make_task
from wbv_mentor.clock import berlin_date
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Message, say
from wbv_mentor.pathways import journal

OTHER_MENTOR, GO_ON_AGAIN, PLAN_CHANGE = "other_mentor_wished", "reopening_wished", "plan_change_wished"
SOON, THIS_WEEK = timedelta(days=3), timedelta(days=7)


def register_events() -> None:
    """Name the wishes for the history."""
    journal.register_event(OTHER_MENTOR, say("Andere Begleitung gewünscht"))
    journal.register_event(GO_ON_AGAIN, say("Weitere Beratung gewünscht"))
    journal.register_event(PLAN_CHANGE, say("Plan noch nicht bestätigt"))


def wish_other_mentor(*, case: Case, by: Actor, now: datetime, submission: str) -> None:
    """The coordination looks for another mentor together with the mentee."""
    title = say("Andere Begleitung gewünscht: bitte bei der ratsuchenden Person melden")
    _wish(case, OTHER_MENTOR, title, "coordinator", SOON, by, now, submission)


def wish_to_go_on(*, case: Case, by: Actor, now: datetime, submission: str) -> None:
    """The mentor reopens a closed case or opens the next one; without a mentor the coordination does."""
    owner = "mentor" if case.mentor_id is not None else "coordinator"
    title = say("Die ratsuchende Person möchte weiter beraten werden: Fall wieder öffnen")
    _wish(case, GO_ON_AGAIN, title, owner, THIS_WEEK, by, now, submission)


def wish_plan_change(*, case: Case, text: str | None, by: Actor, now: datetime, submission: str) -> None:
    """The plan is not yet what the mentee wants; the mentor talks it over again."""
    title = say("Plan noch einmal besprechen")
    if text:
        title = say("Plan noch einmal besprechen: %(text)s", text=text)
    _wish(case, PLAN_CHANGE, title, "mentor", THIS_WEEK, by, now, submission)


def is_wished(case: Case, code: str) -> bool:
    """Whether the wish is still open."""
    return open_task(case, code) is not None


def _wish(
    case: Case,
    code: str,
    title: Message,
    owner: str,
    span: timedelta,
    by: Actor,
    now: datetime,
    submission: str,
) -> None:
    if journal.find_submission(case, submission) is not None:
        return
    entry = journal.note(instance=case, event=code, by=by, now=now, submission=submission)
    make_task(
        case=case,
        code=code,
        title=title,
        due_on=berlin_date(now) + span,
        owner=owner,
        now=now,
        cause=entry.id,
    )
