"""/cohorts/<id>: postpone, cancel, and remind many at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from wbv_mentor import clock
from wbv_mentor.db import unit_of_work
from wbv_mentor.errors import Refused, Stale, say
from wbv_mentor.qualification.cohorts.models import Cohort
from wbv_mentor.qualification.cohorts.moving import cancel_cohort, postpone_cohort
from wbv_mentor.qualification.cohorts.seats import open_choices
from wbv_mentor.qualification.cohorts.telling import members
from wbv_mentor.qualification.cohorts.views import crumbs_to
from wbv_mentor.qualification.learning.reminding import remind, reminders_for
from wbv_mentor.web.access import allow, current_actor, find
from wbv_mentor.web.fields import DateField, NotBefore, SelectField
from wbv_mentor.web.formatting import label
from wbv_mentor.web.forms import Form, form_page
from wbv_mentor.web.row_numbers import row_number

bp = Blueprint("cohort_dates", __name__)
MOST_PEOPLE = 100


class PostponeForm(Form):
    """Another first day."""

    starts_on = DateField(_l("Neuer erster Tag"), validators=[NotBefore(clock.today)])


class OtherCohort(SelectField):
    """A cohort, or none yet."""

    empty: Any = _l("Noch keine")


class CancelForm(Form):
    """Where everybody goes instead."""

    into = OtherCohort(_l("Alle in diese Kohorte umsetzen"), required=False)


class RemindForm(Form):
    """Nothing is asked: the people stand on the page."""


@bp.route("/cohorts/<int:number>/postpone", methods=["GET", "POST"])
@allow("trainer", "coordinator")
def postpone(number: int) -> ResponseReturnValue:
    """Let the cohort begin on another day."""
    cohort, form = find(Cohort, Cohort.id == number), PostponeForm()

    def keep() -> None:
        postpone_cohort(
            cohort=cohort, starts_on=form.starts_on.data, by=current_actor(), now=clock.now(),
            expected_version=form.version,
        )  # fmt: skip

    about = _("Alle Termine verschieben sich mit, auf Arbeitstage.")
    return _dates(cohort, form, keep, _("Kohorte verschieben"), about)


@bp.route("/cohorts/<int:number>/cancel", methods=["GET", "POST"])
@allow("trainer", "coordinator")
def cancel(number: int) -> ResponseReturnValue:
    """Cancel the cohort."""
    cohort, form = find(Cohort, Cohort.id == number), CancelForm()
    form.into.choices = [(value, label(name)) for value, name in open_choices() if value != str(number)]

    def keep() -> None:
        cancel_cohort(
            cohort=cohort, into=int(form.into.data) if form.into.data else None, by=current_actor(),
            now=clock.now(), expected_version=form.version,
        )  # fmt: skip

    about = _("Eine abgesagte Kohorte nimmt niemanden mehr auf.")
    return _dates(cohort, form, keep, _("Kohorte absagen"), about)


def _dates(
    cohort: Cohort, form: Form, keep: Callable[[], None], title: str, about: str
) -> ResponseReturnValue:
    if request.method == "GET":
        form.show_version(cohort.row_version)
    shown: dict[str, Any] = {
        "cohort": cohort, "title_of": title, "about": about, "told": len(members(cohort)),
        "crumbs": [*crumbs_to(cohort), (title, None)],
    }  # fmt: skip
    if not form.validate_on_submit():
        return form_page("qualification/cohorts/dates.html", form=form, **shown)
    try:
        with unit_of_work():
            keep()
    except (Refused, Stale) as error:
        form.show_version(cohort.row_version)
        return form_page("qualification/cohorts/dates.html", form=form, error=error, **shown)
    flash(_("Gespeichert. Alle bekommen eine Nachricht."), "success")
    return redirect(url_for("cohorts.show", number=cohort.id), 303)


@bp.route("/cohorts/<int:number>/remind", methods=["GET", "POST"])
@allow("trainer", "coordinator")
def reminding(number: int) -> ResponseReturnValue:
    """Whom the mails would go to and what they name; then they are sent."""
    cohort, form = find(Cohort, Cohort.id == number), RemindForm()
    sent = request.form if request.method == "POST" else request.args
    numbers = _numbers(sent.getlist("people"))
    shown: dict[str, Any] = {
        "cohort": cohort, "crumbs": [*crumbs_to(cohort), (_("Erinnern"), None)],
        "reminders": reminders_for(cohort, numbers, now=clock.now()),
    }  # fmt: skip
    if not form.validate_on_submit():
        return form_page("qualification/cohorts/remind.html", form=form, **shown)
    if not shown["reminders"]:
        nobody = Refused(say("Wählen Sie Personen aus, bei denen etwas fehlt."))
        return form_page("qualification/cohorts/remind.html", form=form, error=nobody, **shown)
    with unit_of_work():
        new, before = remind(cohort=cohort, numbers=numbers, by=current_actor(), now=clock.now())
    text = ngettext("%(num)s E-Mail ist unterwegs.", "%(num)s E-Mails sind unterwegs.", new)
    if before:
        text += " " + ngettext(
            "%(num)s Person wurde heute schon erinnert.",
            "%(num)s Personen wurden heute schon erinnert.",
            before,
        )
    flash(text, "success")
    return redirect(url_for("cohorts.show", number=number), 303)


def _numbers(texts: list[str]) -> list[int]:
    """The people that were ticked; what is no number is left out."""
    found = []
    for text in texts[:MOST_PEOPLE]:
        try:
            found.append(row_number(text))
        except ValueError:
            continue
    return found
