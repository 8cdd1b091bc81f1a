"""/mentor-werden: the public form of whoever wants to become a mentor.

The answer is the same for every address, whether it is new, has applied before or has an account.
"""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from wbv_mentor import clock
from wbv_mentor.db import unit_of_work
from wbv_mentor.errors import Refused
from wbv_mentor.people import limits
from wbv_mentor.people.answers import refusal
from wbv_mentor.people.limits import Limit, TooMany
from wbv_mentor.qualification.joining.actions import ANYBODY, register_interest
from wbv_mentor.qualification.joining.forms import InterestForm
from wbv_mentor.web.access import public
from wbv_mentor.web.forms import form_page

bp = Blueprint("joining", __name__, url_prefix="/mentor-werden")
BY_ADDRESS = Limit("joining_address", 3, 60)  # each is a mail to somebody who may not want it
BY_NETWORK = Limit("joining_network", 30, 60)


@bp.route("", methods=["GET", "POST"])
@public
def interest() -> ResponseReturnValue:
    """What the qualification is about, and the form."""
    form = InterestForm()
    if not form.validate_on_submit():
        return form_page("joining/interest.html", form=form)
    now, person = clock.now(), form.person
    address, network = person.email.lower(), limits.network_of(request.remote_addr)
    try:
        limits.refuse_if_over(BY_NETWORK, network, now=now)
        with unit_of_work():
            if limits.is_admitted({BY_NETWORK: network, BY_ADDRESS: address}, now=now):
                register_interest(person=person, by=ANYBODY, now=now, submission=form.submission_id)
    except (TooMany, Refused) as error:
        return refusal("joining/interest.html", form=form, error=error)
    return redirect(url_for("joining.sent"), 303)


@bp.get("/gesendet")
@public
def sent() -> ResponseReturnValue:
    """What happens next, without saying who is known."""
    return render_template("joining/sent.html")
