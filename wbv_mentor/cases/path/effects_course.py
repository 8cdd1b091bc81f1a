"""What follows on the way from the funding check to the outcome."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from wbv_mentor.cases.models import Case, Offer
from wbv_mentor.cases.path.erasure import forget_sensitive
from wbv_mentor.cases.path.guards_plan import has_afbg
from wbv_mentor.cases.requests import revoke_requests
from wbv_mentor.cases.tasks import make_task, make_task_of
from wbv_mentor.clock import berlin_date
from wbv_mentor.db import session
from wbv_mentor.engine.actors import SYSTEM
from wbv_mentor.engine.registry import Context, effect
from wbv_mentor.errors import Message, Refused, say
from wbv_mentor.funding.catalogue import instrument
from wbv_mentor.funding.queries import applications_of, unfiled
from wbv_mentor.pathways import records
from wbv_mentor.pathways.advance import advance
from wbv_mentor.pathways.deadlines import open_deadlines

CHECK_WITHIN = timedelta(days=14)
REPORT_WITHIN = timedelta(days=14)
GRANTED = ("approved", "partly_approved", "deemed_approved", "final_approved")
OUTCOME_OF_RESULT = {
    "degree": "degree",
    "certificate": "certificate",
    "no_certificate": "no_certificate",
    "exam_open": "no_certificate",
    "dropped": "dropped",
}
REPORTS: dict[str, Message] = {
    "afbg": say("Ende oder Abbruch dem Amt für Ausbildungsförderung melden"),
    "sgb3": say("Ende oder Abbruch dem Betrieb und der Agentur für Arbeit melden lassen"),
}
ANY_REPORT = say("Ende oder Abbruch der Stelle melden, die den Kurs fördert")


@effect("start_funding_check")
def start_funding_check(context: Context) -> None:
    """A task for the mentor. Nothing leaves the house."""
    make_task(
        case=context.instance,
        code="funding_check",
        title=say("Förderung prüfen: je Instrument Ergebnis und Grund"),
        due_on=berlin_date(context.now) + CHECK_WITHIN,
        owner="mentor",
        now=context.now,
        cause=context.entry_id,
    )


@effect("set_course_dates")
def set_course_dates(context: Context) -> None:
    """The booked course, from whose dates deadlines are counted."""
    case, data = context.instance, context.data
    case.course_title, case.course_provider = data["course_title"], data["provider"]
    case.course_start, case.course_end = data["course_start"], data["course_end"]
    case.exam_result_on = None


@effect("clear_course_dates")
def clear_course_dates(context: Context) -> None:
    """No course is planned any more; deadlines that were counted from it become obsolete."""
    case: Case = context.instance
    case.course_title = case.course_provider = None
    case.course_start = case.course_end = case.exam_result_on = None
    session.execute(update(Offer).where(Offer.case_id == case.id).values(chosen_at=None))


@effect("revoke_company_requests")
def revoke_company_requests(context: Context) -> None:
    """Open questions to the company about this person are taken back without a mail."""
    revoke_requests(context.instance, now=context.now, cause=f"{context.entry_id}")


@effect("miss_unfiled_applications")
def miss_unfiled_applications(context: Context) -> None:
    """Note that a strict date has passed without an application; to file it late stays possible."""
    today = berlin_date(context.now)
    for row in unfiled(context.instance):
        passed = (due for due in open_deadlines(row) if due.on_overdue == "miss" and due.due_on < today)
        if any(passed):
            submission = f"{context.entry_id}:miss:{row.id}"
            advance(instance=row, trigger="miss", by=SYSTEM, now=context.now, submission=submission)


@effect("add_interruption_task")
def add_interruption_task(context: Context) -> None:
    """§ 7 AFBG: an interruption counts only from the day on which it was declared."""
    if has_afbg(context) is None:
        make_task(
            case=context.instance,
            code="declare_interruption",
            title=say("Unterbrechung heute dem Amt erklären"),
            due_on=berlin_date(context.now),
            owner="mentor",
            now=context.now,
            cause=context.entry_id,
        )


@effect("set_course_result")
def set_course_result(context: Context) -> None:
    """The last day in the course starts the follow-up, the exam result the Aufstiegsbonus."""
    case, data = context.instance, context.data
    if case.course_start is not None and data["ended_on"] < case.course_start:
        raise Refused(
            say(
                "Letzter Tag im Kurs: Der %(end)s liegt vor dem Kursbeginn (%(start)s). "
                "Bitte ändern Sie das Datum.",
                end=data["ended_on"],
                start=case.course_start,
            ),
            field="ended_on",
        )
    case.course_end = data["ended_on"]
    case.exam_result_on = data.get("exam_result_on")


@effect("add_reporting_tasks")
def add_reporting_tasks(context: Context) -> None:
    """Whoever pays for the course has to learn that it is over."""
    for row in applications_of(context.instance):
        if row.state in GRANTED:
            title = REPORTS.get(instrument(row.instrument).law, ANY_REPORT)
            make_task_of(
                instance=row,
                code="report_end",
                title=title,
                due_on=berlin_date(context.now) + REPORT_WITHIN,
                owner="mentor",
                now=context.now,
                cause=context.entry_id,
            )


@effect("record_outcome")
def record_outcome(context: Context) -> None:
    """How the advice ended, as a code. What was only needed for the advice itself is erased now."""
    case: Case = context.instance
    case.outcome = context.data.get("outcome_code") or _outcome_by_itself(case)
    forget_sensitive(case)


def _outcome_by_itself(case: Case) -> str:
    if case.state != "closed":
        return "unreachable"
    return OUTCOME_OF_RESULT.get(records.values(case, "finish_course").get("result", ""), "unreachable")
