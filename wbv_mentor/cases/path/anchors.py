"""The dates of a case that its deadlines, and those of its applications, are counted from."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, cast

from sqlalchemy import select

from wbv_mentor.cases import consent
from wbv_mentor.cases.models import Case
from wbv_mentor.clock import berlin_date
from wbv_mentor.db import session
from wbv_mentor.engine.dates import add_months
from wbv_mentor.engine.registry import anchor
from wbv_mentor.errors import say
from wbv_mentor.pathways import records
from wbv_mentor.pathways.models import Instance, JournalEntry

FOLLOW_UPS = ("follow_up_4_weeks", "follow_up_3_months", "follow_up_6_months")
ENOUGH_ATTEMPTS = 3
FEEDBACK = "referral_feedback"
MOST_MONTHS_BEFORE = 5
A_DAY = timedelta(days=1)  # 31 January to 28 February are 28 days, and the first notice leaves at seven


def case_of(instance: Instance) -> Case | None:
    """The case itself, or the one that an application or a confirmation hangs on."""
    found: Instance | None = instance
    while found is not None and not isinstance(found, Case):
        found = found.parent
    return found


def follow_up_done(case: Case, form: str) -> bool:
    """Whether the person was reached for this follow-up of the last course, or three attempts were made."""
    record, course = records.latest(case, form), records.latest(case, "finish_course")
    if record is None or (course is not None and record.saved_at < course.saved_at):
        return False
    values = records.values(case, form)
    return bool(values.get("reached")) or int(values.get("attempts") or 0) >= ENOUGH_ATTEMPTS


def last_follow_up_on(case: Case) -> date | None:
    """The day on which the newest follow-up was entered."""
    saved = [record.saved_at for form in FOLLOW_UPS if (record := records.latest(case, form)) is not None]
    return berlin_date(max(saved)) if saved else None


@anchor("course_start", say("Kursbeginn: %(day)s."))
def course_start(instance: Instance) -> date | None:
    """The first day of the course, for the case and for what hangs on it."""
    case = case_of(instance)
    return case.course_start if case else None


@anchor("course_end", say("Kursende: %(day)s."))
def course_end(instance: Instance) -> date | None:
    """The last day of the course, planned or real."""
    case = case_of(instance)
    return case.course_end if case else None


@anchor("exam_result", say("Prüfungsergebnis: %(day)s."))
def exam_result(instance: Instance) -> date | None:
    """The day of the exam result, from which the Aufstiegsbonus counts."""
    case = case_of(instance)
    return case.exam_result_on if case else None


@anchor("spoken_consent", say("Mündlich eingewilligt am: %(day)s."))
def spoken_consent(case: Case) -> date | None:
    """The day of a spoken first consent that still has to be confirmed."""
    found = consent.outstanding(case, "spoken")
    return consent.counted_from(found) if found else None


@anchor("paper_consent", say("Auf Papier eingewilligt am: %(day)s."))
def paper_consent(case: Case) -> date | None:
    """The day of a consent on paper whose original the AK still waits for."""
    found = consent.outstanding(case, "paper")
    return consent.counted_from(found) if found else None


@anchor("course_return_on", say("Der Kurs geht weiter am: %(day)s."))
def course_return_on(case: Case) -> date | None:
    """The day on which an interrupted course goes on."""
    return cast("date | None", records.values(case, "interrupt_course").get("course_return_on"))


@anchor("return_on", say("Wieder ansehen am: %(day)s."))
def return_on(instance: Any) -> date | None:
    """When a pause ends; for other instances their own column of that name."""
    if isinstance(instance, Case):
        return cast("date | None", records.values(instance, "pause").get("return_on"))
    return cast("date | None", getattr(instance, "return_on", None))


@anchor("attendance_asked", say("Zuletzt gefragt: %(day)s."))
def attendance_asked(case: Case) -> date | None:
    """The day of the last known attendance in this course."""
    day = cast("date | None", records.values(case, "attendance").get("as_of"))
    known = day is not None and case.course_start is not None and day >= case.course_start
    return day if known else None


@anchor("follow_ups_done_on", say("Letzte Nachfrage erledigt: %(day)s."))
def follow_ups_done_on(case: Case) -> date | None:
    """The day on which the last of the three follow-ups was done; None while one is open."""
    if not all(follow_up_done(case, form) for form in FOLLOW_UPS):
        return None
    return last_follow_up_on(case)


@anchor("last_follow_up", say("Letzte Nachfrage: %(day)s."))
def last_follow_up(case: Case) -> date | None:
    """The last follow-up of a closed case, but never so long before the closing that the two notices
    would not fit. A case closed without a course counts from its closing."""
    day = last_follow_up_on(case) if case.state == "closed" else None
    earliest = add_months(berlin_date(case.entered_at) + A_DAY, -MOST_MONTHS_BEFORE)
    return max(day, earliest) if day else None


@anchor("referral", say("Weitergeleitet am: %(day)s."))
def referral(case: Case) -> date | None:
    """The day of the last referral that nobody gave feedback on."""
    record = records.latest(case, "referral")
    if record is None:
        return None
    answered = session.scalar(
        select(JournalEntry.id).where(
            JournalEntry.instance_id == case.id,
            JournalEntry.trigger == FEEDBACK,
            JournalEntry.at >= record.saved_at,
        )
    )
    return None if answered else cast("date | None", records.values(case, "referral").get("referred_on"))
