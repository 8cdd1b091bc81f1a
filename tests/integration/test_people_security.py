"""What of Flask-Security is in use, and that nothing else of it answers."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_security import Security
from flask_security.changeable import admin_change_password
from sqlalchemy import select

from tests.accounts import PASSWORD, add_account, sign_in
from tests.strict_client import StrictClient
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.errors import Refused
from wbv_mentor.outbox.models import OutboxMessage
from wbv_mentor.people.models import Account
from wbv_mentor.people.passwords import hashed, hashed_again, matches

NEW = "sieben Ziegen lesen Zeitung"


def security_of(app: Flask) -> Security:
    found = app.extensions["security"]
    assert isinstance(found, Security)
    return found


THEIR_ADDRESSES = (
    "/reset", "/change", "/register", "/confirm", "/verify", "/us-signin", "/us-verify-link", "/wan-signin",
    "/tf-setup", "/tf-validate", "/mf-recovery", "/change-email", "/refresh-token", "/login/oauthstart",
    "/fs-static/js/base64.js",
)  # fmt: skip


def test_no_address_of_the_library_answers(client: StrictClient) -> None:
    assert {address: client.get(address).status_code for address in THEIR_ADDRESSES} == dict.fromkeys(
        THEIR_ADDRESSES, 404
    )


def test_a_token_signs_nobody_in(app: Flask, client: StrictClient) -> None:
    add_account()
    account = session.scalars(select(Account)).one()
    with app.test_request_context():
        token = account.get_auth_token()  # type: ignore[attr-defined]

    assert client.get("/konto", headers={"Authentication-Token": token}).status_code == 303
    assert client.get("/konto", query_string={"auth_token": token}).status_code == 303


def test_passwords_are_argon2_and_never_kept(app: Flask) -> None:
    add_account()
    stored = session.scalars(select(Account.password)).one()

    assert stored is not None
    assert stored.startswith("$argon2id$")
    assert matches(PASSWORD, stored)
    assert not matches(PASSWORD + " ", stored)
    assert not matches(PASSWORD, None)
    assert hashed_again(PASSWORD, stored) is None


def test_a_weaker_hash_is_made_anew_at_the_next_sign_in(app: Flask, client: StrictClient) -> None:
    add_account()
    weak = security_of(app).pwd_context.using(argon2__rounds=1, argon2__memory_cost=1024).hash(PASSWORD)
    with unit_of_work():
        session.scalars(select(Account)).one().password = weak

    assert sign_in(client).status_code == 303
    session.rollback()
    stored = session.scalars(select(Account.password)).one()
    assert stored != weak
    assert matches(PASSWORD, stored)
    assert hashed_again(PASSWORD, stored) is None


def test_what_the_library_wants_to_commit_and_to_mail_goes_our_way(app: Flask) -> None:
    actor = add_account()
    security = security_of(app)
    account = session.get_one(Account, actor.id)
    before = account.fs_uniquifier
    with app.test_request_context():
        admin_change_password(account, NEW)  # type: ignore[arg-type]
        security.datastore.commit()  # type: ignore[no-untyped-call]

    session.rollback()
    assert account.fs_uniquifier != before
    assert matches(NEW, account.password)
    mail = session.scalars(select(OutboxMessage)).one()
    assert (mail.template, mail.recipient) == ("password_changed", f"account:{actor.id}")


def test_a_refused_password_is_not_hashed(app: Flask) -> None:
    with pytest.raises(Refused) as refused:
        hashed("kurz", field="password")
    assert refused.value.field == "password"
