"""A case's page, and its whole history."""

from __future__ import annotations

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from wbv_mentor import clock
from wbv_mentor.cases import queries
from wbv_mentor.cases.pages import applications as application_views
from wbv_mentor.cases.pages import consents as views_consents
from wbv_mentor.cases.pages import coordination as views_coordination
from wbv_mentor.cases.pages import course as views_course
from wbv_mentor.cases.pages import drafts as views_drafts
from wbv_mentor.cases.pages import employer as views_employer
from wbv_mentor.cases.pages import funding_check as views_funding
from wbv_mentor.cases.pages import handover as views_handover
from wbv_mentor.cases.pages import link as views_link
from wbv_mentor.cases.pages import listing as views_list
from wbv_mentor.cases.pages import new as views_new
from wbv_mentor.cases.pages import offers as views_offers
from wbv_mentor.cases.pages import steps as views_steps
from wbv_mentor.cases.pages import work as views_work
from wbv_mentor.cases.pages.base import bp, content_case, crumbs_of, find_case
from wbv_mentor.cases.pages.case_page import show_case
from wbv_mentor.cases.pages.present import history_lines
from wbv_mentor.web.access import allow, current_actor
from wbv_mentor.web.navigation import register_item

__all__ = [
    "application_views",
    "bp",
    "views_consents",
    "views_coordination",
    "views_course",
    "views_drafts",
    "views_employer",
    "views_funding",
    "views_handover",
    "views_link",
    "views_list",
    "views_new",
    "views_offers",
    "views_steps",
    "views_work",
]

LINES_A_PAGE = 50


def register_pages(app: Flask) -> None:
    """Put the pages and their entries in the navigation on the application."""
    register_item(["mentor", "coordinator"], _l("Fälle"), "cases.index", "draft", place=1)
    register_item(["mentor"], _l("Neuer Fall"), "cases.new", "add", place=2)
    app.register_blueprint(bp)


def list_of_cases(state: str) -> str:
    """The address of the list of the cases in one state."""
    return url_for("cases.index", which="all", state=state)


@bp.get("/cases/<ref>")
@allow("mentor", "trainer", "coordinator")
def show(ref: str) -> ResponseReturnValue:
    """One case: where it stands, what is due, what can be done."""
    return show_case(find_case(ref))


@bp.get("/cases/<ref>/history")
@allow("mentor", "trainer", "coordinator")
def history(ref: str) -> ResponseReturnValue:
    """Everything that happened, newest first."""
    case = find_case(ref)
    page = queries.case_page(case=case, actor=current_actor(), now=clock.now())
    lines = history_lines(page)
    pages = max(1, -(-len(lines) // LINES_A_PAGE))
    number = min(max(1, request.args.get("page", 1, type=int)), pages)
    return render_template(
        "cases/history.html",
        case=case,
        lines=lines[(number - 1) * LINES_A_PAGE : number * LINES_A_PAGE],
        count=len(lines),
        page=number,
        pages=pages,
        crumbs=crumbs_of(case, (_("Verlauf"), None)),
    )


@bp.get("/cases/<ref>/deadlines")
@allow("mentor", "coordinator")
def deadlines(ref: str) -> ResponseReturnValue:
    """Every running deadline with its arithmetic, and which dates no longer hold, with the reason."""
    case = content_case(ref)
    page = queries.case_page(case=case, actor=current_actor(), now=clock.now())
    return render_template(
        "cases/deadlines.html",
        case=case,
        page=page,
        ended=queries.ended_lines(case),
        crumbs=crumbs_of(case, (_("Fristen"), None)),
    )
