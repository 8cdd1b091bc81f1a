"""/companies/<id>/confirmations: what a company was asked, and what the AK does about it (C0 to C3, C7)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wbv_mentor import clock
from wbv_mentor.companies.asking import ask
from wbv_mentor.companies.confirmation_page import confirmation_page
from wbv_mentor.companies.kinds import KINDS, OF_THE_COMPANY
from wbv_mentor.companies.models import Company, Confirmation, Contact
from wbv_mentor.companies.statement import facts_of, statement
from wbv_mentor.companies.talk_forms import FORMS
from wbv_mentor.companies.views import bp
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.errors import NotFound, Refused
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.pages import Crumbs, transition_page
from wbv_mentor.pathways.undo_pages import undo_page
from wbv_mentor.web.access import allow, current_actor, find
from wbv_mentor.web.formatting import say
from wbv_mentor.web.forms import form_page

ASKED_HERE = ("C0", "C1", "C3", "C7")  # C2 hangs on a talk


@bp.route("/companies/<int:number>/ask/<code>", methods=["GET", "POST"])
@allow("coordinator")
def ask_company(number: int, code: str) -> ResponseReturnValue:
    """Ask for the cooperation, a mentor's hours, seats in a joint course, the works council's consent."""
    company = find(Company, Company.id == number)
    if code not in ASKED_HERE:
        raise NotFound()
    kind = KINDS[code]
    offered = [one for one in company.current_contacts if one.works_council or not kind.works_council_only]
    form = FORMS[code]().offer(offered)
    known = _known(company) if code == "C0" else {}
    shown: dict[str, Any] = {
        "company": company, "facts": facts_of(code, statement(code, known)), "heading": say(kind.label),
        "back": url_for("companies.show", number=number),
    }  # fmt: skip
    if not form.validate_on_submit():
        return form_page("companies/ask.html", form=form, **shown)
    try:
        with unit_of_work():
            asked = ask(
                code=code, contact=session.get_one(Contact, int(form.contact.data or 0)),
                facts={**known, **form.facts}, by=current_actor(), now=clock.now(),
                submission=form.submission_id,
            ).id  # fmt: skip
    except Refused as error:
        return form_page("companies/ask.html", form=form, error=error, **shown)
    flash(_("Die Anfrage ist unterwegs."), "success")
    return redirect(url_for("companies.confirmation", number=number, confirmation=asked), 303)


@bp.get("/companies/<int:number>/confirmations/<int:confirmation>")
@allow("coordinator", "mentor")
def confirmation(number: int, confirmation: int) -> ResponseReturnValue:
    """One question to the company: what it says, where it stands, what can be done."""
    found = _find(number, confirmation)
    ways = {
        name: url_for(
            "companies.confirmation_transition", number=number, confirmation=confirmation, name=name
        )
        for name in workflow_of(found).transitions
    }
    return render_template(
        "companies/confirmation.html", company=session.get_one(Company, number),
        page=confirmation_page(confirmation=found, by=current_actor(), now=clock.now()), ways=ways,
        instance=found,
        undo_at=url_for("companies.undo_confirmation", number=number, confirmation=confirmation),
    )  # fmt: skip


@bp.route(
    "/companies/<int:number>/confirmations/<int:confirmation>/transitions/<name>", methods=["GET", "POST"]
)
@allow("coordinator", "mentor")
def confirmation_transition(number: int, confirmation: int, name: str) -> ResponseReturnValue:
    """Record an answer by phone, waive the answer, take the question back."""
    found = _find(number, confirmation)
    company = session.get_one(Company, number)
    back = url_for("companies.confirmation", number=number, confirmation=confirmation)
    return transition_page(
        instance=found, name=name, back=back, preset={"answered_on": clock.today()},
        crumbs=[
            (_("Betriebe"), url_for("companies.index")),
            (company.name, url_for("companies.show", number=number)),
            (f"B-{found.number}", back),
        ],
    )  # fmt: skip


@bp.route("/companies/<int:number>/confirmations/<int:confirmation>/undo", methods=["GET", "POST"])
@allow("coordinator", "mentor")
def undo_confirmation(number: int, confirmation: int) -> ResponseReturnValue:
    """Take back the latest step of a question: a waiver, an expiry."""
    found = _find(number, confirmation)
    company = session.get_one(Company, number)
    back = url_for("companies.confirmation", number=number, confirmation=confirmation)
    crumbs: Crumbs = [
        (_("Betriebe"), url_for("companies.index")),
        (company.name, url_for("companies.show", number=number)),
        (f"B-{found.number}", back),
    ]
    return undo_page(instance=found, back=back, crumbs=crumbs)


def _find(number: int, confirmation: int) -> Confirmation:
    """A question that hangs on the company itself; those about a person stand in their case alone."""
    return find(
        Confirmation, Confirmation.id == confirmation, Confirmation.company_id == number,
        Confirmation.code.in_(OF_THE_COMPANY),
    )  # fmt: skip


def _known(company: Company) -> Mapping[str, Any]:
    """What C0 says: the agreement as the directory has it."""
    return {
        "agreement": company.agreement_kind,
        "agreement_on": company.agreement_on,
        "contacts": [f"{one.name} ({one.function})" for one in company.current_contacts],
        "works_council_informed_on": company.works_council_informed_on,
    }
