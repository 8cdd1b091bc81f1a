"""/applicants: the review queue of trainers and the coordination."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wbv_mentor import clock
from wbv_mentor.db import unit_of_work
from wbv_mentor.errors import NotFound, Refused
from wbv_mentor.pathways import records
from wbv_mentor.pathways.evaluation.filters import state_asked
from wbv_mentor.pathways.pages import Crumbs, transition_page
from wbv_mentor.qualification.forms import MentorSearchForm
from wbv_mentor.qualification.joining import reviewing
from wbv_mentor.qualification.joining.forms import PaperForm, cohort_name
from wbv_mentor.qualification.joining.models import Applicant
from wbv_mentor.qualification.joining.offers import offer_is_open, offer_seat
from wbv_mentor.qualification.joining.page import applicant_page, said
from wbv_mentor.qualification.joining.recording import record_person
from wbv_mentor.qualification.models import Enrolment
from wbv_mentor.qualification.page import person_page
from wbv_mentor.qualification.places import application_only
from wbv_mentor.web.access import allow, current_actor, find, scoped
from wbv_mentor.web.forms import Form, form_page
from wbv_mentor.web.local import with_args

bp = Blueprint("applicants", __name__, url_prefix="/applicants")
ENDS_APPLICATION = ("admit", "recognise_training")  # the person has an account from then on


def crumbs_to(enrolment: Enrolment | None = None) -> Crumbs:
    """The way to an application's page; the name stands in the page alone."""
    crumbs: Crumbs = [
        (_("Start"), "/"), (_("Mentor*innen"), url_for("mentors.index")),
        (_("Bewerbungen"), url_for("applicants.index")),
    ]  # fmt: skip
    if enrolment is not None:
        crumbs.append((enrolment.display_name, url_for("applicants.show", number=enrolment.id)))
    return crumbs


@bp.get("")
@allow("trainer", "coordinator")
def index() -> ResponseReturnValue:
    """Who has applied, what is due first."""
    names = {
        "review": _("Zu prüfen"), "waiting": _("Warteliste"), "interested": _("Interessiert"),
        "ended": _("Beendet"),
    }  # fmt: skip
    group = request.args.get("group", "review")
    group = group if group in names else "review"
    form = MentorSearchForm(request.args)
    search = (form.q.data or "")[:100]
    state = state_asked("mentor_qualification")
    found = reviewing.queue(
        scoped(Enrolment), group=group, state=state.name, search=search,
        page=request.args.get("page", 1, type=int),
    )  # fmt: skip
    chips = [
        (text, with_args(group=name, state=None, page=None), name == group) for name, text in names.items()
    ]
    return render_template(
        "joining/queue.html", found=found, search_form=form, search=search, group=group, state=state,
        chips=chips,
    )  # fmt: skip


@bp.route("/new", methods=["GET", "POST"])
@allow("trainer", "coordinator")
def new() -> ResponseReturnValue:
    """Record one person on their behalf, from paper."""
    form = PaperForm()
    if request.method == "GET" and "wanted_cohort" in form:
        form.wanted_cohort.process_data(request.args.get("cohort"))
    crumbs = [*crumbs_to(), (_("Person hinzufügen"), None)]
    if not form.validate_on_submit():
        return form_page("joining/new.html", form=form, crumbs=crumbs)
    try:
        with unit_of_work():
            number = record_person(
                person=form.person, signed=form.signed, by=current_actor(), now=clock.now(),
                submission=form.submission_id,
            ).id  # fmt: skip
    except Refused as error:
        return form_page("joining/new.html", form=form, crumbs=crumbs, error=error)
    flash(_("Die Person ist erfasst und bekommt eine E-Mail."), "success")
    return redirect(url_for("applicants.show", number=number), 303)


@bp.get("/<int:number>")
@allow("trainer", "coordinator")
def show(number: int) -> ResponseReturnValue:
    """One application: what the person says, what can be done."""
    enrolment = application(number)
    page = person_page(enrolment=enrolment, by=current_actor(), today=clock.today(), now=clock.now())
    ways = {
        option.name: url_for("applicants.transition", number=number, name=option.name)
        for option in page.options
    }
    form = Form()
    form.show_version(enrolment.row_version)
    return render_template(
        "joining/application.html", page=page, own=applicant_page(enrolment=enrolment), ways=ways, form=form,
        said=said(enrolment, role=current_actor().role), twice=reviewing.is_twice(enrolment),
        offered=offer_is_open(enrolment, clock.today()), cohort_name=cohort_name,
        company=records.read_record(enrolment, "interest", current_actor().role).get("company"),
        crumbs=[*crumbs_to(), (enrolment.display_name, None)],
    )  # fmt: skip


@bp.route("/<int:number>/transitions/<name>", methods=["GET", "POST"])
@allow("trainer", "coordinator")
def transition(number: int, name: str) -> ResponseReturnValue:
    """Review, admit, put on the waiting list, reject, withdraw; or recognise what was learnt earlier."""
    application_only(name)
    enrolment = find(Enrolment, Enrolment.id == number)  # once admitted it is no application any more
    back = url_for("applicants.show", number=number)
    done = url_for("mentors.show", number=number) if name in ENDS_APPLICATION else back
    return transition_page(
        instance=enrolment, name=name, back=back, done=done, crumbs=crumbs_to(enrolment),
        preset=reviewing.preset_for(enrolment, name), template="joining/transition.html",
        choices=reviewing.choices(clock.today(), clock.now()), cohort_name=cohort_name,
        said=said(enrolment, role=current_actor().role),
    )  # fmt: skip


@bp.post("/<int:number>/offer")
@allow("trainer", "coordinator")
def offer(number: int) -> ResponseReturnValue:
    """Offer a seat to somebody on the waiting list."""
    enrolment = application(number)
    form = Form()
    if form.validate_on_submit():
        with unit_of_work():
            offer_seat(
                enrolment=enrolment, by=current_actor(), now=clock.now(), submission=form.submission_id
            )
        flash(_("Der Platz ist angeboten. Die Person hat sieben Tage Zeit."), "success")
    return redirect(url_for("applicants.show", number=number), 303)


def application(number: int) -> Enrolment:
    """An application in scope; NotFound for who has an account: that is the register's page."""
    enrolment = find(Enrolment, Enrolment.id == number)
    if enrolment.account_id is not None:
        raise NotFound()
    if enrolment.applicant_id is not None:
        find(Applicant, Applicant.id == enrolment.applicant_id)
    return enrolment
