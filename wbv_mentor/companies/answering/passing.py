"""/bestaetigen/<token>/weitergeben: somebody else of the company is in charge."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from wbv_mentor import clock
from wbv_mentor.companies import deciding
from wbv_mentor.companies.answering.asked import asked_of
from wbv_mentor.companies.answering.forms import PassOnForm
from wbv_mentor.companies.answering.page import answered_by, bp, question_of
from wbv_mentor.companies.kinds import KINDS
from wbv_mentor.companies.models import Confirmation
from wbv_mentor.companies.passing_on import colleagues_of
from wbv_mentor.db import unit_of_work
from wbv_mentor.errors import Refused, WbvError
from wbv_mentor.web.access import current_actor, public
from wbv_mentor.web.forms import form_page


@bp.route("/<token>/weitergeben", methods=["GET", "POST"])
@public
def pass_on(token: str) -> ResponseReturnValue:
    """Name who is in charge, or only say that one is not."""
    confirmation, link = question_of(token)
    form = _form(confirmation)
    if not form.validate_on_submit():
        return _page(confirmation, token, form)
    try:
        with unit_of_work():
            deciding.answer(
                confirmation=confirmation, link=link, trigger="pass_on", data=form.data_of_answer,
                by=current_actor(), now=clock.now(), submission=form.submission_id,
            )  # fmt: skip
    except Refused as error:
        return _page(confirmation, token, form, error)
    return redirect(url_for("answering.passed_on", token=token), 303)


@bp.get("/<token>/weitergegeben")
@public
def passed_on(token: str) -> ResponseReturnValue:
    """Thanks for having said so."""
    confirmation = answered_by(token)
    return render_template("companies/answering/passed_on.html", asked=asked_of(confirmation))


def _form(confirmation: Confirmation) -> PassOnForm:
    """Only whom this question may go to; somebody new only where no person's consent is needed."""
    form = PassOnForm()
    kind = KINDS[confirmation.code]
    offered = colleagues_of(confirmation)
    if offered:
        form.colleague.choices = [(str(one.id), f"{one.name} ({one.function})") for one in offered]
    else:
        del form.colleague
    if kind.from_case or kind.works_council_only:
        del form.colleague_name
        del form.colleague_email
    return form


def _page(
    confirmation: Confirmation, token: str, form: PassOnForm, error: WbvError | None = None
) -> ResponseReturnValue:
    return form_page(
        "companies/answering/pass_on.html",
        form=form,
        error=error,
        asked=asked_of(confirmation),
        token=token,
        somebody="colleague" in form or "colleague_name" in form,
    )
