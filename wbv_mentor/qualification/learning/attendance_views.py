"""/cohorts/<id>/sessions/<n>/attendance: the list of a session."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wbv_mentor import clock
from wbv_mentor.db import unit_of_work
from wbv_mentor.errors import Refused, Stale, say
from wbv_mentor.qualification.cohorts.models import Cohort, CohortSession
from wbv_mentor.qualification.cohorts.views import crumbs_to
from wbv_mentor.qualification.learning.attendance import Mark, roll, take_attendance
from wbv_mentor.qualification.learning.forms import EVERYBODY, AttendanceForm, attendance_form
from wbv_mentor.web.access import allow, current_actor, find
from wbv_mentor.web.formatting import date_medium
from wbv_mentor.web.forms import form_page

bp = Blueprint("attendance", __name__)
TEMPLATE = "qualification/cohorts/attendance.html"


@bp.route("/cohorts/<int:number>/sessions/<int:meeting_id>/attendance", methods=["GET", "POST"])
@allow("trainer", "coordinator")
def take(number: int, meeting_id: int) -> ResponseReturnValue:
    """Who was there: everybody, but for the exceptions."""
    cohort = find(Cohort, Cohort.id == number)
    meeting = find(CohortSession, CohortSession.id == meeting_id, CohortSession.cohort_id == number)
    lines = roll(meeting)
    form = attendance_form(meeting, lines)
    if request.method == "GET":
        form.show_version(meeting.row_version)
    shown: dict[str, Any] = {
        "cohort": cohort, "meeting": meeting, "lines": lines, "today": clock.today(),
        "crumbs": [*crumbs_to(cohort), (_("Termine"), url_for("cohort_sessions.index", number=number)),
                   (_("Anwesenheit am %(day)s", day=date_medium(meeting.held_on)), None)],
    }  # fmt: skip
    if not form.validate_on_submit():
        return form_page(TEMPLATE, form=form, **shown)
    try:
        marks = form.marks(everybody=request.form.get(EVERYBODY) == "yes") | _of_others(form)
        if not marks:
            raise Refused(say("In dieser Kohorte ist niemand, der auf der Liste stehen könnte."))
        with unit_of_work():
            take_attendance(
                meeting=meeting, marks=marks, by=current_actor(), now=clock.now(),
                expected_version=form.version,
            )  # fmt: skip
    except (Refused, Stale) as error:
        form.show_version(meeting.row_version)
        return form_page(TEMPLATE, form=form, error=error, **shown)
    flash(_("Die Anwesenheit ist gespeichert."), "success")
    return redirect(url_for("cohorts.show", number=number), 303)


def _of_others(form: AttendanceForm) -> dict[int, Mark]:
    """What an older page said about people who are no longer on the list: refused with a sentence."""
    names = (name.removeprefix("status_") for name in request.form if name.startswith("status_"))
    numbers = {int(name) for name in names if name.isascii() and name.isdigit() and len(name) < 10}
    return {number: Mark("present") for number in numbers - set(form.people)}
