"""Signing in and out, and the pages behind mailed links. Opening a link changes nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wbv_mentor import clock
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.errors import Refused, Stale
from wbv_mentor.people import limits, sign_in
from wbv_mentor.people.answers import refusal
from wbv_mentor.people.forms import ForgottenForm, InvitationForm, NewPasswordForm, SignInForm
from wbv_mentor.people.invitations import INVITATION, RESET, request_password_reset, set_password_by_link
from wbv_mentor.people.limits import TooMany
from wbv_mentor.people.links import find_link, used_within
from wbv_mentor.people.models import Account, MailedLink
from wbv_mentor.people.passwords import hashed
from wbv_mentor.web.access import public
from wbv_mentor.web.forms import form_page
from wbv_mentor.web.local import local_path

bp = Blueprint("people", __name__)
A_MOMENT = timedelta(minutes=2)


@bp.route("/login", methods=["GET", "POST"])
@public
def login() -> ResponseReturnValue:
    """The sign-in. Whoever is signed in goes on to where they wanted."""
    form = SignInForm(next=request.args.get("next"))
    wanted = local_path(form.next.data)
    if request.method == "GET" and sign_in.signed_in_account() is not None:
        return redirect(wanted, 303)
    if form.validate_on_submit():
        try:
            sign_in.sign_in(email=str(form.email.data), password=str(form.password.data), now=clock.now())
        except (Refused, TooMany) as error:
            return refusal("people/login.html", form=form, error=error)
        return redirect(wanted, 303)
    return form_page("people/login.html", form=form)


@bp.post("/logout")
@public
def logout() -> ResponseReturnValue:
    """End this session."""
    sign_in.sign_out(now=clock.now())
    flash(_("Sie sind abgemeldet."), "success")
    return redirect(url_for("people.login"), 303)


@bp.route("/passwort-vergessen", methods=["GET", "POST"])
@public
def forgotten() -> ResponseReturnValue:
    """Ask for a link. The answer is the same whether or not the address has an account."""
    form = ForgottenForm()
    if not form.validate_on_submit():
        return form_page("people/forgotten.html", form=form)
    now = clock.now()
    address, network = str(form.email.data).lower(), limits.network_of(request.remote_addr)
    try:
        limits.refuse_if_over(limits.RESET_NETWORK, network, now=now)
    except TooMany as error:
        return refusal("people/forgotten.html", form=form, error=error)
    with unit_of_work():
        limits.note_failure(limits.RESET_NETWORK, network, now=now)
        if not limits.is_over(limits.RESET_ADDRESS, address, now=now):
            limits.note_failure(limits.RESET_ADDRESS, address, now=now)
            request_password_reset(email=address, now=now)
    return redirect(url_for("people.forgotten_sent"), 303)


@bp.get("/passwort-vergessen/gesendet")
@public
def forgotten_sent() -> ResponseReturnValue:
    """What happens next, without saying whether there is an account."""
    return render_template("people/forgotten_sent.html")


@bp.route("/passwort/<token>", methods=["GET", "POST"])
@public
def reset(token: str) -> ResponseReturnValue:
    """A new password by the link of a mail."""
    return _password_page(token, RESET, NewPasswordForm())


@bp.route("/einladung/<token>", methods=["GET", "POST"])
@public
def invitation(token: str) -> ResponseReturnValue:
    """The first password by the link of an invitation."""
    return _password_page(token, INVITATION, InvitationForm())


def _password_page(token: str, purpose: str, form: NewPasswordForm) -> ResponseReturnValue:
    now = clock.now()
    link = find_link(token, purpose, now=now)
    if link is None:
        if request.method == "POST" and used_within(token, purpose, A_MOMENT, now=now):
            return redirect(url_for("people.login"), 303)  # the second click of a double click
        return render_template("people/link_over.html"), 404
    account = form.account = session.get_one(Account, link.subject_id)
    if account.role != "mentor" and "function_in_company" in form:
        del form.function_in_company
    elif request.method == "GET" and "function_in_company" in form:
        form.function_in_company.data = account.function_in_company  # as the coordination entered it
    page: dict[str, Any] = {"account": account, "invited": purpose == INVITATION}
    if not form.validate_on_submit():
        return form_page("people/new_password.html", form=form, **page)
    try:
        _set_password(link, account, form)
    except Stale:
        return redirect(url_for("people.login"), 303)
    except Refused as error:
        return form_page("people/new_password.html", form=form, error=error, **page)
    sign_in.sign_out(now=clock.now())  # whoever was signed in here before
    flash(_("Ihr Passwort ist gespeichert. Bitte melden Sie sich jetzt an."), "success")
    return redirect(url_for("people.login"), 303)


def _set_password(link: MailedLink, account: Account, form: NewPasswordForm) -> None:
    by = account.actor
    password_hash = hashed(str(form.password.data), account)
    function = form.function_in_company.data if "function_in_company" in form else None
    with unit_of_work():
        set_password_by_link(
            link=link, password_hash=password_hash, function_in_company=function, by=by, now=clock.now()
        )
