"""What the qualification knows of cases: how many a mentor has, and taking them away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from wbv_mentor.cases.models import Case
from wbv_mentor.cases.path.standing import open_task
from wbv_mentor.cases.tasks import make_task
from wbv_mentor.clock import berlin_date, berlin_moment
from wbv_mentor.db import session
from wbv_mentor.engine.actors import SYSTEM
from wbv_mentor.errors import say
from wbv_mentor.pathways import journal
from wbv_mentor.pathways.advance import advance
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.models import JournalEntry
from wbv_mentor.people.models import Account
from wbv_mentor.qualification.models import MAY_ACCOMPANY, Enrolment

BEFORE_CONSENT = ("contact", "consent_pending")
CLOSING = ("close_case", "close_without_course")
LOOK_WITHIN = timedelta(days=3)
ASKED = "handover"  # whoever was asked answers first
WITH_MENTOR = (
    "contact",
    "consent_pending",
    "intake",
    "needs_assessment",
    "offers",
    "plan_agreed",
    "funding",
    "booked",
    "in_course",
    "interrupted",
    "follow_up",
    "paused",
    ASKED,
)


def closed_cases_of(account_id: int, since: date) -> int:
    """How many cases a mentor has closed since a day; without a course counts too."""
    query = (
        select(func.count(func.distinct(JournalEntry.instance_id)))
        .join(Case, Case.id == JournalEntry.instance_id)
        .where(
            Case.mentor_id == account_id,
            JournalEntry.trigger.in_(CLOSING),
            JournalEntry.at >= berlin_moment(since, 0),
            JournalEntry.kind == "transition",
            ~journal.taken_back(),
        )
    )
    return int(session.scalar(query) or 0)


def lose_mentor(account_id: int, *, now: datetime, cause: int | None) -> int:
    """Take the open cases of a mentor who may no longer accompany; how many were moved."""
    rows = session.scalars(select(Case).where(Case.mentor_id == account_id)).all()
    return sum(orphan(case, now=now, cause=f"{cause}") for case in rows)


def orphan(case: Case, *, now: datetime, cause: str) -> bool:
    """End the mentor's support of one case. A pending handover is cancelled before; without a consent
    yet the coordination gets a task. Answers whether the case was moved."""
    if case.state in BEFORE_CONSENT:
        if open_task(case, "find_mentor") is not None:
            return False  # somebody asked for advice; the coordination knows
        make_task(
            case=case,
            code="contact_lost_mentor",
            owner="coordinator",
            due_on=berlin_date(now) + LOOK_WITHIN,
            title=say("Kontakt ohne Begleitung: andere Begleitung finden oder Kontakt löschen"),
            now=now,
            cause=None,
        )
        return False
    if case.state == ASKED:
        _fire(case, "cancel_handover", now, cause)
    if case.state not in workflow_of(case).transitions["lose_mentor"].source:
        return False
    _fire(case, "lose_mentor", now, cause)
    return True


def _fire(case: Case, trigger: str, now: datetime, cause: str) -> None:
    newest = journal.last_entry(case)
    seq = newest.seq if newest is not None else 0
    submission = f"{cause}:{trigger}:{case.id}:{seq}"
    advance(instance=case, trigger=trigger, by=SYSTEM, now=now, submission=submission)


def orphans() -> Sequence[int]:
    """Ids of cases whose mentor may no longer accompany, also those that came back from another state."""
    accompanies = (
        select(Enrolment.account_id)
        .join(Account, Account.id == Enrolment.account_id)
        .where(Enrolment.state.in_(MAY_ACCOMPANY), Account.active.is_(True))
    )
    left_alone = Case.mentor_id.is_(None) & (Case.state != ASKED)  # closed without a mentor, then reopened
    query = select(Case.id).where(
        left_alone | Case.mentor_id.not_in(accompanies), Case.state.in_(WITH_MENTOR)
    )
    found: Sequence[int] = session.scalars(query.order_by(Case.id)).all()
    return found
