"""As whom somebody reads a case, and what a form shows when it opens."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from wbv_mentor.cases.consent import TEXT_VERSION
from wbv_mentor.cases.models import Case, LookInto
from wbv_mentor.cases.scope import GONE, start_of_day
from wbv_mentor.clock import berlin_date
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.german import german_order
from wbv_mentor.pathways import records
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.people.models import Account
from wbv_mentor.qualification.models import MAY_OPEN_CASES, Enrolment


def reading_role(*, case: Case, actor: Actor, now: datetime) -> str:
    """ "mentor" for the own mentor, and for a coordinator who said today why; else the actor's own role."""
    if actor.role == "mentor" and case.mentor_id != actor.id:
        return "applicant"  # no field is visible to a mentor of another case
    if actor.role == "coordinator" and case.state not in GONE and looked_today(case, actor, now):
        return "mentor"
    return actor.role


def looked_today(case: Case, actor: Actor, now: datetime) -> bool:
    """Whether this coordinator stated a reason for this case today."""
    query = select(LookInto.id).where(
        LookInto.case_id == case.id, LookInto.account_id == actor.id, LookInto.looked_at >= start_of_day(now)
    )
    return session.scalars(query).first() is not None


def may_read_content(*, case: Case, actor: Actor, now: datetime) -> bool:
    """Whether more than status, dates and codes may be shown."""
    return case.state not in GONE and reading_role(case=case, actor=actor, now=now) == "mentor"


def form_values(*, case: Case, form: str, actor: Actor, now: datetime) -> dict[str, Any]:
    """What a form shows when it opens: the draft, else what was kept last, else what can be known."""
    role = reading_role(case=case, actor=actor, now=now)
    known = records.read_record(case, form, role, submitted=False)
    if known or form not in workflow_of(case).forms:
        return known
    return {name: value for name, value in _presets(case, form, now).items() if value not in (None, "")}


def _presets(case: Case, form: str, now: datetime) -> dict[str, Any]:
    today = berlin_date(now)
    course = {"course_start": case.course_start, "course_end": case.course_end}
    presets: dict[str, dict[str, Any]] = {
        "reachability": {"no_calls_at_work": True},
        "intake": records.values(case, "concern"),
        "plan": {"goal": records.values(case, "intake").get("goal"), "text_version": TEXT_VERSION},
        "book_course": {**course, "course_title": case.course_title, "provider": case.course_provider},
        "course_dates": course,
        "employer": {
            "employer": str(case.employer_id) if case.employer_id else None,
            "employer_name": case.employer_name,
            "workplace": case.workplace,
        },
        "talk": {"held_on": today},
        "attendance": {"as_of": today},
        "finish_course": {"ended_on": min(case.course_end, today) if case.course_end else today},
        "referral": {"referred_on": today},
        "close_case": {"outcome_code": _outcome(case)},
    }
    fields = {field.name for field in workflow_of(case).forms[form].fields}
    shown = presets.get(form, {}) | ({"text_version": TEXT_VERSION} if "text_version" in fields else {})
    return {name: value for name, value in shown.items() if name in fields}


def _outcome(case: Case) -> str | None:
    result = records.values(case, "finish_course").get("result")
    return result if result in ("degree", "certificate", "no_certificate", "dropped") else None


def mentor_choices() -> list[tuple[int, str]]:
    """Who stands in the register and may take cases, by name."""
    query = (
        select(Account)
        .join(Enrolment, Enrolment.account_id == Account.id)
        .where(Enrolment.state.in_(MAY_OPEN_CASES), Account.active.is_(True))
        .order_by(german_order(Account.last_name), german_order(Account.first_name), Account.id)
    )
    return [(account.id, account.display_name) for account in session.scalars(query)]
