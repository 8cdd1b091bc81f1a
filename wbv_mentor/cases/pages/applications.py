"""/cases/<ref>/applications: the funding applications of a case, one page each."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wbv_mentor import clock
from wbv_mentor.cases.letters.sentences import told_of
from wbv_mentor.cases.models import Case
from wbv_mentor.cases.pages.application_forms import documents_form, new_form, ticked
from wbv_mentor.cases.pages.base import address_of, bp, crumbs_of, find_case
from wbv_mentor.cases.queries import reading_role
from wbv_mentor.db import unit_of_work
from wbv_mentor.engine.labels import ROLE_LABELS
from wbv_mentor.errors import Refused, Stale
from wbv_mentor.funding import actions
from wbv_mentor.funding.card import Card, card_of
from wbv_mentor.funding.catalogue import catalogue, instrument_choices
from wbv_mentor.funding.models import FundingApplication
from wbv_mentor.pathways import journal, records
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.forms import values_of
from wbv_mentor.pathways.pages import Crumbs, transition_page
from wbv_mentor.pathways.undo_pages import undo_page
from wbv_mentor.web.access import allow, current_actor, find
from wbv_mentor.web.forms import form_page

ICONS = {"start": "add", "transition": "check", "note": "edit", "undo": "autorenew", "migrate": "autorenew"}


def find_application(case: Case, number: int) -> FundingApplication:
    """The application of a case by its number, if the actor may see it; else NotFound."""
    return find(
        FundingApplication, FundingApplication.case_id == case.id, FundingApplication.number == number
    )


def application_address(case: Case, number: int) -> str:
    """The page of an application."""
    return url_for("cases.application", ref=case.reference, number=number)


def _crumbs(case: Case, application: FundingApplication, *more: tuple[Any, str | None]) -> Crumbs:
    name = _("Antrag %(number)s", number=application.number)
    return crumbs_of(case, (name, application_address(case, application.number) if more else None), *more)


def _card(application: FundingApplication) -> Card:
    return card_of(application=application, by=current_actor(), today=clock.today(), now=clock.now())


@bp.route("/cases/<ref>/applications/new", methods=["GET", "POST"])
@allow("mentor")
def new_application(ref: str) -> ResponseReturnValue:
    """Plan an application for one instrument of the catalogue."""
    case = find_case(ref)
    form = new_form(current_actor().role)
    wanted = request.args.get("instrument")  # from a result of the funding check
    if request.method == "GET" and wanted in {one for one, _label in instrument_choices()}:
        form["instrument"].data = wanted
    shown: dict[str, Any] = {
        "case": case, "back": address_of(case), "disclaimer": catalogue().disclaimer,
        "crumbs": crumbs_of(case, (_("Förderantrag anlegen"), None)),
    }  # fmt: skip
    if not form.validate_on_submit():
        return form_page("funding/new.html", form=form, **shown)
    try:
        with unit_of_work():
            number = actions.plan_application(
                case=case, data=values_of(form), by=current_actor(), now=clock.now(),
                submission=form.submission_id,
            ).number  # fmt: skip
    except Refused as error:
        return form_page("funding/new.html", form=form, error=error, **shown)
    return redirect(application_address(case, number), 303)


@bp.get("/cases/<ref>/applications/<int:number>")
@allow("mentor", "coordinator")
def application(ref: str, number: int) -> ResponseReturnValue:
    """Where an application stands, its dates, its papers, and what can be done."""
    case = find_case(ref)
    found = find_application(case, number)
    ways = {
        name: url_for("cases.application_transition", ref=ref, number=number, name=name)
        for name in workflow_of(found).transitions
    }
    content = reading_role(case=case, actor=current_actor(), now=clock.now()) == "mentor"
    return render_template(
        "funding/application.html", case=case, card=_card(found), ways=ways, content=content,
        history=_history(found), back=address_of(case), crumbs=_crumbs(case, found),
        papers_at=url_for("cases.application_documents", ref=ref, number=number),
    )  # fmt: skip


@bp.route("/cases/<ref>/applications/<int:number>/transitions/<name>", methods=["GET", "POST"])
@allow("mentor")
def application_transition(ref: str, number: int, name: str) -> ResponseReturnValue:
    """Move an application along its path."""
    case = find_case(ref)
    found = find_application(case, number)
    preset = {"arrived_on": found.arrived_on, "file_number": found.file_number}
    return transition_page(
        instance=found, name=name, back=application_address(case, number), preset=preset,
        crumbs=_crumbs(case, found, ("", None))[:-1], template="funding/transition.html", card=_card(found),
    )  # fmt: skip


@bp.route("/cases/<ref>/applications/<int:number>/undo", methods=["GET", "POST"])
@allow("mentor")
def undo_application(ref: str, number: int) -> ResponseReturnValue:
    """Take back the latest step of an application."""
    case = find_case(ref)
    found = find_application(case, number)
    return undo_page(
        instance=found, back=application_address(case, number), crumbs=_crumbs(case, found, ("", None))[:-1]
    )


@bp.route("/cases/<ref>/applications/<int:number>/forms/documents", methods=["GET", "POST"])
@allow("mentor")
def application_documents(ref: str, number: int) -> ResponseReturnValue:
    """Tick the papers: it is there, only the company has it, or it is still missing."""
    case = find_case(ref)
    found = find_application(case, number)
    card = _card(found)
    form = documents_form(card, records.read_record(found, actions.DOCUMENTS, "mentor").get("note"))
    address = application_address(case, number)
    shown: dict[str, Any] = {
        "case": case, "card": card, "back": address, "crumbs": _crumbs(case, found, (_("Unterlagen"), None)),
    }  # fmt: skip
    if request.method == "GET":
        form.show_version(records.revision_of(found, actions.DOCUMENTS))
    if not form.validate_on_submit():
        return form_page("funding/documents.html", form=form, **shown)
    there, only_company = ticked(form, card)
    try:
        with unit_of_work():
            actions.save_documents(
                application=found, there=there, only_company=only_company, note=form["note"].data,
                by=current_actor(), now=clock.now(), submission=form.submission_id,
                expected_revision=form.version,
            )  # fmt: skip
    except (Refused, Stale) as error:
        form.show_version(records.revision_of(found, actions.DOCUMENTS))
        return form_page("funding/documents.html", form=form, error=error, **shown)
    flash(_("Gespeichert."), "success")
    return redirect(address, 303)


def _history(found: FundingApplication) -> list[dict[str, Any]]:
    """The history for the timeline, newest first, told as on the case's page."""
    return [
        {"icon": ICONS.get(entry.kind, "info"), "at": entry.at, "who": ROLE_LABELS[entry.actor_role],
         "text": told_of(found, entry)}
        for entry in reversed(journal.entries_of(found))
    ]  # fmt: skip
