"""/ich-suche-rat: the public form of an employed person who has no mentor yet.

The answer is the same for every address, whether somebody asked with it before or not.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from wbv_mentor import clock
from wbv_mentor.cases.actions.asking_for_advice import Asked, ask_for_advice
from wbv_mentor.cases.mentee.forms import CHANNELS, DETAIL_OF, ReachForm
from wbv_mentor.db import unit_of_work
from wbv_mentor.errors import Refused
from wbv_mentor.people import limits
from wbv_mentor.people.answers import refusal
from wbv_mentor.people.limits import Limit, TooMany
from wbv_mentor.web.access import public
from wbv_mentor.web.forms import form_page
from wbv_mentor.web.languages import language
from wbv_mentor.web.text_fields import LongTextField, TextField

bp = Blueprint("seeking", __name__, url_prefix="/ich-suche-rat")
BY_ADDRESS = Limit("seeking_address", 3, 60)  # each is a mail to somebody who may not want it
BY_NETWORK = Limit("seeking_network", 30, 60)


class AdviceForm(ReachForm):
    """Who asks: as little as possible. A name need not be the real one."""

    alias = TextField(
        _l("Kürzel oder Vorname"), max_length=40, hint=_l("Der richtige Name ist erst später nötig.")
    )
    wish = LongTextField(
        _l("Worum geht es?"),
        required=False,
        max_length=500,
        hint=_l("Ein Satz reicht. Sie können das auch leer lassen."),
    )
    workplace = TextField(
        _l("Wo arbeiten Sie?"), required=False, max_length=200, hint=_l("Nur wenn Sie möchten.")
    )
    employer = TextField(
        _l("Arbeitgeber"),
        required=False,
        max_length=200,
        hint=_l("Nur wenn Sie möchten, und wenn es ein anderer ist, zum Beispiel bei Zeitarbeit."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.channel.choices = [way for way in CHANNELS if way[0] in DETAIL_OF]  # nobody knows her yet

    @property
    def asked(self) -> Asked:
        """What was answered; an address only for the way that was chosen."""
        channel = str(self.channel.data)
        return Asked(
            alias=str(self.alias.data), channel=channel,
            email=self.email.data if channel == "email" else None,
            phone=self.phone.data if channel == "phone" else None,
            postal_address=self.postal_address.data if channel == "letter" else None,
            no_calls_at_work=bool(self.no_calls_at_work.data), wish=self.wish.data or None,
            employer=self.employer.data or None, workplace=self.workplace.data or None, language=language(),
        )  # fmt: skip


@bp.route("", methods=["GET", "POST"])
@public
def ask() -> ResponseReturnValue:
    """What advice is, and the form."""
    form = AdviceForm()
    if not form.validate_on_submit():
        return form_page("cases/seeking.html", form=form)
    now, asked = clock.now(), form.asked
    network = limits.network_of(request.remote_addr)
    address = (asked.email or asked.phone or asked.postal_address or "").lower()
    try:
        limits.refuse_if_over(BY_NETWORK, network, now=now)
        with unit_of_work():
            if limits.is_admitted({BY_NETWORK: network, BY_ADDRESS: address}, now=now):
                ask_for_advice(asked=asked, now=now, submission=form.submission_id)
    except (TooMany, Refused) as error:
        return refusal("cases/seeking.html", form=form, error=error)
    return redirect(url_for("seeking.sent"), 303)


@bp.get("/gesendet")
@public
def sent() -> ResponseReturnValue:
    """What happens next, without saying who is known."""
    return render_template("cases/seeking_sent.html")
