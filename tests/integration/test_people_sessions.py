"""Sessions: seen and ended by their owner, ended by time, by a new password, by closing the account."""

from __future__ import annotations

from datetime import timedelta

import time_machine
from flask import Flask
from sqlalchemy import select

from tests.accounts import PASSWORD, add_account, browser, csrf_of, sign_in
from tests.strict_client import StrictClient
from wbv_mentor import clock
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import SYSTEM
from wbv_mentor.jobs import run
from wbv_mentor.outbox.models import OutboxMessage
from wbv_mentor.people.actions import deactivate
from wbv_mentor.people.limits import SIGN_IN_ADDRESS, note_failure
from wbv_mentor.people.models import Account, AccountSession, FailedTry

NEW = "sieben Ziegen lesen Zeitung"
FIREFOX = "Mozilla/5.0 (Android 14; Mobile; rv:133.0) Gecko/133.0 Firefox/133.0"


def is_signed_in(client: StrictClient) -> bool:
    return client.get("/konto").status_code == 200


def session_ids() -> list[int]:
    session.rollback()
    return list(session.scalars(select(AccountSession.id).order_by(AccountSession.id)))


def test_the_list_names_devices_and_marks_this_one(app: Flask, client: StrictClient) -> None:
    add_account()
    phone = browser(app)
    phone.environ_base["HTTP_USER_AGENT"] = FIREFOX
    sign_in(phone)
    sign_in(client)

    page = client.get("/konto").text

    assert "Firefox · Android" in page
    assert "Unbekanntes Gerät" in page
    assert page.count("dieses Gerät") == 1


def test_an_ended_session_is_signed_out_at_its_next_request(app: Flask, client: StrictClient) -> None:
    add_account()
    phone = browser(app)
    sign_in(phone)
    sign_in(client)
    first, _second = session_ids()

    answer = client.submit(client.get("/konto"), form=f"/konto/sitzungen/{first}/ende")

    assert answer.status_code == 303
    assert not is_signed_in(phone)
    assert is_signed_in(client)


def test_all_others_end_together(app: Flask, client: StrictClient) -> None:
    add_account()
    others = [browser(app), browser(app)]
    for other in others:
        sign_in(other)
    sign_in(client)

    client.submit(client.get("/konto"), form="/konto/sitzungen/ende")

    assert [is_signed_in(other) for other in others] == [False, False]
    assert is_signed_in(client)


def test_nobody_ends_the_session_of_somebody_else(app: Flask, client: StrictClient) -> None:
    add_account()
    add_account("admin", "Ada Amt")
    other = browser(app)
    sign_in(other)
    sign_in(client, "Ada Amt")
    theirs = session_ids()[0]
    token = {"csrf_token": csrf_of(client.get("/konto").text)}

    for number in (theirs, 9999):
        assert client.post(f"/konto/sitzungen/{number}/ende", data=token).status_code == 404
    assert is_signed_in(other)


def test_two_quiet_hours_end_a_session(client: StrictClient) -> None:
    add_account()
    with time_machine.travel("2026-11-20 08:00", tick=False) as time:
        sign_in(client)
        for _visit in range(3):
            time.shift(timedelta(hours=1, minutes=59))
            assert is_signed_in(client)
        time.shift(timedelta(hours=2))
        assert not is_signed_in(client)


def test_twelve_hours_end_a_busy_session(client: StrictClient) -> None:
    add_account()
    with time_machine.travel("2026-11-20 06:00", tick=False) as time:
        sign_in(client)
        for _visit in range(11):
            time.shift(timedelta(hours=1))
            assert is_signed_in(client)
        time.shift(timedelta(minutes=59))
        assert is_signed_in(client)
        time.shift(timedelta(minutes=1))
        assert not is_signed_in(client)


def test_looking_at_pages_writes_at_most_every_five_minutes(client: StrictClient) -> None:
    add_account()
    with time_machine.travel("2026-11-20 08:00", tick=False) as time:
        sign_in(client)
        seen = session.scalar(select(AccountSession.last_seen_at))
        time.shift(timedelta(minutes=4, seconds=59))
        client.get("/konto")
        session.rollback()
        assert session.scalar(select(AccountSession.last_seen_at)) == seen
        time.shift(timedelta(seconds=1))
        client.get("/konto")
        session.rollback()
        assert session.scalar(select(AccountSession.last_seen_at)) == clock.now()


def test_a_closed_account_is_out_at_once(client: StrictClient) -> None:
    actor = add_account()
    sign_in(client)
    with unit_of_work():
        deactivate(account=session.get_one(Account, actor.id), by=SYSTEM, now=clock.now())

    assert not is_signed_in(client)


def test_a_new_password_ends_the_other_sessions_and_is_reported(app: Flask, client: StrictClient) -> None:
    actor = add_account()
    other = browser(app)
    sign_in(other)
    sign_in(client)

    answer = client.submit(
        client.get("/konto/passwort"), current_password=PASSWORD, password=NEW, password_again=NEW
    )

    assert (answer.status_code, answer.location) == (303, "/konto")
    assert is_signed_in(client)
    assert not is_signed_in(other)
    assert sign_in(browser(app)).status_code == 422
    assert sign_in(browser(app), password=NEW).status_code == 303
    mail = session.scalars(select(OutboxMessage)).one()
    assert (mail.template, mail.recipient) == ("password_changed", f"account:{actor.id}")


def test_the_old_password_is_needed_and_its_tries_are_counted(client: StrictClient) -> None:
    add_account()
    sign_in(client)
    wanted = {"current_password": "geraten", "password": NEW, "password_again": NEW}
    for _try in range(SIGN_IN_ADDRESS.most):
        answer = client.submit(client.get("/konto/passwort"), **wanted)
        assert answer.status_code == 422
        assert "Dieses Passwort stimmt nicht" in answer.text

    assert client.submit(client.get("/konto/passwort"), **wanted).status_code == 429


def test_weak_or_different_passwords_stay_on_the_page(client: StrictClient) -> None:
    add_account()
    sign_in(client)
    for first, second, sentence in (
        ("kurz", "kurz", "mindestens 15 Zeichen"),
        (NEW, NEW + "!", "verschieden"),
        ("Mina.Marx.Mina.Marx", "Mina.Marx.Mina.Marx", "leicht zu erraten"),
        ("", "", "Geben Sie Ihr Passwort ein"),
    ):
        answer = client.submit(
            client.get("/konto/passwort"), current_password=PASSWORD, password=first, password_again=second
        )
        assert answer.status_code == 422
        assert sentence in answer.text
    assert is_signed_in(client)


def test_the_tick_forgets_old_tries_and_sessions(client: StrictClient) -> None:
    add_account()
    with time_machine.travel("2026-11-20 08:00", tick=False) as time:
        sign_in(client)
        with unit_of_work():
            note_failure(SIGN_IN_ADDRESS, "a@post.example", now=clock.now())
        time.shift(timedelta(days=1, seconds=1))
        assert run("people_forget") == 1
        assert session.scalars(select(FailedTry)).all() == []
        assert len(session_ids()) == 1
        time.shift(timedelta(days=29))
        assert run("people_forget") == 1
        assert session_ids() == []
