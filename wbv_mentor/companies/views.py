"""/companies: the directory. The coordination keeps it; a mentor reads the own company's page."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wbv_mentor import clock
from wbv_mentor.companies.actions import add_company, change_company
from wbv_mentor.companies.contacts import add_contact, change_contact, end_contact
from wbv_mentor.companies.forms import CompanyForm, ContactForm, SearchForm
from wbv_mentor.companies.kinds import KINDS
from wbv_mentor.companies.models import Company, CompanyTalk, Confirmation, Contact
from wbv_mentor.companies.queries import confirmations_of, directory, talks_of
from wbv_mentor.companies.sizes import AGREEMENT_LABELS, SIZE_LABELS
from wbv_mentor.db import unit_of_work
from wbv_mentor.errors import Refused, Stale
from wbv_mentor.web.access import allow, current_actor, find, scoped
from wbv_mentor.web.forms import Form, form_page

bp = Blueprint("companies", __name__)


@bp.get("/companies")
@allow("coordinator", "mentor")
def index() -> ResponseReturnValue:
    """The companies one may see, by name, with a search."""
    form = SearchForm(request.args)
    search = (form.q.data or "")[:100]
    found = directory(scoped(Company), search=search, page=request.args.get("page", 1, type=int))
    return render_template(
        "companies/list.html",
        directory=found,
        search_form=form,
        search=search,
        sizes=SIZE_LABELS,
        agreements=AGREEMENT_LABELS,
        keeps=current_actor().role == "coordinator",
    )


@bp.get("/companies/<int:number>")
@allow("coordinator", "mentor")
def show(number: int) -> ResponseReturnValue:
    """What the directory says about a company."""
    company = find(Company, Company.id == number)
    return render_template(
        "companies/show.html",
        company=company,
        talks=talks_of(company, scoped(CompanyTalk)),
        confirmations=confirmations_of(company, scoped(Confirmation)),
        kinds=[(code, KINDS[code].label) for code in ("C0", "C1", "C3", "C7")],
        sizes=SIZE_LABELS,
        agreements=AGREEMENT_LABELS,
        keeps=current_actor().role == "coordinator",
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
                details=form.details, by=current_actor(), now=clock.now(),
            ).id  # fmt: skip
    except Refused as error:
        return form_page("companies/company.html", form=form, company=None, error=error)
    flash(_("Der Betrieb steht im Verzeichnis."), "success")
    return redirect(url_for("companies.show", number=number), 303)


@bp.route("/companies/<int:number>/edit", methods=["GET", "POST"])
@allow("coordinator")
def edit(number: int) -> ResponseReturnValue:
    """Change what the directory says about a company."""
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
                details=form.details, by=current_actor(), now=clock.now(), expected_version=form.version,
            )  # fmt: skip
    except (Refused, Stale) as error:
        form.show_version(company.row_version)
        return form_page("companies/company.html", form=form, company=company, error=error)
    flash(_("Gespeichert."), "success")
    return redirect(url_for("companies.show", number=number), 303)


@bp.route("/companies/<int:number>/contacts/new", methods=["GET", "POST"])
@allow("coordinator")
def new_contact(number: int) -> ResponseReturnValue:
    """Add somebody whom we may ask."""
    company = find(Company, Company.id == number)
    form = ContactForm()
    return _contact_page(
        form, company, None,
        lambda: add_contact(
            company=company, data=form.contact_data, by=current_actor(), now=clock.now(),
            submission=form.submission_id,
        ),
    )  # fmt: skip


@bp.route("/companies/<int:number>/contacts/<int:contact>", methods=["GET", "POST"])
@allow("coordinator")
def edit_contact(number: int, contact: int) -> ResponseReturnValue:
    """Change a contact."""
    found = find(Contact, Contact.id == contact, Contact.company_id == number)
    form = ContactForm()
    if request.method == "GET":
        form.show(found)
    return _contact_page(
        form, found.company, found,
        lambda: change_contact(
            contact=found, data=form.contact_data, by=current_actor(), now=clock.now(),
            expected_version=form.version,
        ),
    )  # fmt: skip


@bp.route("/companies/<int:number>/contacts/<int:contact>/end", methods=["GET", "POST"])
@allow("coordinator")
def end_of_contact(number: int, contact: int) -> ResponseReturnValue:
    """Nobody writes to this person any more."""
    found = find(Contact, Contact.id == contact, Contact.company_id == number)
    form = Form()
    if not form.validate_on_submit():
        return form_page("companies/contact_end.html", form=form, company=found.company, contact=found)
    with unit_of_work():
        end_contact(contact=found, by=current_actor(), now=clock.now())
    flash(_("Die Ansprechperson ist ausgetragen."), "success")
    return redirect(url_for("companies.show", number=number), 303)


def _contact_page(
    form: ContactForm, company: Company, contact: Contact | None, do: Callable[[], object]
) -> ResponseReturnValue:
    page = "companies/contact.html"
    if not form.validate_on_submit():
        return form_page(page, form=form, company=company, contact=contact)
    try:
        with unit_of_work():
            do()
    except (Refused, Stale) as error:
        if contact is not None:
            form.show_version(contact.row_version)
        return form_page(page, form=form, company=company, contact=contact, error=error)
    flash(_("Gespeichert."), "success")
    return redirect(url_for("companies.show", number=company.id), 303)
