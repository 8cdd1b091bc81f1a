"""/bestaetigen: the code instead of the link, and a new link for an open question.

What can be guessed is limited by network and by address, in the database, so that every process counts
the same tries.
"""

from __future__ import annotations

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from wbv_mentor import clock
from wbv_mentor.companies.answering.forms import CodeForm, RenewForm
from wbv_mentor.companies.answering.page import bp
from wbv_mentor.companies.links import link_of_code
from wbv_mentor.companies.renewing import renew_links
from wbv_mentor.db import unit_of_work
from wbv_mentor.errors import Refused, say
from wbv_mentor.people.limits import Limit, TooMany, forget_failures, network_of, note_failure, refuse_if_over
from wbv_mentor.people.links import token_of
from wbv_mentor.web.access import public
from wbv_mentor.web.forms import Form, form_page

CODE = Limit("confirmation_code", 10, 15)
RENEWAL_NETWORK = Limit("confirmation_renewal", 20, 60)
UNKNOWN = say(
    "Zu diesem Code finden wir keine offene Anfrage. Bitte prüfen Sie ihn auf Tippfehler. "
    "Vielleicht wurde sie schon beantwortet."
)


@bp.route("", methods=["GET", "POST"])
@public
def enter_code() -> ResponseReturnValue:
    """The code from the mail leads to the question."""
    form = CodeForm()
    page = "companies/answering/code.html"
    if not form.validate_on_submit():
        return form_page(page, form=form)
    now, network = clock.now(), network_of(request.remote_addr)
    try:
        refuse_if_over(CODE, network, now=now)
    except TooMany as error:
        return _too_many(page, form, error)
    link = link_of_code(form.code.data or "", now=now)
    if link is None:
        with unit_of_work():
            note_failure(CODE, network, now=now)
        return form_page(page, form=form, error=Refused(UNKNOWN, field="code"))
    token = token_of(link)
    with unit_of_work():
        forget_failures(CODE, network)
    return redirect(url_for("answering.show", token=token), 303)


@bp.post("/neuer-link")
@public
def renew() -> ResponseReturnValue:
    """A new link to the address we wrote to, if something is open there; the answer is always the same."""
    form = RenewForm()
    page = "companies/answering/unknown.html"
    if not form.validate_on_submit():
        return form_page(page, form=form)
    now, network = clock.now(), network_of(request.remote_addr)
    try:
        refuse_if_over(RENEWAL_NETWORK, network, now=now)
    except TooMany as error:
        return _too_many(page, form, error)
    with unit_of_work():
        note_failure(RENEWAL_NETWORK, network, now=now)
        renew_links(email=form.email.data or "", now=now)
    return redirect(url_for("answering.renewed"), 303)


@bp.get("/neuer-link/gesendet")
@public
def renewed() -> ResponseReturnValue:
    """What happens next, whatever was asked for."""
    return render_template("companies/answering/renewed.html")


def _too_many(page: str, form: Form, error: TooMany) -> ResponseReturnValue:
    answer = make_response(form_page(page, form=form, error=error))
    answer.headers["Retry-After"] = str(error.retry_after)
    return answer
