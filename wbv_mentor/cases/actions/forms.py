"""What is entered under a form of a case: kept as a draft, or completed with what follows from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from wbv_mentor.cases.actions.course import change_course_dates, change_employer
from wbv_mentor.cases.actions.opening import change_reachability, record_concern
from wbv_mentor.cases.actions.talks import record_talk, refer
from wbv_mentor.cases.events import happened, happened_before
from wbv_mentor.cases.models import Case
from wbv_mentor.cases.path.anchors import FOLLOW_UPS, follow_up_done
from wbv_mentor.cases.path.course_days import check_course_days
from wbv_mentor.cases.rights import GONE, OVER, require_role, require_work
from wbv_mentor.clock import berlin_date
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import NotFound, Refused, say
from wbv_mentor.pathways import deadlines, records
from wbv_mentor.pathways.definitions import workflow_of

PLAIN = ("intake", "needs_assessment", "offers")
AFTER_CONSENT = (*PLAIN, *FOLLOW_UPS, "attendance", "plan", "book_course", "finish_course")


def save_draft(*, case: Case, form: str, data: Mapping[str, Any], by: Actor, now: datetime) -> None:
    """Keep what was typed so far ("Später fortsetzen"). NotFound for a form the path does not have."""
    require_role(by, "mentor", "mentee", "coordinator")
    if form not in workflow_of(case).forms:
        raise NotFound()
    if case.state in GONE:
        raise Refused(say("Die Einwilligung wurde zurückgezogen. Es wird nichts mehr aufgeschrieben."))
    if form in AFTER_CONSENT and case.state not in OVER:
        require_work(case, by, "mentor", "mentee")
    records.save_draft(instance=case, form=form, data=data, by=by, now=now)


def save_form(
    *, case: Case, form: str, data: Mapping[str, Any], by: Actor, now: datetime, submission: str
) -> None:
    """Complete a form ("Speichern und weiter"). Refused when a required field is empty.

    Forms with a use case of their own (reachability, concern, talk, ...) go there. NotFound for one
    that is asked only when its transition is fired.
    """
    own = _own_use_case(form)
    if own is not None:
        own(case=case, data=data, by=by, now=now, submission=submission)
    elif form in FOLLOW_UPS:
        _save_follow_up(case, form, data, by, now, submission)
    elif form == "attendance":
        _save_attendance(case, data, by, now, submission)
    elif form in PLAIN:
        require_work(case, by, "mentor")
        _save(case, form, data, by, now, submission, "form_saved")
    else:
        raise NotFound()


def _own_use_case(form: str) -> Callable[..., object] | None:
    found: dict[str, Callable[..., object]] = {
        "reachability": change_reachability,
        "concern": record_concern,
        "talk": record_talk,
        "referral": refer,
        "course_dates": _course_dates,
        "employer": _employer,
    }
    return found.get(form)


def _save(
    case: Case, form: str, data: Mapping[str, Any], by: Actor, now: datetime, submission: str, event: str
) -> None:
    if happened_before(case, submission):
        return
    records.submit_form(instance=case, form=form, data=data, by=by, now=now)
    happened(case, event, by=by, now=now, submission=submission)


def _save_follow_up(
    case: Case, form: str, data: Mapping[str, Any], by: Actor, now: datetime, submission: str
) -> None:
    """A follow-up meets the deadline of its name once the person was reached or tried three times."""
    require_work(case, by, "mentor", "mentee")
    if happened_before(case, submission):
        return
    answers = dict(data) | ({"reached": True} if by.role == "mentee" else {})
    records.submit_form(instance=case, form=form, data=answers, by=by, now=now)
    if follow_up_done(case, form):
        deadlines.meet(instance=case, rule=form, now=now)
    happened(case, "follow_up_recorded", by=by, now=now, submission=submission)


def _save_attendance(case: Case, data: Mapping[str, Any], by: Actor, now: datetime, submission: str) -> None:
    require_work(case, by, "mentor", "mentee")
    day = data.get("as_of")
    if day is not None and day > berlin_date(now):
        raise Refused(say("Stand vom: Das Datum liegt in der Zukunft."), field="as_of")
    check_course_days(case, data)
    if not 0 <= int(data.get("attended_percent") or 0) <= 100:
        raise Refused(say("Geben Sie eine Zahl von 0 bis 100 ein."), field="attended_percent")
    _save(case, "attendance", data, by, now, submission, "attendance_recorded")


def _course_dates(*, case: Case, data: Mapping[str, Any], by: Actor, now: datetime, submission: str) -> None:
    records.check(workflow_of(case).forms["course_dates"], data)
    change_course_dates(
        case=case, course_start=data["course_start"], course_end=data["course_end"], by=by, now=now,
        submission=submission,
    )  # fmt: skip


def _employer(*, case: Case, data: Mapping[str, Any], by: Actor, now: datetime, submission: str) -> None:
    company = data.get("employer")
    change_employer(
        case=case, company_id=int(company) if company else None, employer=data.get("employer_name"),
        workplace=data.get("workplace"), by=by, now=now, submission=submission,
    )  # fmt: skip
