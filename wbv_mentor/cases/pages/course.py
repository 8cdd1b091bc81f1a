"""What changes about course, employer and release without a change of state, and referrals."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wbv_mentor import clock
from wbv_mentor.cases import actions, queries
from wbv_mentor.cases.models import Case
from wbv_mentor.cases.pages.base import (
    address_of,
    answer,
    bp,
    content_case,
    crumbs_of,
    not_before,
    on_behalf,
)
from wbv_mentor.cases.pages.forms import ExamResultForm, ReleaseForm
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.forms import build_form, fill, values_of
from wbv_mentor.web.access import allow, current_actor
from wbv_mentor.web.formatting import label
from wbv_mentor.web.forms import Form


@bp.route("/cases/<ref>/course-dates", methods=["GET", "POST"])
@allow("mentor")
def course_dates(ref: str) -> ResponseReturnValue:
    """Begin and end of the course; deadlines are computed anew."""
    case = content_case(ref)
    form = _form(case, "course_dates")
    not_before(form, "course_start", "course_end")
    return _saved(case, "course_dates", form, _("Kursdaten geändert. Die Fristen sind neu berechnet."))


@bp.route("/cases/<ref>/employer", methods=["GET", "POST"])
@allow("mentor")
def employer(ref: str) -> ResponseReturnValue:
    """Employer and workplace; both may stay empty."""
    case = content_case(ref)
    form = _form(case, "employer")
    return _saved(
        case,
        "employer",
        form,
        _("Betrieb geändert."),
        note=_(
            "Wechselt die Person den Betrieb, gelten Einwilligungen für den alten Betrieb nicht mehr. "
            "Offene Anfragen dort werden zurückgenommen."
        ),
    )


@bp.route("/cases/<ref>/referral", methods=["GET", "POST"])
@allow("mentor")
def referral(ref: str) -> ResponseReturnValue:
    """Lead on to other advice, with the mentee's consent for it."""
    case = content_case(ref)
    form = _form(case, "referral")
    return _saved(case, "referral", form, _("Weiterleitung gespeichert."))


@bp.route("/cases/<ref>/referral/feedback", methods=["GET", "POST"])
@allow("mentor")
def referral_feedback(ref: str) -> ResponseReturnValue:
    """The other advice has answered, or the mentee told how it was."""
    case = content_case(ref)
    form = Form()
    return answer(
        form,
        lambda: actions.note_referral_feedback(
            case=case, by=current_actor(), now=clock.now(), submission=form.submission_id
        ),
        case=case,
        template="cases/form.html",
        done=address_of(case),
        said=_("Rückmeldung vermerkt."),
        title=_("Rückmeldung zur Weiterleitung"),
        note=_("Hat sich die andere Beratung gemeldet, oder hat die Person erzählt, wie es war?"),
        button=_("Ja, Rückmeldung ist da"),
        back=address_of(case),
        crumbs=crumbs_of(case, (_("Rückmeldung"), None)),
    )


@bp.route("/cases/<ref>/release", methods=["GET", "POST"])
@allow("mentor")
def release(ref: str) -> ResponseReturnValue:
    """No confirmation by the company: not needed or waived, with a reason."""
    case = content_case(ref)
    form = ReleaseForm()
    if request.method == "GET":
        known = queries.form_values(case=case, form="book_course", actor=current_actor(), now=clock.now())
        form.release.data, form.reason.data = known.get("release"), known.get("release_reason")
    return answer(
        form,
        lambda: actions.settle_release(
            case=case,
            release=form.release.data,
            reason=form.reason.data,
            by=current_actor(),
            now=clock.now(),
            submission=form.submission_id,
        ),
        case=case,
        template="cases/form.html",
        done=address_of(case),
        said=_("Gespeichert."),
        title=_("Freistellung durch den Betrieb"),
        button=_("Speichern"),
        back=address_of(case),
        crumbs=crumbs_of(case, (_("Freistellung"), None)),
    )


@bp.route("/cases/<ref>/exam-result", methods=["GET", "POST"])
@allow("mentor")
def exam_result(ref: str) -> ResponseReturnValue:
    """The day of the exam result, known only after the course; a deadline counts from it."""
    case = content_case(ref)
    form = ExamResultForm()
    if request.method == "GET":
        form.exam_result_on.data = case.exam_result_on
    return answer(
        form,
        lambda: actions.record_exam_result(
            case=case,
            exam_result_on=form.exam_result_on.data,
            by=current_actor(),
            now=clock.now(),
            submission=form.submission_id,
        ),
        case=case,
        template="cases/form.html",
        done=address_of(case),
        said=_("Gespeichert. Die Fristen sind neu berechnet."),
        title=_("Tag des Prüfungsergebnisses"),
        button=_("Speichern"),
        back=address_of(case),
        crumbs=crumbs_of(case, (_("Prüfungsergebnis"), None)),
    )


def _form(case: Case, name: str) -> Form:
    form: Form = build_form(workflow_of(case).forms[name], role="mentor")()
    on_behalf(form)
    if request.method == "GET":
        fill(form, queries.form_values(case=case, form=name, actor=current_actor(), now=clock.now()))
    return form


def _saved(case: Case, name: str, form: Form, said: str, note: str = "") -> ResponseReturnValue:
    title = label(workflow_of(case).forms[name].label)
    return answer(
        form,
        lambda: actions.save_form(
            case=case,
            form=name,
            data=values_of(form),
            by=current_actor(),
            now=clock.now(),
            submission=form.submission_id,
        ),
        case=case,
        template="cases/form.html",
        done=address_of(case),
        said=said,
        title=title,
        note=note,
        button=_("Speichern"),
        back=address_of(case),
        crumbs=crumbs_of(case, (title, None)),
    )
