"""A new case: consent first. Page 1 of three; page 2 and 3 are forms of the case."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wbv_mentor import clock
from wbv_mentor.cases import actions
from wbv_mentor.cases.models import CONFLICTS, Case
from wbv_mentor.cases.pages.base import address_of, bp, crumbs_of, find_case
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.types import Form as Definition
from wbv_mentor.errors import NotFound, Refused
from wbv_mentor.pathways import journal
from wbv_mentor.pathways.definitions import find_definition, machine_of
from wbv_mentor.pathways.forms import build_form, fill
from wbv_mentor.web.access import allow, current_actor
from wbv_mentor.web.forms import Form, form_page

ASK = ":request_consent"  # page 1 does two things; each has its own submission


@bp.route("/cases/new", methods=["GET", "POST"])
@allow("mentor", "coordinator")
def new() -> ResponseReturnValue:
    """Alias, way and relation: opens the case and, if nothing stands against it, asks for consent."""
    actor = current_actor()
    form: Form = build_form(_definition(), role=actor.role)()
    if request.method == "GET":
        fill(form, {"way": "qr"})
    if not form.validate_on_submit():
        return form_page("cases/new.html", form=form)
    begun = journal.find_start(form.submission_id)
    if begun is not None:
        return redirect(_after(session.get_one(Case, begun)), 303)
    try:
        with unit_of_work():
            case = _open(form)
    except Refused as error:
        return form_page("cases/new.html", form=form, error=error)
    return redirect(_after(case), 303)


def _definition() -> Definition:
    stored = find_definition("mentee_case")
    if stored is None:
        raise NotFound()
    path = machine_of(stored).workflow
    return path.forms[str(path.start.form)]


def _open(form: Form) -> Case:
    actor, now = current_actor(), clock.now()
    chosen = form["mentor"].data if "mentor" in form else None
    case = actions.open_case(
        alias=form["alias"].data or "",
        way=form["way"].data,
        relation=form["relation"].data,
        by=actor,
        now=now,
        submission=form.submission_id,
        mentor_id=int(chosen) if chosen else None,
    )
    if actor.role == "mentor" and case.relation not in CONFLICTS:
        actions.fire(
            case=case, trigger="request_consent", by=actor, now=now, submission=form.submission_id + ASK
        )
    return case


def _after(case: Case) -> str:
    """The next page: the QR code; for a coordinator the case; in a conflict the question about it."""
    if case.relation in CONFLICTS and case.state == "contact" and current_actor().role == "mentor":
        return url_for("cases.relation", ref=case.reference)
    if current_actor().role == "mentor":
        return url_for("cases.link", ref=case.reference)
    return address_of(case)


@bp.get("/cases/<ref>/relation")
@allow("mentor")
def relation(ref: str) -> ResponseReturnValue:
    """Somebody near to the mentor: offers another mentor before consent is asked for."""
    case = find_case(ref)
    if case.state != "contact" or case.relation not in CONFLICTS:
        return redirect(address_of(case), 303)
    return render_template(
        "cases/relation.html",
        case=case,
        address=address_of(case),
        crumbs=crumbs_of(case, (_("Andere Begleitung"), None)),
    )
