"""A forgotten password: the same answer for everybody, a link for whoever has an account."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests.accounts import PASSWORD, add_account, address_of, browser, sign_in
from tests.integration.test_people_invitation import link_in, newest_mail
from tests.strict_client import StrictClient
from wbv_mentor import clock
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import SYSTEM
from wbv_mentor.outbox.models import OutboxMessage
from wbv_mentor.people.actions import create_account, deactivate
from wbv_mentor.people.limits import RESET_ADDRESS, RESET_NETWORK
from wbv_mentor.people.models import Account

NEW = "sieben Ziegen lesen Zeitung"
SENT = "/passwort-vergessen/gesendet"


def ask(client: StrictClient, name: str = "Mina Marx") -> tuple[int, str | None]:
    """Ask for a link; status and where it leads."""
    answer = client.submit(client.get("/passwort-vergessen"), email=address_of(name))
    return answer.status_code, answer.location


def mails() -> list[str]:
    session.rollback()
    return list(session.scalars(select(OutboxMessage.template).order_by(OutboxMessage.id)))


def test_from_the_question_to_the_new_password(app: Flask, client: StrictClient) -> None:
    add_account()
    elsewhere = browser(app)
    sign_in(elsewhere)

    assert ask(client) == (303, SENT)
    mail = newest_mail()
    assert mail.subject == "Neues Passwort"
    assert "gilt eine Stunde" in mail.body
    link = link_in(mail)
    for _visit in range(3):
        assert address_of("Mina Marx") in client.get(link).text
    answer = client.submit(client.get(link), password=NEW, password_again=NEW)

    assert (answer.status_code, answer.location) == (303, "/login")
    assert client.get("/konto").status_code == 303  # a new password alone signs nobody in
    assert elsewhere.get("/konto").status_code == 303
    assert sign_in(client).status_code == 422
    assert sign_in(client, password=NEW).status_code == 303
    assert mails() == ["password_reset", "password_changed"]
    assert "Das waren Sie nicht?" in newest_mail().body
    assert client.get(link).status_code == 404


@pytest.mark.parametrize("case", ["unknown", "closed"])
def test_no_account_no_mail_and_the_same_answer(client: StrictClient, case: str) -> None:
    actor = add_account()
    if case == "closed":
        with unit_of_work():
            deactivate(account=session.get_one(Account, actor.id), by=SYSTEM, now=clock.now())

    assert ask(client, "Nie Mand" if case == "unknown" else "Mina Marx") == (303, SENT)
    assert "Gibt es zu dieser Adresse einen Zugang" in client.get(SENT).text
    assert mails() == []


def test_whoever_was_only_invited_is_invited_again(client: StrictClient) -> None:
    with unit_of_work():
        create_account(
            email=address_of("Nora Neu"), first_name="Nora", last_name="Neu", role="trainer",
            by=SYSTEM, now=clock.now(),
        )  # fmt: skip

    assert ask(client, "Nora Neu") == (303, SENT)
    assert mails() == ["invitation"]


def test_a_link_ends_after_an_hour_and_with_the_next_one(client: StrictClient) -> None:
    add_account()
    with time_machine.travel("2026-11-20 08:00", tick=False) as time:
        ask(client)
        first = link_in(newest_mail())
        time.shift(timedelta(minutes=59, seconds=59))
        assert client.get(first).status_code == 200
        ask(client)
        assert client.get(first).status_code == 404
        second = link_in(newest_mail())
        time.shift(timedelta(hours=1))
        assert client.get(second).status_code == 404


def test_a_new_password_ends_links_that_wait(client: StrictClient) -> None:
    add_account()
    ask(client)
    link = link_in(newest_mail())
    sign_in(client)
    client.submit(client.get("/konto/passwort"), current_password=PASSWORD, password=NEW, password_again=NEW)

    assert client.get(link).status_code == 404


def test_nobody_fills_a_strangers_postbox(client: StrictClient) -> None:
    add_account()
    with time_machine.travel("2026-11-20 08:00", tick=False) as time:
        for _ask in range(RESET_ADDRESS.most + 2):
            assert ask(client) == (303, SENT)
            time.shift(timedelta(minutes=2))

        assert mails() == ["password_reset"] * RESET_ADDRESS.most
        time.shift(timedelta(hours=1))
        ask(client)
        assert len(mails()) == RESET_ADDRESS.most + 1


def test_nobody_asks_for_a_whole_list_of_addresses(client: StrictClient) -> None:
    for number in range(RESET_NETWORK.most):
        assert ask(client, f"Nie Mand{number}") == (303, SENT)

    answer = client.submit(client.get("/passwort-vergessen"), email="nie.mand@post.example")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "3600"


def test_bad_input_stays_on_the_page(client: StrictClient) -> None:
    for email in ("", "keine", "<b>@x", "x" * 300):
        answer = client.submit(client.get("/passwort-vergessen"), email=email)
        assert answer.status_code == 422
        assert ("höchstens 200 Zeichen" if len(email) > 200 else "name@beispiel.de") in answer.text
    assert mails() == []
