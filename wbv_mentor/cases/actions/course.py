"""What changes about course, employer and release without a change of state."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from wbv_mentor.cases.events import happened, happened_before
from wbv_mentor.cases.models import Case
from wbv_mentor.cases.path.course_days import check_course_days
from wbv_mentor.cases.path.guards_plan import dates_in_order
from wbv_mentor.cases.requests import NO_LONGER, end_employer_consents, revoke_requests
from wbv_mentor.cases.rights import require_work
from wbv_mentor.cases.tasks import make_task_of
from wbv_mentor.clock import berlin_date
from wbv_mentor.companies.models import Company
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Refused, say
from wbv_mentor.funding.queries import undecided
from wbv_mentor.pathways import records

WITHOUT_CONFIRMATION = ("not_needed", "waived")


def change_course_dates(
    *, case: Case, course_start: date, course_end: date, by: Actor, now: datetime, submission: str
) -> None:
    """Other dates; the deadlines of case and applications are computed anew. Refused, naming both
    dates, if the end lies before the start."""
    require_work(case, by, "mentor")
    if happened_before(case, submission):
        return
    wrong = dates_in_order(course_start, course_end)
    if wrong is not None:
        raise Refused(wrong, field="course_end")
    case.course_start, case.course_end = course_start, course_end
    session.flush()
    dates = {"course_start": course_start, "course_end": course_end}
    records.submit_form(instance=case, form="course_dates", data=dates, by=by, now=now)
    happened(case, "course_dates_changed", by=by, now=now, submission=submission)


def record_exam_result(
    *, case: Case, exam_result_on: date, by: Actor, now: datetime, submission: str
) -> None:
    """The day of the exam result, known only after the course; the Aufstiegsbonus counts from it."""
    require_work(case, by, "mentor")
    if happened_before(case, submission):
        return
    if exam_result_on > berlin_date(now):
        raise Refused(
            say("Tag des Prüfungsergebnisses: Das Datum liegt in der Zukunft."), field="exam_result_on"
        )
    check_course_days(case, {"exam_result_on": exam_result_on})
    case.exam_result_on = exam_result_on
    session.flush()
    happened(case, "exam_result_recorded", by=by, now=now, submission=submission)


def change_employer(
    *,
    case: Case,
    employer: str | None,
    workplace: str | None,
    by: Actor,
    now: datetime,
    submission: str,
    company_id: int | None = None,
) -> None:
    """Employer (of the directory, or by name) and workplace, which are two things; both may stay empty.

    Consents towards the old employer and open questions to it end; applications are looked at again.
    """
    require_work(case, by, "mentor")
    if happened_before(case, submission):
        return
    if company_id is not None and session.scalar(select(Company.id).where(Company.id == company_id)) is None:
        raise Refused(say("Dieser Betrieb steht nicht im Verzeichnis."), field="employer")
    name = (employer or "").strip() or None
    other = (company_id, name) != (case.employer_id, case.employer_name)
    case.employer_id, case.employer_name = company_id, name
    case.workplace = (workplace or "").strip() or None
    session.flush()
    entry = happened(case, "employer_changed", by=by, now=now, submission=submission)
    if not other:
        return
    end_employer_consents(case, way=NO_LONGER, now=now)
    revoke_requests(case, now=now, cause=str(entry.id))
    for row in undecided(case):
        make_task_of(
            instance=row,
            code="check_again",
            title=say("Förderantrag wegen des neuen Betriebs noch einmal prüfen"),
            due_on=berlin_date(now),
            owner="mentor",
            now=now,
            cause=entry.id,
        )


def settle_release(
    *, case: Case, release: str, reason: str | None, by: Actor, now: datetime, submission: str
) -> None:
    """No confirmation by the company: not needed, or waived; each with a reason. Kept for the booking."""
    require_work(case, by, "mentor")
    if happened_before(case, submission):
        return
    if release not in WITHOUT_CONFIRMATION:
        raise Refused(say("Wählen Sie eine Antwort aus."), field="release")
    if not (reason := (reason or "").strip()):
        text = say("Bitte schreiben Sie, warum keine Freistellung nötig ist oder auf sie verzichtet wird.")
        raise Refused(text, field="reason")
    booking = {"release": release, "release_reason": reason[:300]}
    records.fill_in(instance=case, form="book_course", values=booking, by=by, now=now)
    happened(case, "release_settled", by=by, now=now, submission=submission)
