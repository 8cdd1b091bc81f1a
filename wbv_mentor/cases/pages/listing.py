"""The list of cases: search, filters, order and place stand in the address."""

from __future__ import annotations

from dataclasses import dataclass
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
from wbv_mentor.cases.pages.saved_views import KEPT, query_of, view_chips
from wbv_mentor.cases.queries.found import MOST_COUNTED, stages
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.pathways.evaluation.filters import Asked, state_asked
from wbv_mentor.people.models import Account
from wbv_mentor.web.access import allow, current_actor, scoped
from wbv_mentor.web.cleaning import CONTROL, tidy
from wbv_mentor.web.local import with_args

MOST_SEARCHED = 100
ORDERS = {
    "due": _l("nächste Frist"), "name": _l("Name"), "new": _l("neueste zuerst"),
    "contact": _l("längste Zeit ohne Gespräch"),
}  # fmt: skip


@dataclass(frozen=True)
class Filters:
    """What the address asks for, as far as it is understood; `cut` if the search was too long."""

    which: str
    state: Asked
    stage: str
    search: str
    cut: bool
    order: str
    mentor: Account | None

    @property
    def wanted(self) -> dict[str, Any]:
        """The same for the query."""
        return {
            "which": self.which, "state": self.state.name, "stage": self.stage, "search": self.search,
            "order": self.order, "mentor_id": self.mentor.id if self.mentor else None,
        }  # fmt: skip


@bp.get("/cases")
@allow("mentor", "trainer", "coordinator")
def index() -> ResponseReturnValue:
    """The cases a person may see, overdue ones first."""
    actor = current_actor()
    filters = _filters(actor)
    found = queries.case_list(
        actor=actor, today=clock.today(), after=request.args.get("after", ""),
        before=request.args.get("before", ""), **filters.wanted,
    )  # fmt: skip
    names = {"open": _("Laufend"), "closed": _("Abgeschlossen"), "all": _("Alle")}
    views = view_chips()
    return render_template(
        "cases/index.html", found=found, filters=filters, stages=stages(), orders=_orders(actor),
        chips=[
            (text, with_args(which=name, state=None, **FIRST_PAGE), name == filters.which)
            for name, text in names.items()
        ],
        count=_count_words(found.total),
        views=views,
        named=any(current for _name, _address, current in views),
        kept=query_of(request.args),
        file_query=query_of(request.args, (*KEPT, "q")),
    )  # fmt: skip


@bp.get("/cases.csv")
@allow("mentor", "trainer", "coordinator")
def as_csv() -> ResponseReturnValue:
    """The list with these filters as a file."""
    actor = current_actor()
    return file_of(actor, _filters(actor).wanted)


def _filters(actor: Actor) -> Filters:
    typed = CONTROL.sub("", tidy(request.args.get("q", "")))
    return Filters(
        which=_one_of(request.args.get("which", ""), ("open", "closed", "all")),
        state=state_asked("mentee_case"),
        stage=_one_of(request.args.get("stage", ""), ("", *stages())),
        search=typed[:MOST_SEARCHED],
        cut=len(typed) > MOST_SEARCHED,
        order=_one_of(request.args.get("order", ""), tuple(_orders(actor))),
        mentor=_mentor_asked() if actor.role == "coordinator" else None,
    )


def _orders(actor: Actor) -> dict[str, Any]:
    """By name only who sees names."""
    return {name: text for name, text in ORDERS.items() if name != "name" or actor.role == "mentor"}


FIRST_PAGE: dict[str, Any] = {"after": None, "before": None, "page": None}


def _one_of(value: str, known: tuple[str, ...]) -> str:
    return value if value in known else known[0]


def _mentor_asked() -> Account | None:
    number = request.args.get("mentor", "")
    usable = number.isascii() and number.isdigit() and len(number) < 10
    if not usable:
        return None
    found: Account | None = session.scalars(
        scoped(Account).where(Account.id == int(number), Account.role == "mentor")
    ).first()
    return found


def _count_words(total: int) -> str:
    if total > MOST_COUNTED:
        return str(_("1.000+ Fälle gefunden"))
    return str(ngettext("%(num)s Fall gefunden", "%(num)s Fälle gefunden", total))
