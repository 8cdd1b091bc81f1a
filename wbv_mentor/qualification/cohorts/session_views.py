"""/cohorts/<id>/sessions: the dates of a cohort."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wbv_mentor import clock
from wbv_mentor.db import unit_of_work
from wbv_mentor.errors import Refused, Stale
from wbv_mentor.qualification.cohorts.forms import FurtherSessionForm, SessionForm
from wbv_mentor.qualification.cohorts.models import Cohort, CohortSession
from wbv_mentor.qualification.cohorts.sessions import add_session, change_session
from wbv_mentor.qualification.cohorts.views import crumbs_to
from wbv_mentor.web.access import allow, current_actor, find
from wbv_mentor.web.forms import form_page

bp = Blueprint("cohort_sessions", __name__)
TEMPLATE = "qualification/cohorts/session.html"


@bp.get("/cohorts/<int:number>/sessions")
@allow("trainer", "coordinator")
def index(number: int) -> ResponseReturnValue:
    """All sessions by day."""
    cohort = find(Cohort, Cohort.id == number)
    crumbs = [*crumbs_to(cohort), (_("Termine"), None)]
    return render_template(
        "qualification/cohorts/sessions.html", cohort=cohort, crumbs=crumbs, today=clock.today()
    )


@bp.route("/cohorts/<int:number>/sessions/new", methods=["GET", "POST"])
@allow("trainer", "coordinator")
def new(number: int) -> ResponseReturnValue:
    """A further session, for those who missed one."""
    cohort = find(Cohort, Cohort.id == number)
    form = FurtherSessionForm()
    form.offer(cohort)
    if request.method == "GET":
        form.way.data, form.place.data = "place", cohort.place
    shown: dict[str, Any] = {
        "cohort": cohort, "meeting": None,
        "crumbs": [*crumbs_to(cohort), (_("Termine"), url_for(".index", number=number)),
                   (_("Termin anlegen"), None)],
    }  # fmt: skip
    if not form.validate_on_submit():
        return form_page(TEMPLATE, form=form, **shown)
    code, part = form.chosen
    try:
        with unit_of_work():
            add_session(
                cohort=cohort, code=code, part=part, when=form.when, by=current_actor(), now=clock.now()
            )
    except Refused as error:
        return form_page(TEMPLATE, form=form, error=error, **shown)
    flash(_("Der Termin steht. Alle in der Kohorte bekommen eine Nachricht."), "success")
    return redirect(url_for(".index", number=number), 303)


@bp.route("/cohorts/<int:number>/sessions/<int:meeting_id>", methods=["GET", "POST"])
@allow("trainer", "coordinator")
def change(number: int, meeting_id: int) -> ResponseReturnValue:
    """Move a session."""
    cohort = find(Cohort, Cohort.id == number)
    meeting = find(CohortSession, CohortSession.id == meeting_id, CohortSession.cohort_id == number)
    form = SessionForm()
    if request.method == "GET":
        form.show(meeting)
        form.show_version(cohort.row_version)
    shown: dict[str, Any] = {
        "cohort": cohort, "meeting": meeting,
        "crumbs": [*crumbs_to(cohort), (_("Termine"), url_for(".index", number=number)),
                   (meeting.module.code, None)],
    }  # fmt: skip
    if not form.validate_on_submit():
        return form_page(TEMPLATE, form=form, **shown)
    try:
        with unit_of_work():
            change_session(
                meeting=meeting, when=form.when, by=current_actor(), now=clock.now(),
                expected_version=form.version,
            )  # fmt: skip
    except (Refused, Stale) as error:
        form.show_version(cohort.row_version)
        return form_page(TEMPLATE, form=form, error=error, **shown)
    flash(_("Gespeichert."), "success")
    return redirect(url_for(".index", number=number), 303)
