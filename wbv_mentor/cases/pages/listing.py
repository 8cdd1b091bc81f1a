"""The list of cases: search, filters, order and place stand in the address."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from wbv_mentor import clock
from wbv_mentor.cases import queries
from wbv_mentor.cases.pages.base import bp
from wbv_mentor.cases.pages.listing_file import file_of
from wbv_mentor.cases.pages.saved_views import query_of, view_chips
from wbv_mentor.cases.queries.found import MOST_COUNTED, stages
from wbv_mentor.db import session
from wbv_mentor.pathways.evaluation.filters import state_asked
from wbv_mentor.people.models import Account
from wbv_mentor.web.access import allow, current_actor
from wbv_mentor.web.cleaning import CONTROL, tidy
from wbv_mentor.web.local import with_args

MOST_SEARCHED = 100
ORDERS = {
    "due": _l("nächste Frist"), "name": _l("Name"), "new": _l("neueste zuerst"),
    "contact": _l("längste Zeit ohne Gespräch"),
}  # fmt: skip


@bp.get("/cases")
@allow("mentor", "trainer", "coordinator")
def index() -> ResponseReturnValue:
    """The cases a person may see, overdue ones first."""
    actor = current_actor()
    typed = CONTROL.sub("", tidy(request.args.get("q", "")))
    search = typed[:MOST_SEARCHED]
    which = _one_of(request.args.get("which", ""), ("open", "closed", "all"))
    orders = {name: text for name, text in ORDERS.items() if name != "name" or actor.role == "mentor"}
    order = _one_of(request.args.get("order", ""), tuple(orders))
    known = stages()
    stage = request.args.get("stage", "")
    stage = stage if stage in known else ""
    state = state_asked("mentee_case")
    mentor = _mentor_asked() if actor.role == "coordinator" else None
    found = queries.case_list(
        actor=actor, today=clock.today(), which=which, state=state.name, stage=stage, search=search,
        order=order, mentor_id=mentor.id if mentor else None,
        after=request.args.get("after", ""), before=request.args.get("before", ""),
    )  # fmt: skip
    names = {"open": _("Laufend"), "closed": _("Abgeschlossen"), "all": _("Alle")}
    return render_template(
        "cases/index.html", found=found, search=search, cut=len(typed) > MOST_SEARCHED, which=which,
        state=state, stage=stage, stages=known, order=order, orders=orders, mentor=mentor,
        chips=[
            (text, with_args(which=name, state=None, **FIRST_PAGE), name == which)
            for name, text in names.items()
        ],
        count=_count_words(found.total),
        views=(views := view_chips()),
        named=any(current for _name, _address, current in views),
        kept=query_of(request.args),
    )  # fmt: skip


@bp.get("/cases.csv")
@allow("mentor", "trainer", "coordinator")
def as_csv() -> ResponseReturnValue:
    """The list with these filters as a file."""
    actor = current_actor()
    orders = tuple(name for name in ORDERS if name != "name" or actor.role == "mentor")
    stage = request.args.get("stage", "")
    mentor = _mentor_asked() if actor.role == "coordinator" else None
    wanted = {
        "which": _one_of(request.args.get("which", ""), ("open", "closed", "all")),
        "state": state_asked("mentee_case").name, "stage": stage if stage in stages() else "",
        "search": CONTROL.sub("", tidy(request.args.get("q", "")))[:MOST_SEARCHED],
        "order": _one_of(request.args.get("order", ""), orders),
        "mentor_id": mentor.id if mentor else None,
    }  # fmt: skip
    return file_of(actor, wanted)


FIRST_PAGE: dict[str, Any] = {"after": None, "before": None, "page": None}


def _one_of(value: str, known: tuple[str, ...]) -> str:
    return value if value in known else known[0]


def _mentor_asked() -> Account | None:
    number = request.args.get("mentor", "")
    usable = number.isascii() and number.isdigit() and len(number) < 10
    return session.get(Account, int(number)) if usable else None


def _count_words(total: int) -> str:
    if total > MOST_COUNTED:
        return str(_("1.000+ Fälle gefunden"))
    return str(ngettext("%(num)s Fall gefunden", "%(num)s Fälle gefunden", total))
