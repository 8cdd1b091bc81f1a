"""Days of a course against each other: whoever mistypes one reads both, and what holds between them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wbv_mentor.cases.models import Case
from wbv_mentor.errors import Message, Refused, say

BEFORE_START = {
    "course_return_on": say(
        "Der Kurs kann nicht am %(day)s weitergehen: Das liegt vor dem Kursbeginn (%(start)s). "
        "Bitte ändern Sie eines der beiden Daten."
    ),
    "exam_on": say(
        "Die Prüfung (%(day)s) liegt vor dem Kursbeginn (%(start)s). Bitte ändern Sie eines der beiden Daten."
    ),
    "exam_result_on": say(
        "Das Prüfungsergebnis (%(day)s) liegt vor dem Kursbeginn (%(start)s). "
        "Bitte ändern Sie eines der beiden Daten."
    ),
    "as_of": say(
        "Der Stand (%(day)s) liegt vor dem Kursbeginn (%(start)s): Da gab es noch keine Anwesenheit. "
        "Bitte ändern Sie eines der beiden Daten."
    ),
}
RESULT_BEFORE_EXAM = say(
    "Das Prüfungsergebnis (%(day)s) liegt vor der Prüfung (%(exam)s). "
    "Bitte ändern Sie eines der beiden Daten."
)


def check_course_days(case: Case, data: Mapping[str, Any]) -> None:
    """Refused, naming both days and the field, where something of a course lies before it began, or a
    result before its exam."""
    for name, text in BEFORE_START.items():
        day = data.get(name)
        if day is not None and case.course_start is not None and day < case.course_start:
            raise Refused(_told(text, day=day, start=case.course_start), field=name)
    exam, result = data.get("exam_on"), data.get("exam_result_on")
    if exam is not None and result is not None and result < exam:
        raise Refused(_told(RESULT_BEFORE_EXAM, day=result, exam=exam), field="exam_result_on")


def _told(text: Message, **days: Any) -> Message:
    return say(text.text, **days)
