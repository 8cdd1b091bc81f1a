"""/konto: one's own details, password and sessions."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wbv_mentor import clock
from wbv_mentor.db import unit_of_work
from wbv_mentor.errors import Refused
from wbv_mentor.people import sign_in
from wbv_mentor.people.actions import update_profile
from wbv_mentor.people.answers import refusal
from wbv_mentor.people.forms import ChangePasswordForm, ProfileForm
from wbv_mentor.people.invitations import change_password
from wbv_mentor.people.limits import SIGN_IN_ADDRESS, TooMany, note_failure, refuse_if_over
from wbv_mentor.people.models import Account, AccountSession
from wbv_mentor.people.passwords import hashed, matches
from wbv_mentor.people.sessions import begin_session, end_session, end_sessions, open_sessions
from wbv_mentor.people.words import FUNCTION_LABELS
from wbv_mentor.web.access import allow, current_actor, find
from wbv_mentor.web.forms import form_page

bp = Blueprint("account", __name__)
everybody = allow("mentor", "trainer", "coordinator", "admin")


def _own() -> Account:
    return find(Account, Account.id == current_actor().id)


@bp.get("/konto")
@everybody
def show() -> ResponseReturnValue:
    """Details, password and where one is signed in."""
    account = _own()
    this = sign_in.this_session()
    return render_template(
        "people/account.html",
        account=account,
        function=FUNCTION_LABELS.get(account.function_in_company or ""),
        sessions=open_sessions(account.id, now=clock.now()),
        this_id=this.id if this else None,
    )


@bp.route("/konto/angaben", methods=["GET", "POST"])
@everybody
def profile() -> ResponseReturnValue:
    """Name, telephone, language; for mentors the function in the company."""
    account = _own()
    form = ProfileForm(obj=account)
    if account.role != "mentor":
        del form.function_in_company
    if not form.validate_on_submit():
        return form_page("people/profile.html", form=form)
    answers = {field.name: field.data for field in form.shown_fields()}
    answers.setdefault("function_in_company", None)
    with unit_of_work():
        update_profile(account=account, by=current_actor(), now=clock.now(), **answers)
    flash(_("Gespeichert."), "success")
    return redirect(url_for("account.show"), 303)


@bp.route("/konto/passwort", methods=["GET", "POST"])
@everybody
def password() -> ResponseReturnValue:
    """A new password, after the old one. All other sessions end."""
    form = ChangePasswordForm()
    account = form.account = _own()
    if not form.validate_on_submit():
        return form_page("people/password.html", form=form, account=account)
    try:
        _change_password(account, form)
    except (Refused, TooMany) as error:
        return refusal("people/password.html", form=form, error=error, account=account)
    flash(_("Ihr Passwort ist geändert. Alle anderen Geräte sind abgemeldet."), "success")
    return redirect(url_for("account.show"), 303)


def _change_password(account: Account, form: ChangePasswordForm) -> None:
    now, address = clock.now(), account.email
    refuse_if_over(SIGN_IN_ADDRESS, address, now=now)
    if not matches(str(form.current_password.data), account.password):
        with unit_of_work():
            note_failure(SIGN_IN_ADDRESS, address, now=now)
        raise Refused(sign_in.WRONG_PASSWORD, field="current_password")
    password_hash = hashed(str(form.password.data), account)
    with unit_of_work():
        change_password(account=account, password_hash=password_hash, by=account.actor, now=now)
        row_id = begin_session(account=account, device=sign_in.this_device(), now=now).id
    sign_in.carry(account, row_id)


@bp.post("/konto/sitzungen/<int:number>/ende")
@everybody
def end(number: int) -> ResponseReturnValue:
    """End one session; the own one as well, then this browser is signed out."""
    row = find(AccountSession, AccountSession.id == number)
    with unit_of_work():
        end_session(row=row, now=clock.now())
    flash(_("Die Sitzung ist beendet."), "success")
    return redirect(url_for("account.show"), 303)


@bp.post("/konto/sitzungen/ende")
@everybody
def end_others() -> ResponseReturnValue:
    """End every session but this one."""
    account_id, this = _own().id, sign_in.this_session()
    this_id = this.id if this else None
    with unit_of_work():
        end_sessions(account_id=account_id, but=this_id, now=clock.now())
    flash(_("Alle anderen Geräte sind abgemeldet."), "success")
    return redirect(url_for("account.show"), 303)
