"""Signing in and out: one sentence for every wrong way, no open redirect, a new cookie each time."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from tests.accounts import PASSWORD, add_account, address_of, browser, sign_in
from tests.conftest import MakeSettings
from tests.strict_client import StrictClient
from wbv_mentor import clock
from wbv_mentor.app import create_app
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import SYSTEM
from wbv_mentor.people.actions import deactivate
from wbv_mentor.people.limits import SIGN_IN_ADDRESS, SIGN_IN_NETWORK, note_failure
from wbv_mentor.people.models import Account, AccountSession, FailedTry

WRONG = "Anmeldung nicht möglich. E-Mail-Adresse oder Passwort stimmt nicht."


def cookie_of(client: StrictClient) -> str:
    cookie = client.get_cookie("session", domain="127.0.0.1")
    assert cookie is not None
    return cookie.value


def test_the_right_password_leads_to_the_wanted_page(client: StrictClient) -> None:
    add_account()

    answer = sign_in(client, wanted="/konto")

    assert (answer.status_code, answer.location) == (303, "/konto")
    assert "Mina Marx" in client.follow(answer).text


def test_address_is_taken_however_it_is_written(client: StrictClient) -> None:
    add_account(email="mina.marx@post.example")

    page = client.get("/login")
    answer = client.submit(page, form="/login", email=" Mina.MARX@Post.Example ", password=PASSWORD)

    assert answer.status_code == 303


@pytest.mark.parametrize("case", ["unknown", "wrong", "closed", "not set up"])
def test_every_wrong_way_gets_the_same_answer(client: StrictClient, case: str) -> None:
    actor = add_account()
    if case == "closed":
        with unit_of_work():
            deactivate(account=session.get_one(Account, actor.id), by=SYSTEM, now=clock.now())
    if case == "not set up":
        with unit_of_work():
            session.get_one(Account, actor.id).password = None

    name = "Nie Mand" if case == "unknown" else "Mina Marx"
    answer = sign_in(client, name, "ganz falsches Passwort" if case == "wrong" else PASSWORD)

    assert answer.status_code == 422
    assert WRONG in answer.text
    assert client.get("/konto").status_code == 303
    assert "Fehler: " in answer.text
    assert address_of(name) in answer.text
    assert PASSWORD not in answer.text


ELSEWHERE = (
    "https://boese.example/", "//boese.example", "/\\boese.example", "\\\\boese.example", "javascript:x",
    "/%0d%0aSet-Cookie:x=1\r\n", " //boese.example", "http:konto", "///boese.example",
)  # fmt: skip


def test_nobody_is_led_off_this_site(app: Flask) -> None:
    add_account()
    for wanted in ELSEWHERE:
        answer = sign_in(browser(app), wanted=wanted)
        assert (wanted, answer.status_code, answer.location) == (wanted, 303, "/")


def test_signing_in_gives_a_new_cookie_and_signing_out_kills_the_old_one(
    app: Flask, client: StrictClient
) -> None:
    add_account()
    client.get("/login")
    before = cookie_of(client)
    sign_in(client)
    signed_in = cookie_of(client)
    assert signed_in != before

    client.submit(client.get("/konto"), form="/logout")
    thief = browser(app)
    thief.set_cookie("session", signed_in, domain="127.0.0.1")

    assert client.get("/konto").status_code == 303
    assert thief.get("/konto").status_code == 303


def test_signing_out_needs_a_post_with_a_token(client: StrictClient) -> None:
    add_account()
    sign_in(client)

    assert client.get("/logout").status_code == 405
    assert client.post("/logout").status_code == 400
    assert client.get("/konto").status_code == 200


def test_cookie_on_loopback(client: StrictClient) -> None:
    add_account()

    header = sign_in(client).headers["Set-Cookie"]

    assert header.startswith("session=")
    assert "HttpOnly" in header
    assert "SameSite=Lax" in header
    assert "Secure" not in header


def test_cookie_behind_tls(make_settings: MakeSettings) -> None:
    app = create_app(make_settings(base_url="https://mentor.example"))
    with app.app_context():
        header = app.test_client().get("/login", base_url="https://mentor.example").headers["Set-Cookie"]

    assert header.startswith("__Host-session=")
    assert "Secure" in header
    assert "Path=/" in header
    assert "Domain" not in header


def test_ten_failures_close_the_address_for_a_quarter_of_an_hour(app: Flask, client: StrictClient) -> None:
    add_account()
    add_account(name="Otto Oster")
    with time_machine.travel("2026-11-20 10:00", tick=False) as time:
        for _try in range(SIGN_IN_ADDRESS.most):
            assert sign_in(client, password="falsch").status_code == 422
        refused = sign_in(client)
        assert refused.status_code == 429
        assert refused.headers["Retry-After"] == "900"
        assert "Bitte warten Sie 15 Minuten." in refused.text
        assert sign_in(browser(app), "Otto Oster").status_code == 303

        time.shift(timedelta(minutes=15))
        assert sign_in(client).status_code == 303


def test_only_failures_count_and_success_starts_anew(app: Flask) -> None:
    add_account()
    for _round in range(2):
        with unit_of_work():
            for _try in range(SIGN_IN_ADDRESS.most - 2):
                note_failure(SIGN_IN_ADDRESS, address_of("Mina Marx"), now=clock.now())
        sign_in(browser(app), password="falsch")
        assert sign_in(browser(app)).status_code == 303
    for _try in range(SIGN_IN_ADDRESS.most + 2):
        assert sign_in(browser(app)).status_code == 303


def test_a_network_is_closed_whatever_addresses_it_tries(app: Flask) -> None:
    add_account()
    with unit_of_work():
        for _try in range(SIGN_IN_NETWORK.most):
            note_failure(SIGN_IN_NETWORK, "127.0.0.1", now=clock.now())

    assert sign_in(browser(app)).status_code == 429


def test_failures_keep_no_address_in_clear(client: StrictClient) -> None:
    add_account()
    sign_in(client, password="falsch")

    rows = session.execute(select(FailedTry.kind, FailedTry.key)).all()

    assert {kind for kind, _key in rows} == {"sign_in_address", "sign_in_network"}
    assert all(len(key) == 64 and "@" not in key and "127" not in key[:4] for _kind, key in rows)


def test_opening_the_page_changes_nothing(client: StrictClient) -> None:
    client.get("/login")

    for model in (AccountSession, FailedTry):
        assert session.scalar(select(func.count()).select_from(model)) == 0


def test_whoever_is_signed_in_goes_on(client: StrictClient) -> None:
    add_account()
    sign_in(client)

    answer = client.get("/login", query_string={"next": "/konto/angaben"})

    assert (answer.status_code, answer.location) == (303, "/konto/angaben")


def test_bad_input_stays_on_the_page(client: StrictClient) -> None:
    page = client.get("/login")
    for email, password in (("", ""), ("keine-adresse", "x"), ("<b>@x.example", "x"), ("a" * 300, "x"),
                            ("🙂@post.example", "x"), ("a@post.example", "x" * 500)):  # fmt: skip
        answer = client.submit(page, form="/login", email=email, password=password)
        assert answer.status_code == 422
        assert "wbv-fehlerliste" in answer.text
        assert "<b>@" not in answer.text
