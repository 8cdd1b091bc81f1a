"""/cohorts: the list, a new cohort, its board, its particulars."""

from __future__ import annotations

import csv
import io
from functools import partial
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wbv_mentor import clock
from wbv_mentor.db import unit_of_work
from wbv_mentor.errors import Refused, Stale
from wbv_mentor.qualification.cohorts.actions import change_particulars, create_cohort
from wbv_mentor.qualification.cohorts.board import Board, Row, board_of
from wbv_mentor.qualification.cohorts.curriculum import curriculum
from wbv_mentor.qualification.cohorts.forms import BoardForm, CohortForm, CohortSearchForm, ParticularsForm
from wbv_mentor.qualification.cohorts.models import Cohort, CohortSession
from wbv_mentor.qualification.cohorts.queries import cohort_list, next_sessions
from wbv_mentor.qualification.models import Enrolment
from wbv_mentor.web.access import allow, current_actor, find, scoped
from wbv_mentor.web.formatting import date_short, label
from wbv_mentor.web.forms import form_page
from wbv_mentor.web.local import with_args

bp = Blueprint("cohorts", __name__)
Crumbs = list[tuple[str, str | None]]


def crumbs_to(cohort: Cohort | None = None) -> Crumbs:
    """The way to a cohort's page, or to the list."""
    crumbs: Crumbs = [(_("Start"), "/"), (_("Kohorten"), url_for("cohorts.index"))]
    if cohort is not None:
        crumbs.append((cohort.name, url_for("cohorts.show", number=cohort.id)))
    return crumbs


@bp.get("/cohorts")
@allow("trainer", "coordinator")
def index() -> ResponseReturnValue:
    """Cohorts, those that run or are to come first."""
    names = {
        "current": _("Laufend und geplant"), "over": _("Beendet"), "cancelled": _("Abgesagt"),
        "all": _("Alle"),
    }  # fmt: skip
    group = request.args.get("group", "current")
    group = group if group in names else "current"
    form = CohortSearchForm(request.args)
    search = (form.q.data or "")[:100]
    found = cohort_list(
        scoped(Cohort), today=clock.today(), now=clock.now(), group=group, search=search,
        page=request.args.get("page", 1, type=int),
    )  # fmt: skip
    chips = [(text, with_args(group=name, page=None), name == group) for name, text in names.items()]
    return render_template(
        "qualification/cohorts/list.html", found=found, search_form=form, search=search, group=group,
        chips=chips,
    )  # fmt: skip


@bp.route("/cohorts/new", methods=["GET", "POST"])
@allow("trainer", "coordinator")
def new() -> ResponseReturnValue:
    """Create a cohort; its sessions are shown next, to be changed where they do not fit."""
    actor, form = current_actor(), CohortForm()
    if request.method == "GET" and actor.role == "trainer":
        form.trainer.data = str(actor.id)
    shown: dict[str, Any] = {"crumbs": [*crumbs_to(), (_("Neue Kohorte"), None)], "learnt": curriculum()}
    if not form.validate_on_submit():
        return form_page("qualification/cohorts/new.html", form=form, **shown)
    try:
        with unit_of_work():
            number = create_cohort(
                name=form.name.data or "", starts_on=form.starts_on.data, ends_on=form.ends_on.data,
                place=form.place.data or "", seats=form.seats.data, trainer_id=int(form.trainer.data or 0),
                by=actor, now=clock.now(), submission=form.submission_id,
            ).id  # fmt: skip
    except Refused as error:
        return form_page("qualification/cohorts/new.html", form=form, error=error, **shown)
    flash(_("Die Kohorte steht. Bitte sehen Sie sich die vorgeschlagenen Termine an."), "success")
    return redirect(url_for("cohort_sessions.index", number=number), 303)


@bp.get("/cohorts/<int:number>")
@allow("trainer", "coordinator")
def show(number: int) -> ResponseReturnValue:
    """The board: exceptions first, each view an address."""
    cohort = find(Cohort, Cohort.id == number)
    form = BoardForm(request.args)
    view = request.args.get("view", "all")
    board = _board(cohort, view, (form.q.data or "")[:100], form.sort.data or "due")
    return render_template(
        "qualification/cohorts/board.html", board=board, cohort=cohort, form=form, view=view,
        chips=_chips(board, view), crumbs=[*crumbs_to(), (cohort.name, None)],
        meetings=next_sessions(cohort, today=clock.today()), meeting_address=_meeting,
        person_address=partial(_person, cohort.id),
    )  # fmt: skip


@bp.get("/cohorts/<int:number>/list.csv")
@allow("trainer", "coordinator")
def as_csv(number: int) -> ResponseReturnValue:
    """The people of the chosen view as German Excel reads it: semicolons, UTF-8 with BOM."""
    cohort = find(Cohort, Cohort.id == number)
    board = _board(cohort, request.args.get("view", "all"), (request.args.get("q") or "")[:100], "name")
    text = io.StringIO()
    lines = csv.writer(text, delimiter=";", lineterminator="\r\n")
    codes = [module.code for module in cohort.modules]
    lines.writerow(
        [_("Name"), _("Betrieb"), _("Status"), *codes, _("Unterrichtseinheiten"), _("Nächste Frist")]
    )
    for row in board.rows:
        units = [module.units for module in row.progress.modules]
        cells = [
            _harmless(row.name), _harmless(row.company or ""), label(row.state_label), *units,
            row.progress.units, date_short(row.due_on),
        ]  # fmt: skip
        lines.writerow(cells)
    response = Response("\ufeff" + text.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="kohorte-{cohort.reference}.csv"'
    return response


@bp.route("/cohorts/<int:number>/particulars", methods=["GET", "POST"])
@allow("trainer", "coordinator")
def particulars(number: int) -> ResponseReturnValue:
    """Change name, place, seats or trainer."""
    cohort, form = find(Cohort, Cohort.id == number), ParticularsForm()
    if request.method == "GET":
        form.show(cohort)
    shown: dict[str, Any] = {"cohort": cohort, "crumbs": [*crumbs_to(cohort), (_("Angaben ändern"), None)]}
    if not form.validate_on_submit():
        return form_page("qualification/cohorts/particulars.html", form=form, **shown)
    try:
        with unit_of_work():
            change_particulars(
                cohort=cohort, name=form.name.data or "", place=form.place.data or "",
                seats=form.seats.data, trainer_id=int(form.trainer.data or 0), by=current_actor(),
                now=clock.now(), expected_version=form.version,
            )  # fmt: skip
    except (Refused, Stale) as error:
        form.show_version(cohort.row_version)
        return form_page("qualification/cohorts/particulars.html", form=form, error=error, **shown)
    flash(_("Gespeichert."), "success")
    return redirect(url_for("cohorts.show", number=number), 303)


def _board(cohort: Cohort, view: str, search: str, sort: str) -> Board:
    return board_of(
        cohort, scoped(Enrolment), today=clock.today(), view=view, search=search.strip(), sort=sort
    )


def _person(cohort_id: int, row: Row) -> str:
    return url_for("cohort_people.show", number=cohort_id, person=row.number)


def _meeting(meeting: CohortSession) -> str:
    """The list of a session that was held, else where it can be moved."""
    page = "attendance.take" if meeting.held_on <= clock.today() else "cohort_sessions.change"
    return url_for(page, number=meeting.cohort_id, meeting_id=meeting.id)


def _harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text


def _chips(board: Board, view: str) -> list[tuple[str, str, bool]]:
    names = {
        "all": _("Alle"), "overdue": _("Überfällig"), "certificate": _("Zertifikatsreif"),
        "passed": _("Bestanden"),
        "without_case": _("Ohne ersten Fall"), "interrupted": _("Unterbrochen"),
        "dropped_out": _("Abgebrochen"),
    }  # fmt: skip
    counts = {name: board.count(name) for name in names}
    return [
        (f"{text} ({counts[name]})", with_args(view=name), name == view)
        for name, text in names.items()
        if counts[name] or name in ("all", "overdue", "certificate", view)
    ]
