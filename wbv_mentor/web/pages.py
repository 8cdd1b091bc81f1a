"""The pages that the footer names. What the operator must fill in comes from the settings."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from wbv_mentor import clock
from wbv_mentor.config import PLACEHOLDER, Settings
from wbv_mentor.db import unit_of_work
from wbv_mentor.errors import Refused
from wbv_mentor.web.access import public
from wbv_mentor.web.barriers import DAYS_TO_ANSWER, can_report, report_barrier
from wbv_mentor.web.fields import EmailField, LongTextField, TextField
from wbv_mentor.web.forms import Form, form_page
from wbv_mentor.web.local import local_path

OPERATOR_FIELDS = ("operator_name", "operator_phone", "operator_address", "privacy_contact")

bp = Blueprint("pages", __name__)


def placeholders(settings: Settings) -> list[str]:
    """Settings that footer pages and mails show and that nobody has filled in yet."""
    return [name for name in OPERATOR_FIELDS if getattr(settings, name).strip() in {"", PLACEHOLDER}]


def init_pages(app: Flask) -> None:
    """Add the footer pages."""
    app.register_blueprint(bp)


class BarrierForm(Form):
    """Three questions, one of them required."""

    what = LongTextField(
        _l("Was funktioniert nicht?"),
        hint=_l("Zum Beispiel: Ein Text ist zu klein, oder ein Knopf geht mit der Tastatur nicht."),
        max_length=2000,
    )
    where = TextField(_l("Auf welcher Seite?"), required=False, hint=_l("Name oder Adresse der Seite"))
    email = EmailField(
        _l("Ihre E-Mail-Adresse"),
        required=False,
        hint=_l("Nur wenn Sie eine Antwort möchten. Wir nutzen sie nur dafür."),
    )


@bp.get("/impressum")
@public
def imprint() -> ResponseReturnValue:
    """Who answers for the site."""
    return render_template("pages/imprint.html")


@bp.get("/datenschutz")
@public
def privacy() -> ResponseReturnValue:
    """What is stored, why, how long, and which rights people have."""
    return render_template("pages/privacy.html")


@bp.get("/barrierefreiheit")
@public
def accessibility() -> ResponseReturnValue:
    """The accessibility statement, with what was not tested."""
    return render_template("pages/accessibility.html", days=DAYS_TO_ANSWER)


@bp.get("/leichte-sprache")
@public
def easy_language() -> ResponseReturnValue:
    """What the site is for, in Leichte Sprache."""
    return render_template("pages/easy_language.html")


@bp.route("/barriere-melden", methods=["GET", "POST"])
@public
def barrier() -> ResponseReturnValue:
    """Report a barrier; the coordination gets it as a mail."""
    form = BarrierForm()
    if request.method == "GET" and "seite" in request.args:
        form.where.data = local_path(request.args["seite"])
    if not form.validate_on_submit():
        return _barrier_page(form)
    try:
        with unit_of_work():
            report_barrier(
                submission=form.submission_id,
                text=form.what.data or "",
                page=form.where.data,
                email=form.email.data,
                now=clock.now(),
            )
    except Refused as error:
        return _barrier_page(form, error)
    return redirect(url_for("pages.barrier_thanks"), 303)


def _barrier_page(form: BarrierForm, error: Refused | None = None) -> ResponseReturnValue:
    answer_by = clock.today() + timedelta(days=DAYS_TO_ANSWER)
    return form_page("pages/barrier.html", form=form, error=error, answer_by=answer_by, can_send=can_report())


@bp.get("/barriere-melden/danke")
@public
def barrier_thanks() -> ResponseReturnValue:
    """Says until when the report is answered."""
    answer_by = clock.today() + timedelta(days=DAYS_TO_ANSWER)
    return render_template("pages/barrier_thanks.html", answer_by=answer_by)
