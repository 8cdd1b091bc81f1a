"""Views of the list: keep one under a name, find it as a chip, rename it, take it away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from wbv_mentor import clock
from wbv_mentor.cases.actions import saved_views as actions
from wbv_mentor.cases.pages.base import bp
from wbv_mentor.cases.rows.models import SavedView
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.errors import Refused
from wbv_mentor.german import german
from wbv_mentor.web.access import allow, current_actor, find, scoped
from wbv_mentor.web.cleaning import CONTROL
from wbv_mentor.web.fields import TextField
from wbv_mentor.web.forms import Form, form_page

# Never the place in the list, and no words searched for: a name would outlive the erasure of its case.
KEPT = ("which", "stage", "state", "mentor", "order")


class ViewForm(Form):
    """What a view is called."""

    name = TextField(
        _l("Name der Ansicht"),
        max_length=40,
        hint=_l("Gemerkt werden Filter und Ordnung, keine Suchwörter. Zum Beispiel: Kurse, ohne Gespräch"),
    )


def query_of(arguments: Mapping[str, str], names: Sequence[str] = KEPT) -> str:
    """What of an address makes a view, always in the same order; of other `names` the same."""
    kept = {name: CONTROL.sub("", arguments.get(name, "")) for name in names}
    return urlencode({name: value for name, value in kept.items() if value})


def view_chips() -> list[tuple[str, str, bool]]:
    """The own views for the list: name, address, and whether it is the one shown."""
    shown = query_of(request.args)
    return [
        (view.name, f"{url_for('cases.index')}?{view.query}", view.query == shown) for view in _own_views()
    ]


@bp.get("/cases/views")
@allow("mentor", "trainer", "coordinator")
def views() -> ResponseReturnValue:
    """All own views, to rename them or to take them away."""
    return render_template("cases/views.html", views=_own_views(), crumbs=_crumbs(_("Ansichten")))


@bp.route("/cases/views/new", methods=["GET", "POST"])
@allow("mentor", "trainer", "coordinator")
def new_view() -> ResponseReturnValue:
    """Keep the list that the address says."""
    form = ViewForm()
    query = query_of(request.args)
    return _answer(
        form,
        lambda: actions.save_view(
            name=str(form["name"].data), query=query, by=current_actor(), now=clock.now()
        ),
        title=_("Ansicht merken"),
        done=f"{url_for('cases.index')}?{query}",
        said=_("Ansicht gemerkt."),
    )


@bp.route("/cases/views/rename", methods=["GET", "POST"])
@allow("mentor", "trainer", "coordinator")
def rename_view() -> ResponseReturnValue:
    """Another name for the view that the address says."""
    view = _asked()
    form = ViewForm(name=view.name)
    return _answer(
        form,
        lambda: actions.rename_view(view=view, name=str(form["name"].data), by=current_actor()),
        title=_("Ansicht umbenennen"),
        done=url_for("cases.views"),
        said=_("Ansicht umbenannt."),
    )


@bp.route("/cases/views/remove", methods=["GET", "POST"])
@allow("mentor", "trainer", "coordinator")
def remove_view() -> ResponseReturnValue:
    """Take a view away, after a look at it."""
    view = _asked()
    return _answer(
        Form(),
        lambda: actions.remove_view(view=view),
        title=_("Ansicht löschen"),
        done=url_for("cases.views"),
        said=_("Ansicht gelöscht."),
        view=view,
    )


def _answer(
    form: Form, do: Callable[[], None], *, title: str, done: str, said: str, view: SavedView | None = None
) -> ResponseReturnValue:
    shown: dict[str, Any] = {"title": title, "view": view, "back": done, "crumbs": _crumbs(title)}
    if not form.validate_on_submit():
        return form_page("cases/view.html", form=form, **shown)
    try:
        with unit_of_work():
            do()
    except Refused as error:
        return form_page("cases/view.html", form=form, error=error, **shown)
    flash(said, "success")
    return redirect(done, 303)


def _asked() -> SavedView:
    """The own view whose number stands in the address; whoever has none there or a foreign one gets 404."""
    number = request.args.get("view", "")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        abort(404)
    return find(SavedView, SavedView.id == int(number))


def _own_views() -> list[SavedView]:
    return sorted(session.scalars(scoped(SavedView)).all(), key=lambda view: german(view.name))


def _crumbs(title: str) -> list[tuple[str, str | None]]:
    return [(_("Fälle"), url_for("cases.index")), (title, None)]
