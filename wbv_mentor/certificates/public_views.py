"""/pruefen: whether a certificate is real, for everybody who holds one.

Until the code is right, the page says nothing about a number: not whether it exists, not whether it was
revoked. Only wrong tries are counted (with the network they come from, as a keyed digest).
"""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from wbv_mentor import clock
from wbv_mentor.certificates import words
from wbv_mentor.certificates.codes import same_code, tidy_number
from wbv_mentor.certificates.forms import CheckForm
from wbv_mentor.certificates.models import Certificate
from wbv_mentor.certificates.queries import by_number
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.people import limits
from wbv_mentor.web.access import public
from wbv_mentor.web.forms import form_page

bp = Blueprint("check", __name__)
TRIES = limits.Limit("certificate_check", 30, 15)


@bp.get("/pruefen")
@public
def start() -> ResponseReturnValue:
    """Asks for number and code."""
    if "number" not in request.args and "code" not in request.args:
        return form_page("certificates/check.html", form=CheckForm(formdata=None), unknown=False)
    return _answer(request.args.get("number", ""), request.args.get("code", ""))


@bp.get("/pruefen/<number>")
@public
def show(number: str) -> ResponseReturnValue:
    """Asks for the code of a number; the address in the QR code brings it along."""
    if "code" not in request.args:
        form = CheckForm(formdata=None)
        form.number.data = number[:60]
        return form_page("certificates/check.html", form=form, unknown=False)
    return _answer(number, request.args["code"])


def _answer(number: str, code: str) -> ResponseReturnValue:
    form = CheckForm(formdata=MultiDict({"number": number[:100], "code": code[:100]}))
    if not form.validate():
        return form_page("certificates/check.html", form=form, unknown=False)
    found = _checked(form.number.data or "", form.code.data or "")
    if found is None:
        page = render_template("certificates/check.html", form=form, unknown=True)
        return page, 422
    return render_template("certificates/checked.html", certificate=found, s=found.printed, words=words)


def _checked(number: str, code: str) -> Certificate | None:
    """The certificate, if the code belongs to it; otherwise one more try is counted. TooMany after thirty."""
    now, network = clock.now(), limits.network_of(request.remote_addr)
    limits.refuse_if_over(TRIES, network, now=now)
    found = by_number(tidy_number(number))
    if same_code(code, found.check_code if found else None):
        return found
    session.rollback()
    with unit_of_work():
        limits.note_failure(TRIES, network, now=now)
    return None
