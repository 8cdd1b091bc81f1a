"""/bestaetigen/antwort/<token>: what was answered, and changing it while that is possible."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wbv_mentor import clock
from wbv_mentor.companies import deciding
from wbv_mentor.companies.answering.asked import Given, asked_of, given_of
from wbv_mentor.companies.answering.forms import AnswerForm
from wbv_mentor.companies.answering.page import bp, receipt_of
from wbv_mentor.companies.answers import CHANGES, QUESTIONS
from wbv_mentor.companies.models import Confirmation
from wbv_mentor.db import unit_of_work
from wbv_mentor.errors import NotFound, Refused, Stale, WbvError
from wbv_mentor.web.access import current_actor, public
from wbv_mentor.web.forms import form_page


@bp.get("/antwort/<token>")
@public
def receipt(token: str) -> ResponseReturnValue:
    """The answer as it stands."""
    confirmation, _link = receipt_of(token)
    form = AnswerForm().for_question(confirmation, changing=True)
    form.show_version(confirmation.row_version)
    return _page(confirmation, token, form)


@bp.post("/antwort/<token>")
@public
def change(token: str) -> ResponseReturnValue:
    """Another answer, within the time that the kind allows."""
    confirmation, link = receipt_of(token)
    form = AnswerForm().for_question(confirmation, changing=True)
    chosen = form.chosen
    if not form.validate_on_submit() or chosen is None:
        return _page(confirmation, token, form)
    try:
        with unit_of_work():
            deciding.change(
                confirmation=confirmation, link=link, trigger=CHANGES[chosen.trigger],
                data=form.data_of_answer, by=current_actor(), now=clock.now(),
                submission=form.submission_id, expected_version=form.version,
            )  # fmt: skip
    except (Refused, Stale) as error:
        form.show_version(confirmation.row_version)
        return _page(confirmation, token, form, error)
    flash(_("Danke. Ihre neue Antwort ist angekommen."), "success")
    return redirect(url_for("answering.receipt", token=token), 303)


def may_change(given: Given) -> bool:
    """Whether the answer can still be changed now."""
    return given.change_until is not None and clock.now() <= given.change_until


def _page(
    confirmation: Confirmation, token: str, form: AnswerForm, error: WbvError | None = None
) -> ResponseReturnValue:
    given = given_of(confirmation)
    if given is None:  # revoked, or its case was erased
        raise NotFound()
    return form_page(
        "companies/answering/receipt.html",
        form=form,
        error=error,
        asked=asked_of(confirmation),
        given=given,
        changeable=may_change(given),
        question=QUESTIONS[confirmation.code],
        token=token,
    )
