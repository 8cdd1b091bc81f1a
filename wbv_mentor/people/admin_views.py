"""/accounts: who has access. For the technical administration, without any case content."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wbv_mentor import clock
from wbv_mentor.db import unit_of_work
from wbv_mentor.errors import Refused
from wbv_mentor.people.actions import activate, create_account, deactivate
from wbv_mentor.people.forms import AccountForm
from wbv_mentor.people.invitations import invite
from wbv_mentor.people.models import Account
from wbv_mentor.people.queries import all_accounts
from wbv_mentor.web.access import allow, current_actor, find, scoped
from wbv_mentor.web.forms import form_page

bp = Blueprint("accounts", __name__)


@bp.get("/accounts")
@allow("admin")
def index() -> ResponseReturnValue:
    """All accounts and what can be done with them."""
    return render_template(
        "people/accounts.html", accounts=all_accounts(scoped(Account)), own_id=current_actor().id
    )


@bp.route("/accounts/new", methods=["GET", "POST"])
@allow("admin")
def new() -> ResponseReturnValue:
    """Create an account and send the invitation."""
    form = AccountForm()
    if not form.validate_on_submit():
        return form_page("people/new_account.html", form=form)
    answers = {field.name: field.data for field in form.shown_fields()}
    by, now = current_actor(), clock.now()
    try:
        with unit_of_work():
            account = create_account(**answers, submission=form.submission_id, by=by, now=now)
            invite(account=account, by=by, now=now)
    except Refused as error:
        return form_page("people/new_account.html", form=form, error=error)
    return _back(_("Der Zugang ist angelegt und die Einladung ist unterwegs."))


@bp.post("/accounts/<int:number>/invite")
@allow("admin")
def send_invitation(number: int) -> ResponseReturnValue:
    """Send the invitation again; the earlier link ends."""
    account = find(Account, Account.id == number)
    with unit_of_work():
        invite(account=account, by=current_actor(), now=clock.now())
    return _back(_("Die Einladung ist unterwegs. Der frühere Link gilt nicht mehr."))


@bp.post("/accounts/<int:number>/deactivate")
@allow("admin")
def close(number: int) -> ResponseReturnValue:
    """Close an account; it can be opened again."""
    account = find(Account, Account.id == number)
    with unit_of_work():
        deactivate(account=account, by=current_actor(), now=clock.now())
    return _back(_("Der Zugang ist geschlossen. Sie können ihn wieder öffnen."))


@bp.post("/accounts/<int:number>/activate")
@allow("admin")
def reopen(number: int) -> ResponseReturnValue:
    """Open a closed account again."""
    account = find(Account, Account.id == number)
    with unit_of_work():
        activate(account=account, by=current_actor(), now=clock.now())
    return _back(_("Der Zugang ist wieder offen."))


def _back(message: str) -> ResponseReturnValue:
    flash(message, "success")
    return redirect(url_for("accounts.index"), 303)
