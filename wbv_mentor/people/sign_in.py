"""Who is signed in: from the right password to the cookie, and from the cookie to the actor."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import cast

from flask import Flask, g, request
from flask import session as cookie
from flask_login import current_user
from flask_security import Security, UserMixin, login_user, logout_user

from wbv_mentor import clock
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Refused, say
from wbv_mentor.people import limits
from wbv_mentor.people.addresses import normalise
from wbv_mentor.people.devices import device_name
from wbv_mentor.people.limits import SIGN_IN_ADDRESS, SIGN_IN_NETWORK
from wbv_mentor.people.models import Account, AccountSession
from wbv_mentor.people.passwords import hashed_again, matches
from wbv_mentor.people.queries import account_by_email
from wbv_mentor.people.sessions import SEEN_EVERY, begin_session, end_session, find_session
from wbv_mentor.web.navigation import Person

log = logging.getLogger(__name__)

SESSION_ID = "account_session"
WRONG = say("Anmeldung nicht möglich. E-Mail-Adresse oder Passwort stimmt nicht.")
WRONG_PASSWORD = say("Dieses Passwort stimmt nicht. Geben Sie das Passwort ein, mit dem Sie sich anmelden.")


def sign_in(*, email: str, password: str, now: datetime) -> Account:
    """Check address and password, begin a session and set the cookie.

    Raises TooMany before anything is compared, Refused with one and the same sentence for an
    unknown address, a wrong password and a closed account. Commits by itself: Argon2 takes a tenth
    of a second, in which no transaction may be open.
    """
    address, network = _comparable(email), limits.network_of(request.remote_addr)
    limits.refuse_if_over(SIGN_IN_NETWORK, network, now=now)
    limits.refuse_if_over(SIGN_IN_ADDRESS, address, now=now)
    found = account_by_email(address)
    stored = found.password if found is not None and found.active else None
    account_id = found.id if found is not None else None
    session.rollback()
    right = matches(password, stored)  # takes as long for an unknown address
    if account_id is None or not right:
        _note_failure(address, network, account_id, now)
        raise Refused(WRONG)
    renewed = hashed_again(password, stored)
    return _begin(account_id, address, stored, renewed, now)


def _begin(account_id: int, address: str, stored: str | None, renewed: str | None, now: datetime) -> Account:
    """Begin the session if the account is still as it was when the password was compared."""
    with unit_of_work():
        account = session.get_one(Account, account_id)
        if not account.active or account.password != stored:
            raise Refused(WRONG)
        if renewed is not None:
            account.password = renewed
        limits.forget_failures(SIGN_IN_ADDRESS, address)
        row_id = begin_session(account=account, device=this_device(), now=now).id
    carry(account, row_id)
    log.info("account %s signed in", account_id)
    return account


def _comparable(email: str) -> str:
    """The address as accounts keep it; a broken one as typed, so that its tries are counted too."""
    try:
        return normalise(email)
    except Refused:
        return email.strip().lower()[:254]


def _note_failure(address: str, network: str, account_id: int | None, now: datetime) -> None:
    with unit_of_work():
        limits.note_failure(SIGN_IN_ADDRESS, address, now=now)
        limits.note_failure(SIGN_IN_NETWORK, network, now=now)
    log.warning("sign-in failed for account %s", account_id)


def carry(account: Account, row_id: int) -> None:
    """Give the browser a new cookie for this session; nothing of the old one survives."""
    cookie.clear()
    g.pop("csrf_token", None)
    login_user(cast(UserMixin, account), authn_via=["password"])
    cookie[SESSION_ID] = row_id


def this_device() -> str:
    """How the session list names the browser of this request."""
    return device_name(request.user_agent.string)


def sign_out(*, now: datetime) -> None:
    """End the session of this browser and forget its cookie."""
    row = this_session()
    if row is not None:
        with unit_of_work():
            end_session(row=row, now=now)
    logout_user()
    cookie.clear()


def this_session() -> AccountSession | None:
    """The open session that this browser's cookie names."""
    return find_session(cookie.get(SESSION_ID), now=clock.now())


def signed_in_account() -> Account | None:
    """The account of this request, or None."""
    account: Account | None = current_user._get_current_object() if current_user.is_authenticated else None
    return account


def signed_in_actor() -> Actor | None:
    """The actor of this request, for the shell."""
    account = signed_in_account()
    return account.actor if account else None


def signed_in_person() -> Person | None:
    """Name and role for the header."""
    account = signed_in_account()
    return Person(account.display_name, account.actor.role) if account else None


def init_sign_in(app: Flask, security: Security) -> None:
    """Let a cookie count only together with an open session of the same account."""
    by_uniquifier = security.login_manager._user_callback

    def load(uniquifier: str) -> Account | None:
        account: Account | None = by_uniquifier(uniquifier)
        row = this_session() if account is not None else None
        return account if account is not None and row and row.account_id == account.id else None

    security.login_manager.user_loader(load)
    app.before_request(_keep_alive)


def _keep_alive() -> None:
    """Note that the session is in use, so that it does not count as idle."""
    if request.endpoint == "static" or SESSION_ID not in cookie or not current_user.is_authenticated:
        return
    row, now = this_session(), clock.now()
    if row is not None and now - row.last_seen_at >= SEEN_EVERY:
        with unit_of_work():
            row.last_seen_at = now
