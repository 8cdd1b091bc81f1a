"""/bestaetigen/<token>: the exact question, and the company's answer."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from wbv_mentor import clock
from wbv_mentor.companies import deciding
from wbv_mentor.companies.answering.asked import asked_of, given_of
from wbv_mentor.companies.answering.forms import AnswerForm
from wbv_mentor.companies.answering.page import answered_by, bp, question_of
from wbv_mentor.companies.answers import HEADINGS, QUESTIONS
from wbv_mentor.companies.links import LINK
from wbv_mentor.companies.models import Confirmation
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.errors import Refused, WbvError
from wbv_mentor.pathways import journal
from wbv_mentor.people.links import used_link
from wbv_mentor.web.access import current_actor, public
from wbv_mentor.web.forms import form_page, sent_submission


@bp.get("/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    """The question. Opening it changes nothing."""
    confirmation, _link = question_of(token)
    return _page(confirmation, token, AnswerForm().for_question(confirmation))


@bp.post("/<token>")
@public
def answer(token: str) -> ResponseReturnValue:
    """Decide, with typed name and function."""
    if _sent_before(token):
        return redirect(url_for("answering.thanks", token=token), 303)
    confirmation, link = question_of(token)
    form = AnswerForm().for_question(confirmation)
    chosen = form.chosen
    if not form.validate_on_submit() or chosen is None:
        return _page(confirmation, token, form)
    try:
        with unit_of_work():
            deciding.answer(
                confirmation=confirmation, link=link, trigger=chosen.trigger, data=form.data_of_answer,
                by=current_actor(), now=clock.now(), submission=form.submission_id,
            )  # fmt: skip
    except Refused as error:
        return _page(confirmation, token, form, error)
    if chosen.trigger == deciding.KEEPS_THE_LINK:
        return redirect(url_for("answering.waiting", token=token), 303)
    return redirect(url_for("answering.thanks", token=token), 303)


@bp.get("/<token>/danke")
@public
def thanks(token: str) -> ResponseReturnValue:
    """ "Ihre Antwort ist angekommen": for an hour, then the link opens nothing any more."""
    confirmation = answered_by(token)
    return render_template(
        "companies/answering/thanks.html", asked=asked_of(confirmation), given=given_of(confirmation)
    )


@bp.get("/<token>/wir-melden-uns")
@public
def waiting(token: str) -> ResponseReturnValue:
    """The company asked for time or has a question: the link stays."""
    confirmation, _link = question_of(token)
    return render_template("companies/answering/waiting.html", asked=asked_of(confirmation), token=token)


def _sent_before(token: str) -> bool:
    """Whether this very form has already given its answer (double click, retry)."""
    link = used_link(token, LINK, now=clock.now())
    confirmation = session.get(Confirmation, link.subject_id) if link is not None else None
    number = sent_submission()
    return bool(
        confirmation is not None and number and journal.find_submission(confirmation, number) is not None
    )


def _page(
    confirmation: Confirmation, token: str, form: AnswerForm, error: WbvError | None = None
) -> ResponseReturnValue:
    return form_page(
        "companies/answering/question.html",
        form=form,
        error=error,
        asked=asked_of(confirmation),
        question=QUESTIONS[confirmation.code],
        heading=HEADINGS[confirmation.code],
        token=token,
    )
