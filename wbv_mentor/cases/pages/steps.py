"""The forms of a case and its transitions."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from wbv_mentor import clock
from wbv_mentor.cases import actions, queries
from wbv_mentor.cases.actions import Proof
from wbv_mentor.cases.models import CONFLICTS, Case
from wbv_mentor.cases.pages.base import (
    address_of,
    bp,
    crumbs_of,
    done_before,
    find_case,
    leave_out,
    not_before,
    on_behalf,
    with_text,
)
from wbv_mentor.cases.pages.case_page import case_form, show_case
from wbv_mentor.cases.path.release import release_confirmed
from wbv_mentor.cases.path.standing import running_strict
from wbv_mentor.cases.queries.drafts import own_draft
from wbv_mentor.cases.rights import BEFORE_CONSENT
from wbv_mentor.db import unit_of_work
from wbv_mentor.errors import NotFound, Refused, Stale, say
from wbv_mentor.funding.queries import undecided
from wbv_mentor.pathways import records
from wbv_mentor.pathways.advance import Advanced
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.forms import PathForm, draft_of, uploads_of, values_of
from wbv_mentor.pathways.holding import hold
from wbv_mentor.pathways.judging import check_version
from wbv_mentor.pathways.models import StepRecord
from wbv_mentor.pathways.pages import Fire, form_for, transition_page
from wbv_mentor.pathways.undo_pages import undo_page
from wbv_mentor.web.access import allow, current_actor
from wbv_mentor.web.formatting import label
from wbv_mentor.web.forms import Form, form_page

# Asked on the case itself. The forms of transitions are asked where the transition is fired; talks,
# tasks, course dates and the employer have pages of their own.
FORMS = (
    "reachability",
    "concern",
    "intake",
    "needs_assessment",
    "offers",
    "attendance",
    "follow_up_4_weeks",
    "follow_up_3_months",
    "follow_up_6_months",
)
NEXT = {"reachability": "concern"}  # pages 2 and 3 of a new case
# What the mentee says and somebody else writes down.
ON_BEHALF = {
    "give_consent": _l("Einwilligung eintragen"),
    "decline_consent": _l("Ablehnung eintragen"),
}
LEAVES_SCOPE = {"withdraw_consent", "decline_consent", "discard_contact"}


@bp.route("/cases/<ref>/forms/<form>", methods=["GET", "POST"])
@allow("mentor")
def form(ref: str, form: str) -> ResponseReturnValue:
    """One form within the case's page: save and go on, or keep it as a draft."""
    case = find_case(ref)
    if form not in FORMS:
        raise NotFound()
    if case.state in BEFORE_CONSENT:
        lacking = say("Noch nicht möglich: Es fehlt die Einwilligung.")
        raise Refused(lacking.with_fix(url_for("cases.link", ref=ref)))
    if request.method == "GET":
        return show_case(case, name=form)
    sent = case_form(case, form)
    if request.form.get("do") == "later":
        return _keep_draft(case, form, sent)
    if not sent.validate_on_submit():
        return show_case(case, name=form, form=sent)
    if not done_before(case, sent):
        try:
            _save(case, form, sent)
        except (Refused, Stale) as error:
            return _again(case, form, sent, error)
    flash(_("Gespeichert."), "success")
    if form in NEXT and case.state == "intake":
        return redirect(url_for("cases.form", ref=ref, form=NEXT[form], _anchor="formular"), 303)
    return redirect(address_of(case), 303)


def _again(case: Case, name: str, sent: PathForm, error: Refused | Stale) -> ResponseReturnValue:
    """The form with what was typed, and with what is true by now: sending it once more replaces that."""
    sent.show_version(case.row_version)
    sent.show_draft(records.draft_mark(case, name))
    return show_case(case, name=name, form=sent, error=error)


def _save(case: Case, name: str, sent: PathForm) -> None:
    with unit_of_work():
        hold(case)
        if done_before(case, sent):  # by a click that came a moment earlier
            return
        check_version(case, sent.version)
        records.check_draft(case, name, sent.shown_draft)
        actions.save_form(
            case=case,
            form=name,
            data=values_of(sent),
            by=current_actor(),
            now=clock.now(),
            submission=sent.submission_id,
        )


def _keep_draft(case: Case, name: str, sent: PathForm) -> ResponseReturnValue:
    """Keep what was typed; only what cannot be kept (a word where a number belongs) is refused."""
    data = draft_of(sent)
    if sent.failed:
        return show_case(case, name=name, form=sent)
    try:
        with unit_of_work():
            hold(case)
            records.check_draft(case, name, sent.shown_draft)
            actions.save_draft(case=case, form=name, data=data, by=current_actor(), now=clock.now())
    except Stale as error:
        return _again(case, name, sent, error)
    flash(_("Entwurf gespeichert. Sie finden ihn auf der Startseite."), "success")
    return redirect(address_of(case), 303)


@bp.route("/cases/<ref>/undo", methods=["GET", "POST"])
@allow("mentor", "coordinator")
def undo(ref: str) -> ResponseReturnValue:
    """Take back the latest step of a case."""
    case = find_case(ref)
    return undo_page(instance=case, back=address_of(case), crumbs=crumbs_of(case))


@bp.route("/cases/<ref>/transitions/<name>", methods=["GET", "POST"])
@allow("mentor", "coordinator")
def transition(ref: str, name: str) -> ResponseReturnValue:
    """Fire one transition, after its form or a plain question."""
    case = find_case(ref)
    form = _form_of(case, name)
    asked = workflow_of(case).transitions[name].form if form else None
    if asked and form is not None and request.form.get("do") == "later":
        return _keep_asked(case, name, asked, form)
    return transition_page(
        instance=case,
        name=name,
        back=address_of(case),
        crumbs=crumbs_of(case),
        done=_leads_to(case, name),
        form=form,
        preset=_preset(case, name),
        fire=_fire(form),
        heading=ON_BEHALF.get(name),
        template="cases/transition.html",
        case=case,
        draft=_draft_of(case, name),
        page=queries.case_page(case=case, actor=current_actor(), now=clock.now()),
    )


def _keep_asked(case: Case, name: str, asked: str, form: Form) -> ResponseReturnValue:
    """Keep what a transition asks as a draft; the draft of the plan is what the mentee confirms."""
    data = draft_of(form)
    way = workflow_of(case).transitions[name]
    error: Stale | None = None
    if not form.failed:
        try:
            with unit_of_work():
                hold(case)
                records.check_draft(case, asked, form.shown_draft)
                actions.save_draft(case=case, form=asked, data=data, by=current_actor(), now=clock.now())
        except Stale as found:
            error = found
            form.show_draft(records.draft_mark(case, asked))
    if form.failed or error is not None:
        return form_page(
            "cases/transition.html",
            form=form,
            error=error,
            instance=case,
            case=case,
            transition=way,
            back=address_of(case),
            blocked=(),
            crumbs=crumbs_of(case, (label(way.label), None)),
            page=queries.case_page(case=case, actor=current_actor(), now=clock.now()),
        )
    flash(_("Entwurf gespeichert."), "success")
    return redirect(address_of(case), 303)


def _fire(form: Form | None) -> Fire:
    """Firing through the use case: which text was read is known, a photo of the page goes beside the form."""
    sent = uploads_of(form).get("proof") if form is not None and request.method == "POST" else None

    def fire(*, instance: Any, trigger: str, data: dict[str, Any], **wanted: Any) -> Advanced:
        asked = workflow_of(instance).transitions[trigger].form
        proof = Proof(sent.name, sent.media_type, sent.content) if sent else None
        return actions.fire(
            case=instance, trigger=trigger, data=with_text(instance, asked, data), proof=proof, **wanted
        )

    return fire


def _form_of(case: Case, name: str) -> PathForm | None:
    """The transition's form, without what cannot matter for this case."""
    way = workflow_of(case).transitions.get(name)
    actor = current_actor()
    if way is None or actor.role not in way.by:
        return None  # the page says so
    form = form_for(case, way, actor, files=True)
    on_behalf(form)
    if name == "give_consent" and not current_app.config["SETTINGS"].spoken_consent:
        form["way"].choices = [pair for pair in form["way"].choices if pair[0] != "spoken"]
    if name == "book_course" and not release_confirmed(case):
        form["release"].choices = [pair for pair in form["release"].choices if pair[0] != "confirmed"]
    if case.relation not in CONFLICTS:
        leave_out(form, "conflict_accepted")
    if name == "book_course" and not undecided(case):
        leave_out(form, "risk_accepted", "way", "given_on", "place")
    if not running_strict(case, clock.today()):
        leave_out(form, "handed_over", "handed_over_way")
    not_before(form, "course_start", "course_end")
    return form


def _draft_of(case: Case, name: str) -> StepRecord | None:
    way = workflow_of(case).transitions.get(name)
    return own_draft(case, way.form) if way is not None and way.form is not None else None


def _preset(case: Case, name: str) -> dict[str, Any]:
    way = workflow_of(case).transitions.get(name)
    if way is None or way.form is None:
        return {}
    known = queries.form_values(case=case, form=way.form, actor=current_actor(), now=clock.now())
    if name == "give_consent":
        known = {"way": "paper", "case_work": True, "given_on": clock.today(), "original_to_ak": True} | known
    return known


def _leads_to(case: Case, name: str) -> str:
    if name in LEAVES_SCOPE:
        return url_for("cases.index")
    if name == "request_consent":
        return url_for("cases.link", ref=case.reference)
    if name == "give_consent":
        return url_for("cases.form", ref=case.reference, form="reachability", _anchor="formular")
    return address_of(case)
