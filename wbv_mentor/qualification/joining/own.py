"""/mentor-werden/<token>: the applicant's own page. Opening it changes nothing, however often."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wbv_mentor import clock
from wbv_mentor.db import unit_of_work
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import NotFound, Refused, Stale, WbvError
from wbv_mentor.pathways import journal
from wbv_mentor.pathways.advance import advance
from wbv_mentor.pathways.forms import values_of
from wbv_mentor.pathways.holding import hold
from wbv_mentor.people.links import find_link
from wbv_mentor.qualification.joining.actions import confirm_and_apply
from wbv_mentor.qualification.joining.forms import application_form, cohort_name
from wbv_mentor.qualification.joining.links import PURPOSE
from wbv_mentor.qualification.joining.page import OPEN, applicant_page
from wbv_mentor.qualification.joining.views import bp
from wbv_mentor.qualification.models import Enrolment
from wbv_mentor.web.access import act_as, current_actor, find, public
from wbv_mentor.web.formatting import say
from wbv_mentor.web.forms import Form, form_page

Again = Callable[[Form, WbvError | None], ResponseReturnValue]


@bp.errorhandler(NotFound)
def unknown_link(_error: NotFound) -> ResponseReturnValue:
    """The same page whatever is wrong with a link: mistyped, expired, or everything is erased."""
    return render_template("joining/unknown.html"), 404


def application_of(token: str) -> Enrolment:
    """The application that a link opens; from here on its holder is the actor. Raises NotFound."""
    link = find_link(token, PURPOSE, now=clock.now())
    if link is None:
        raise NotFound()
    act_as(Actor("applicant", link.subject_id))
    return find(Enrolment, Enrolment.id == link.subject_id)


@bp.get("/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    """Where the application stands, and what comes next."""
    return _page(application_of(token), token)


@bp.post("/<token>/bewerbung")
@public
def apply(token: str) -> ResponseReturnValue:
    """Confirm the address and send the application."""
    enrolment = application_of(token)
    form = application_form(enrolment)

    def again(sent: Form, error: WbvError | None) -> ResponseReturnValue:
        return _page(enrolment, token, sent, error)

    return _answer(
        form, enrolment, again, token=token,
        do=lambda: confirm_and_apply(**_fired(form, enrolment), data=values_of(form)),
        done=_("Ihre Bewerbung ist angekommen."),
    )  # fmt: skip


@bp.post("/<token>/platz")
@public
def confirm_seat(token: str) -> ResponseReturnValue:
    """Take the seat that was offered."""
    enrolment = application_of(token)
    form = Form()

    def again(sent: Form, error: WbvError | None) -> ResponseReturnValue:
        return _page(enrolment, token, sent, error)

    return _answer(
        form, enrolment, again, token=token,
        do=lambda: advance(instance=enrolment, trigger="confirm_seat", **_fired_instance(form)),
        done=_("Der Platz gehört Ihnen. Die Einladung ist unterwegs."),
    )  # fmt: skip


@bp.route("/<token>/zurueckziehen", methods=["GET", "POST"])
@public
def withdraw(token: str) -> ResponseReturnValue:
    """Withdraw the application, after one question."""
    enrolment = application_of(token)
    form = Form()

    def again(sent: Form, error: WbvError | None) -> ResponseReturnValue:
        if error is None and enrolment.state not in OPEN:
            return redirect(url_for("joining.show", token=token), 303)
        _show_version(sent, enrolment)
        return form_page("joining/withdraw.html", form=sent, error=error, token=token)

    return _answer(
        form, enrolment, again, token=token,
        do=lambda: advance(instance=enrolment, trigger="withdraw", **_fired_instance(form)),
        done=_("Ihre Bewerbung ist zurückgezogen."),
    )  # fmt: skip


def _page(
    enrolment: Enrolment, token: str, form: Form | None = None, error: WbvError | None = None
) -> ResponseReturnValue:
    asks = enrolment.state == "interested"
    shown = form or (application_form(enrolment) if asks else Form())
    _show_version(shown, enrolment)
    page = applicant_page(enrolment=enrolment)
    steps = [{"name": say(text), "state": mark, "note": ""} for text, mark in page.steps]
    return form_page(
        "joining/page.html", form=shown, error=error, page=page, token=token, asks=asks, steps=steps,
        cohort_name=cohort_name,
    )  # fmt: skip


def _answer(
    form: Form, enrolment: Enrolment, again: Again, *, do: Callable[[], object], token: str, done: str
) -> ResponseReturnValue:
    """Check a sent form and do its thing once; 303 to the page, also when it is repeated."""
    address = url_for("joining.show", token=token)
    if form.is_submitted() and journal.find_submission(enrolment, form.submission_id) is not None:
        return redirect(address, 303)
    if not form.validate_on_submit():
        return again(form, None)
    try:
        with unit_of_work():
            hold(enrolment)
            do()
    except (Refused, Stale) as error:
        form.show_version(enrolment.row_version)
        return again(form, error)
    flash(done, "success")
    return redirect(address, 303)


def _fired(form: Form, enrolment: Enrolment) -> dict[str, Any]:
    return {"enrolment": enrolment, **_fired_instance(form)}


def _fired_instance(form: Form) -> dict[str, Any]:
    return {
        "by": current_actor(), "now": clock.now(), "submission": form.submission_id,
        "expected_version": form.version,
    }  # fmt: skip


def _show_version(form: Form, enrolment: Enrolment) -> None:
    if form.row_version.raw_data is None:
        form.show_version(enrolment.row_version)
