"""/cohorts/<id>/people/<n>: one person of a cohort, for trainers and the coordination."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wbv_mentor import clock
from wbv_mentor.certificates.queries import attendance_confirmation_of
from wbv_mentor.db import unit_of_work
from wbv_mentor.errors import NotFound, Refused, Stale
from wbv_mentor.pathways.pages import transition_page
from wbv_mentor.pathways.undo_pages import undo_page
from wbv_mentor.qualification.cohorts.models import Cohort
from wbv_mentor.qualification.cohorts.views import Crumbs, crumbs_to
from wbv_mentor.qualification.learning.done import done_of
from wbv_mentor.qualification.learning.progress import progress_of
from wbv_mentor.qualification.learning.queries import visits_of
from wbv_mentor.qualification.learning.recording import RECORDS
from wbv_mentor.qualification.models import LEARNING, Enrolment
from wbv_mentor.qualification.page import person_page
from wbv_mentor.qualification.places import cohort_only
from wbv_mentor.web.access import allow, current_actor, find
from wbv_mentor.web.forms import form_page

bp = Blueprint("cohort_people", __name__)


def _person(number: int, person: int) -> tuple[Cohort, Enrolment, Crumbs]:
    cohort = find(Cohort, Cohort.id == number)
    enrolment = find(Enrolment, Enrolment.id == person, Enrolment.cohort_id == number)
    crumbs = [*crumbs_to(cohort), (enrolment.display_name, url_for(".show", number=number, person=person))]
    return cohort, enrolment, crumbs


@bp.get("/cohorts/<int:number>/people/<int:person>")
@allow("trainer", "coordinator")
def show(number: int, person: int) -> ResponseReturnValue:
    """How far the person is, what is missing, what can be done."""
    cohort, enrolment, crumbs = _person(number, person)
    page = person_page(enrolment=enrolment, by=current_actor(), today=clock.today(), now=clock.now())
    done = done_of(enrolment.id)
    ways = {
        option.name: url_for(".transition", number=number, person=person, name=option.name)
        for option in page.options
    }
    return render_template(
        "qualification/cohorts/person.html", page=page, cohort=cohort, ways=ways, done=done,
        progress=progress_of(cohort, done, state=enrolment.state, today=clock.today()),
        visits=visits_of(enrolment), learning=enrolment.state in LEARNING,
        confirmation=attendance_confirmation_of(enrolment.id),
        crumbs=[*crumbs[:-1], (enrolment.display_name, None)],
    )  # fmt: skip


@bp.route("/cohorts/<int:number>/people/<int:person>/undo", methods=["GET", "POST"])
@allow("trainer", "coordinator")
def undo(number: int, person: int) -> ResponseReturnValue:
    """Take back the latest step of a person's path."""
    _cohort, enrolment, crumbs = _person(number, person)
    return undo_page(instance=enrolment, back=url_for(".show", number=number, person=person), crumbs=crumbs)


@bp.route("/cohorts/<int:number>/people/<int:person>/transitions/<name>", methods=["GET", "POST"])
@allow("trainer", "coordinator")
def transition(number: int, person: int, name: str) -> ResponseReturnValue:
    """Move a person along the path, from the first day on."""
    cohort_only(name)
    _cohort, enrolment, crumbs = _person(number, person)
    back = url_for(".show", number=number, person=person)
    return transition_page(
        instance=enrolment, name=name, back=back, crumbs=crumbs, done=url_for(".moved", person=person)
    )


@bp.get("/cohorts/people/<int:person>")
@allow("trainer", "coordinator")
def moved(person: int) -> ResponseReturnValue:
    """The person's page, in whichever cohort they are by now."""
    enrolment = find(Enrolment, Enrolment.id == person)
    if enrolment.cohort_id is None:
        return redirect(url_for("mentors.show", number=person), 303)
    return redirect(url_for(".show", number=enrolment.cohort_id, person=person), 303)


@bp.route("/cohorts/<int:number>/people/<int:person>/record/<name>", methods=["GET", "POST"])
@allow("trainer", "coordinator")
def record(number: int, person: int, name: str) -> ResponseReturnValue:
    """Record what was seen: evidence, a talk, a credited module, another cohort."""
    cohort, enrolment, crumbs = _person(number, person)
    if name not in RECORDS:
        raise NotFound()
    kind = RECORDS[name]
    form = kind.form(enrolment)
    shown: dict[str, Any] = {
        "cohort": cohort, "enrolment": enrolment, "kind": kind,
        "back": url_for(".show", number=number, person=person), "crumbs": [*crumbs, (str(kind.title), None)],
    }  # fmt: skip
    if not form.validate_on_submit():
        return form_page("qualification/cohorts/record.html", form=form, **shown)
    try:
        with unit_of_work():
            kind.keep(enrolment, form, current_actor(), clock.now())
    except (Refused, Stale) as error:
        return form_page("qualification/cohorts/record.html", form=form, error=error, **shown)
    flash(_("Gespeichert."), "success")
    return redirect(url_for(".moved", person=person), 303)
