"""/companies: the directory, for the coordination."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wbv_mentor import clock
from wbv_mentor.companies.actions import add_company, change_company
from wbv_mentor.companies.forms import CompanyForm, SearchForm
from wbv_mentor.companies.models import Company
from wbv_mentor.companies.queries import directory
from wbv_mentor.companies.sizes import SIZE_LABELS
from wbv_mentor.db import unit_of_work
from wbv_mentor.errors import Refused, Stale
from wbv_mentor.web.access import allow, current_actor, find, scoped
from wbv_mentor.web.forms import form_page

bp = Blueprint("companies", __name__)


@bp.get("/companies")
@allow("coordinator")
def index() -> ResponseReturnValue:
    """All companies by name, with a search."""
    form = SearchForm(request.args)
    search = (form.q.data or "")[:100]
    found = directory(scoped(Company), search=search, page=request.args.get("page", 1, type=int))
    return render_template(
        "companies/list.html", directory=found, search_form=form, search=search, sizes=SIZE_LABELS
    )


@bp.route("/companies/new", methods=["GET", "POST"])
@allow("coordinator")
def new() -> ResponseReturnValue:
    """Add a company."""
    form = CompanyForm()
    if not form.validate_on_submit():
        return form_page("companies/company.html", form=form, company=None)
    try:
        with unit_of_work():
            number = add_company(
                name=form.name.data or "", size=form.size.data or "", domains=form.owned,
                by=current_actor(), now=clock.now(),
            ).id  # fmt: skip
    except Refused as error:
        return form_page("companies/company.html", form=form, company=None, error=error)
    flash(_("Der Betrieb steht im Verzeichnis."), "success")
    return redirect(url_for("companies.show", number=number), 303)


@bp.route("/companies/<int:number>", methods=["GET", "POST"])
@allow("coordinator")
def show(number: int) -> ResponseReturnValue:
    """What the directory says about a company, and change it."""
    company = find(Company, Company.id == number)
    form = CompanyForm()
    if request.method == "GET":
        form.show(company)
    if not form.validate_on_submit():
        return form_page("companies/company.html", form=form, company=company)
    try:
        with unit_of_work():
            change_company(
                company=company, name=form.name.data or "", size=form.size.data or "", domains=form.owned,
                by=current_actor(), now=clock.now(), expected_version=form.version,
            )  # fmt: skip
    except (Refused, Stale) as error:
        form.show_version(company.row_version)
        return form_page("companies/company.html", form=form, company=company, error=error)
    flash(_("Gespeichert."), "success")
    return redirect(url_for("companies.show", number=number), 303)
