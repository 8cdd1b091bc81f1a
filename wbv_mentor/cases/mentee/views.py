"""/meine-beratung/<token>: what a mentee sees of the own case, in every state."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from wbv_mentor import clock
from wbv_mentor.cases import queries
from wbv_mentor.cases.mentee.calendar import calendar_of
from wbv_mentor.cases.mentee.consent import consent_page
from wbv_mentor.cases.mentee.overview import overview, terms_of
from wbv_mentor.cases.mentee.page import bp, case_of_link
from wbv_mentor.cases.models import Case
from wbv_mentor.errors import WbvError
from wbv_mentor.web.access import public
from wbv_mentor.web.forms import Form, form_page


@bp.get("/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    """The page behind the link."""
    return page(case_of_link(token), token)


def page(
    case: Case, token: str, form: Form | None = None, error: WbvError | None = None
) -> ResponseReturnValue:
    """The page for where the case stands; with a form of it that was refused."""
    if case.state == "consent_pending":
        return consent_page(case, token, form, error)
    template = "cases/mentee/locked.html" if case.state == "locked" else "cases/mentee/page.html"
    return form_page(template, form=form or Form(), error=error, **overview(case, token))


@bp.get("/<token>/fristen")
@public
def deadlines(token: str) -> ResponseReturnValue:
    """Every running deadline on one page, to be printed and kept."""
    case = case_of_link(token)
    found = terms_of(queries.mentee_page(case=case, now=clock.now()))
    return render_template(
        "cases/mentee/deadlines.html", case=case, terms=found, token=token, calendar=calendar_of(case)
    )


@bp.get("/geloescht")
@public
def erased() -> ResponseReturnValue:
    """Where a "Nein, danke" leads: everything is gone, so this page knows nobody."""
    return render_template("cases/mentee/erased.html")
