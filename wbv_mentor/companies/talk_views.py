"""/companies/<id>/talks: needs talks held with a company, and asking a contact to confirm one (C2)."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wbv_mentor import clock
from wbv_mentor.companies.asking import ask
from wbv_mentor.companies.models import Company, CompanyTalk, Contact
from wbv_mentor.companies.queries import confirmations_of_talk
from wbv_mentor.companies.statement import facts_of, statement
from wbv_mentor.companies.talk_forms import AskForm, TalkForm
from wbv_mentor.companies.talks import facts_of_talk, record_talk
from wbv_mentor.companies.views import bp
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.errors import Refused
from wbv_mentor.web.access import allow, current_actor, find
from wbv_mentor.web.forms import form_page


@bp.route("/companies/<int:number>/talks/new", methods=["GET", "POST"])
@allow("coordinator", "mentor")
def new_talk(number: int) -> ResponseReturnValue:
    """Record a talk with the company."""
    company = find(Company, Company.id == number)
    form = TalkForm().for_company(company)
    if request.method == "GET":
        form.held_on.data = clock.today()
    if not form.validate_on_submit():
        return form_page("companies/talk_new.html", form=form, company=company)
    try:
        with unit_of_work():
            made = record_talk(
                company=company, data=form.talk_data, by=current_actor(), now=clock.now(),
                submission=form.submission_id,
            ).id  # fmt: skip
    except Refused as error:
        return form_page("companies/talk_new.html", form=form, company=company, error=error)
    flash(_("Gespräch gespeichert."), "success")
    return redirect(url_for("companies.talk", number=number, talk=made), 303)


@bp.get("/companies/<int:number>/talks/<int:talk>")
@allow("coordinator", "mentor")
def talk(number: int, talk: int) -> ResponseReturnValue:
    """What was recorded, and whether the company confirmed it."""
    found = find(CompanyTalk, CompanyTalk.id == talk, CompanyTalk.company_id == number)
    return render_template(
        "companies/talk.html", company=found.company, talk=found, facts=_preview(found),
        confirmations=confirmations_of_talk(found),
    )  # fmt: skip


@bp.route("/companies/<int:number>/talks/<int:talk>/ask", methods=["GET", "POST"])
@allow("coordinator", "mentor")
def ask_about_talk(number: int, talk: int) -> ResponseReturnValue:
    """Ask a contact to confirm the talk; the page shows exactly what they will read."""
    found = find(CompanyTalk, CompanyTalk.id == talk, CompanyTalk.company_id == number)
    company = found.company
    form = AskForm().offer(company.current_contacts)
    shown: dict[str, Any] = {
        "company": company, "facts": _preview(found), "heading": _("Um Bestätigung bitten"),
        "back": url_for("companies.talk", number=number, talk=talk),
    }  # fmt: skip
    if not form.validate_on_submit():
        return form_page("companies/ask.html", form=form, **shown)
    try:
        with unit_of_work():
            asked = ask(
                code="C2", contact=session.get_one(Contact, int(form.contact.data or 0)),
                facts=facts_of_talk(found), by=current_actor(), now=clock.now(),
                submission=form.submission_id, talk=found,
            ).id  # fmt: skip
    except Refused as error:
        return form_page("companies/ask.html", form=form, error=error, **shown)
    flash(_("Die Anfrage ist unterwegs."), "success")
    return redirect(url_for("companies.confirmation", number=number, confirmation=asked), 303)


def _preview(talk: CompanyTalk) -> object:
    return facts_of("C2", statement("C2", facts_of_talk(talk)))
