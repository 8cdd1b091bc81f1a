"""/mentors for trainers and the coordination, /qualifizierung for the mentor."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wbv_mentor import clock
from wbv_mentor.certificates import words
from wbv_mentor.certificates.queries import attendance_confirmation_of, certificates_of
from wbv_mentor.db import unit_of_work
from wbv_mentor.errors import Refused, Stale
from wbv_mentor.pathways import records
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.evaluation.filters import state_asked
from wbv_mentor.pathways.forms import build_form, fill, values_of
from wbv_mentor.pathways.pages import Crumbs, transition_page
from wbv_mentor.pathways.undo_pages import undo_page
from wbv_mentor.qualification import queries
from wbv_mentor.qualification.actions import EVIDENCE, add_trained_mentor, keep_evidence
from wbv_mentor.qualification.forms import MentorSearchForm, TrainedMentorForm
from wbv_mentor.qualification.joining.reviewing import GROUPS as APPLICANTS
from wbv_mentor.qualification.joining.reviewing import waiting_count
from wbv_mentor.qualification.models import Enrolment
from wbv_mentor.qualification.page import person_page
from wbv_mentor.qualification.places import learns_in_cohort, register_only
from wbv_mentor.web.access import allow, current_actor, find, scoped
from wbv_mentor.web.forms import form_page
from wbv_mentor.web.local import with_args

bp = Blueprint("mentors", __name__)


def _crumbs(enrolment: Enrolment | None = None) -> Crumbs:
    """The way to a person's page; titles carry the number, the page itself the name."""
    crumbs: Crumbs = [(_("Start"), "/"), (_("Mentor*innen"), url_for("mentors.index"))]
    if enrolment is not None:
        name = enrolment.display_name
        crumbs.append((name, url_for("mentors.show", number=enrolment.id)))
    return crumbs


@bp.get("/mentors")
@allow("trainer", "coordinator")
def index() -> ResponseReturnValue:
    """Everybody on the path, those in the register first."""
    names = {
        "register": _("Im Verzeichnis"), "resting": _("Ruhend oder unterbrochen"),
        "training": _("In Qualifizierung"), "left": _("Nicht mehr dabei"), "all": _("Alle"),
    }  # fmt: skip
    group = request.args.get("group", "register")
    group = group if group in names else "register"
    form = MentorSearchForm(request.args)
    search = (form.q.data or "")[:100]
    state = state_asked("mentor_qualification")
    found = queries.mentor_list(
        scoped(Enrolment), group=group, state=state.name, search=search,
        page=request.args.get("page", 1, type=int),
    )  # fmt: skip
    chips = [
        (text, with_args(group=name, state=None, page=None), name == group) for name, text in names.items()
    ]
    return render_template(
        "qualification/mentors.html", found=found, search_form=form, search=search, group=group,
        state=state, chips=chips, actor=current_actor(), waiting=waiting_count(),
    )  # fmt: skip


def list_of(state: str) -> str:
    """The address of the list of those who stand in one state: applicants have a list of their own."""
    group = next((name for name, states in APPLICANTS.items() if state in states), None)
    if group is not None:
        return url_for("applicants.index", group=group, state=state)
    return url_for("mentors.index", group="all", state=state)


@bp.route("/mentors/new", methods=["GET", "POST"])
@allow("coordinator")
def new() -> ResponseReturnValue:
    """Take somebody who was trained earlier into the register, and invite the person."""
    form = TrainedMentorForm()
    crumbs = [*_crumbs(), (_("Mentor*in eintragen"), None)]
    if not form.validate_on_submit():
        return form_page("qualification/new.html", form=form, crumbs=crumbs)
    answers: dict[str, Any] = {
        name: form[name].data
        for name in ("first_name", "last_name", "email", "function_in_company", "trained_on", "proof")
    }
    company_id = int(form.company.data) if form.company.data else None
    try:
        with unit_of_work():
            number = add_trained_mentor(
                **answers, company_id=company_id, by=current_actor(), now=clock.now(),
                submission=form.submission_id,
            ).id  # fmt: skip
    except Refused as error:
        return form_page("qualification/new.html", form=form, crumbs=crumbs, error=error)
    flash(_("Die Person steht im Verzeichnis. Die Einladung ist unterwegs."), "success")
    return redirect(url_for("mentors.show", number=number), 303)


@bp.get("/mentors/<int:number>")
@allow("trainer", "coordinator")
def show(number: int) -> ResponseReturnValue:
    """A person's path: where it stands, until when, what can be done. An application has its own page."""
    enrolment = find(Enrolment, Enrolment.id == number)
    if enrolment.account_id is None:
        return redirect(url_for("applicants.show", number=number), 303)
    page = person_page(enrolment=enrolment, by=current_actor(), today=clock.today(), now=clock.now())
    learns = learns_in_cohort(enrolment)
    ways = {
        option.name: url_for("mentors.standing", number=number, name=option.name) for option in page.options
    }
    crumbs = [*_crumbs(), (enrolment.display_name, None)]
    return render_template(
        "qualification/person.html", page=page, ways=ways, crumbs=crumbs, words=words, learns=learns,
        certificates=certificates_of(enrolment.account_id) if enrolment.account_id else (),
        confirmation=attendance_confirmation_of(enrolment.id),
    )  # fmt: skip


@bp.route("/mentors/<int:number>/register/<name>", methods=["GET", "POST"])
@allow("trainer", "coordinator")
def standing(number: int, name: str) -> ResponseReturnValue:
    """Change somebody's standing in the register: renew, rest, suspend, retire and back."""
    register_only(name)
    enrolment = find(Enrolment, Enrolment.id == number)
    return transition_page(
        instance=enrolment, name=name, back=url_for("mentors.show", number=number), crumbs=_crumbs(enrolment)
    )


@bp.route("/mentors/<int:number>/undo", methods=["GET", "POST"])
@allow("trainer", "coordinator")
def undo(number: int) -> ResponseReturnValue:
    """Take back the latest step of a person's path."""
    enrolment = find(Enrolment, Enrolment.id == number)
    back = url_for("mentors.show", number=number)
    return undo_page(instance=enrolment, back=back, crumbs=_crumbs(enrolment))


@bp.route("/mentors/<int:number>/evidence", methods=["GET", "POST"])
@allow("trainer", "coordinator")
def evidence(number: int) -> ResponseReturnValue:
    """What a trainer or the coordination has seen, one form completed bit by bit."""
    enrolment = find(Enrolment, Enrolment.id == number)
    form = build_form(workflow_of(enrolment).forms[EVIDENCE], role=current_actor().role)()
    shown: dict[str, Any] = {
        "enrolment": enrolment, "crumbs": [*_crumbs(enrolment), (_("Nachweise"), None)],
        "back": url_for("mentors.show", number=number),
    }  # fmt: skip
    if request.method == "GET":
        form.show_version(records.revision_of(enrolment, EVIDENCE))
    fill(form, records.read_record(enrolment, EVIDENCE, current_actor().role))
    if not form.validate_on_submit():
        return form_page("qualification/evidence.html", form=form, **shown)
    try:
        with unit_of_work():
            keep_evidence(
                enrolment=enrolment, data=values_of(form), by=current_actor(), now=clock.now(),
                submission=form.submission_id, expected_revision=form.version,
            )  # fmt: skip
    except (Refused, Stale) as error:
        form.show_version(records.revision_of(enrolment, EVIDENCE))
        return form_page("qualification/evidence.html", form=form, error=error, **shown)
    flash(_("Gespeichert."), "success")
    return redirect(url_for("mentors.show", number=number), 303)
