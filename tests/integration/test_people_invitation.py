"""From the admin's form to the first sign-in: by a mail, by a link, by one's own password."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests.accounts import PASSWORD, add_account, address_of, browser, csrf_of, sign_in
from tests.strict_client import StrictClient
from wbv_mentor import clock
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import SYSTEM
from wbv_mentor.errors import Message, say
from wbv_mentor.outbox.mails import Mail, render
from wbv_mentor.outbox.models import CANCELLED, OutboxMessage
from wbv_mentor.outbox.recipients import mailboxes_of
from wbv_mentor.people import addresses
from wbv_mentor.people.actions import create_account
from wbv_mentor.people.invitations import invite
from wbv_mentor.people.models import Account, MailedLink

OVER = "Dieser Link gilt nicht mehr"
NOBODY = "Nora Neu"
ANSWERS = {"first_name": "Nora", "last_name": "Neu", "email": "nora.neu@post.example", "role": "mentor"}
CHOSEN = {"password": PASSWORD, "password_again": PASSWORD, "function_in_company": "colleague"}


def newest_mail() -> Mail:
    """The newest mail as its reader gets it."""
    session.rollback()
    row = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc()).limit(1)).one()
    (reader,) = mailboxes_of(row.recipient)
    mail = render(row.template, row.context, row.reason, reader)
    assert mail is not None
    return mail


def link_in(mail: Mail) -> str:
    """The path of the link in a mail."""
    found = re.search(r"http://127\.0\.0\.1:8000(/\S+)", mail.body)
    assert found is not None
    return found[1]


def invited(role: str = "mentor") -> str:
    """Somebody new with an invitation; the path of its link."""
    now = clock.now()
    with unit_of_work():
        account = create_account(
            email=address_of(NOBODY), first_name="Nora", last_name="Neu", role=role, by=SYSTEM, now=now
        )
        invite(account=account, by=SYSTEM, now=now)
    return link_in(newest_mail())


def snapshot() -> list[tuple[object, ...]]:
    session.rollback()
    rows = [*session.scalars(select(Account)), *session.scalars(select(MailedLink))]
    return [tuple(getattr(row, column.name) for column in row.__table__.columns) for row in rows]


def test_from_the_form_to_the_first_sign_in(app: Flask, client: StrictClient) -> None:
    add_account("admin", "Ada Amt")
    sign_in(client, "Ada Amt")
    answer = client.submit(client.get("/accounts/new"), **ANSWERS)
    assert (answer.status_code, answer.location) == (303, "/accounts")
    assert "Nora Neu" in client.follow(answer).text

    mail = newest_mail()
    assert mail.subject == "Ihr Zugang als Weiterbildungsmentor*in"
    assert "Guten Tag Nora Neu," in mail.body
    assert "gilt 7 Tage" in mail.body
    new = browser(app)
    answer = new.submit(new.get(link_in(mail)), **CHOSEN)
    assert (answer.status_code, answer.location) == (303, "/login")
    assert "Ihr Passwort ist gespeichert" in new.follow(answer).text
    assert sign_in(new, NOBODY).status_code == 303
    assert "Kolleg*in ohne Personalverantwortung" in new.get("/konto").text


def test_scanners_may_open_the_link_as_often_as_they_like(client: StrictClient) -> None:
    link = invited()
    before = snapshot()
    for _visit in range(3):
        assert client.get(link).status_code == 200
        assert client.head(link).status_code == 200
        assert client.options(link).status_code in {200, 405}

    assert snapshot() == before
    assert client.get("/konto").status_code == 303
    assert client.submit(client.get(link), **CHOSEN).status_code == 303


def test_opening_the_link_signs_nobody_in_and_a_post_without_its_form_does_nothing(
    client: StrictClient,
) -> None:
    link = invited()

    assert client.post(link, data=CHOSEN).status_code == 400
    assert client.get(link).status_code == 200
    assert client.get("/konto").status_code == 303


def test_the_second_click_of_a_double_click_goes_on_to_the_sign_in(client: StrictClient) -> None:
    link = invited()
    with time_machine.travel(clock.now(), tick=False) as time:
        client.submit(client.get(link), **CHOSEN)
        token = {"csrf_token": csrf_of(client.get("/login").text)}

        second = client.post(link, data=CHOSEN | token)
        assert (second.status_code, second.location) == (303, "/login")
        assert client.get(link).status_code == 404
        time.shift(timedelta(minutes=3))
        assert client.post(link, data=CHOSEN | token).status_code == 404


def test_unknown_used_revoked_and_expired_look_the_same(app: Flask) -> None:
    link = invited()
    with time_machine.travel(clock.now() + timedelta(days=7, seconds=1), tick=False):
        expired = browser(app).get(link)
    unknown = browser(app).get("/einladung/" + "A" * 43)
    user = browser(app)
    user.submit(user.get(link), **CHOSEN)
    used = browser(app).get(link)

    pages = [re.sub(r"/einladung/[\w-]+", "", answer.text) for answer in (expired, unknown, used)]
    pages = [re.sub(r'value="[^"]{60,}"', "", page) for page in pages]
    assert {answer.status_code for answer in (expired, unknown, used)} == {404}
    assert OVER in pages[0]
    assert pages[0] == pages[1] == pages[2]


def test_an_invitation_opens_no_password_reset_and_the_other_way_round(client: StrictClient) -> None:
    link = invited()

    assert client.get(link.replace("/einladung/", "/passwort/")).status_code == 404


def test_wrong_input_leaves_the_link_open(client: StrictClient) -> None:
    link, own = invited(), "nora.neu@post.example"
    tries: tuple[tuple[dict[str, str | None], str], ...] = (
        ({"password": "kurz", "password_again": "kurz"}, "mindestens 15 Zeichen"),
        ({"password_again": PASSWORD + "!"}, "verschieden"),
        ({"function_in_company": None}, "Wählen Sie eine Antwort aus"),
        ({"function_in_company": "pope"}, "Wählen Sie eine Antwort aus"),
        ({"password": own, "password_again": own}, "leicht zu erraten"),
    )
    for wrong, sentence in tries:
        answer = client.submit(client.get(link), **(CHOSEN | wrong))
        assert answer.status_code == 422
        assert sentence in answer.text
        assert client.get(link).status_code == 200


def test_only_mentors_are_asked_for_their_function(client: StrictClient) -> None:
    link = invited("trainer")
    page = client.get(link)

    assert "Funktion im Betrieb" not in page.text
    assert client.submit(page, password=PASSWORD, password_again=PASSWORD).status_code == 303


def test_a_new_invitation_ends_the_old_one_and_its_unsent_mail(client: StrictClient) -> None:
    with time_machine.travel("2026-11-20 08:00", tick=False) as time:
        old = invited()
        account = session.scalars(select(Account)).one()
        time.shift(timedelta(seconds=59))
        with unit_of_work():
            invite(account=account, by=SYSTEM, now=clock.now())
        assert link_in(newest_mail()) == old  # a double click
        time.shift(timedelta(seconds=1))
        with unit_of_work():
            invite(account=account, by=SYSTEM, now=clock.now())
        new = link_in(newest_mail())

        assert new != old
        assert client.get(old).status_code == 404
        assert client.get(new).status_code == 200
        states = session.scalars(select(OutboxMessage.state).order_by(OutboxMessage.id)).all()
        assert states[0] == CANCELLED
        assert states[1] != CANCELLED


def test_the_mail_of_a_used_link_is_obsolete(client: StrictClient) -> None:
    link = invited()
    row = session.scalars(select(OutboxMessage)).one()
    (reader,) = mailboxes_of(row.recipient)
    client.submit(client.get(link), **CHOSEN)
    session.rollback()

    assert render(row.template, {"link": 1}, {}, reader) is None


def test_a_double_click_creates_one_account(client: StrictClient) -> None:
    add_account("admin", "Ada Amt")
    sign_in(client, "Ada Amt")
    page = client.get("/accounts/new")

    answers = [client.submit(page, **ANSWERS) for _click in range(2)]

    assert [(answer.status_code, answer.location) for answer in answers] == [(303, "/accounts")] * 2
    assert len(session.scalars(select(Account)).all()) == 2
    assert len(session.scalars(select(OutboxMessage)).all()) == 1


WRONG_ANSWERS: tuple[tuple[dict[str, str | None], str], ...] = (
    ({"email": "Ada.Amt@post.example"}, "gibt es schon einen Zugang"),
    ({"email": "keine"}, "Geben Sie eine E-Mail-Adresse ein"),
    ({"email": "müller@post.example"}, "Geben Sie eine E-Mail-Adresse ein"),
    ({"first_name": ""}, "Bitte füllen Sie dieses Feld aus"),
    ({"last_name": "x" * 200}, "höchstens 100 Zeichen"),
    ({"role": "company"}, "Wählen Sie eine Antwort aus"),
    ({"role": None}, "Wählen Sie eine Antwort aus"),
)


def test_wrong_input_creates_nothing(client: StrictClient) -> None:
    add_account("admin", "Ada Amt")
    sign_in(client, "Ada Amt")
    for wrong, sentence in WRONG_ANSWERS:
        answer = client.submit(client.get("/accounts/new"), **(ANSWERS | wrong))
        assert answer.status_code == 422
        assert sentence in answer.text
    assert len(session.scalars(select(Account)).all()) == 1


def test_names_are_shown_as_they_are_and_do_nothing(client: StrictClient) -> None:
    add_account("admin", "Ada Amt")
    sign_in(client, "Ada Amt")
    names = ("<script>alert(1)</script>", "🙂 Émilie", "\u202egnirts", "O'Brien-Şahin")
    for number, name in enumerate(names):
        answers = ANSWERS | {"first_name": name, "email": f"nora{number}@post.example"}
        assert client.submit(client.get("/accounts/new"), **answers).status_code == 303

    page = client.get("/accounts").text
    assert "<script>alert" not in page
    assert "\u202e" not in page
    for shown in ("🙂 Émilie", "gnirts", "Şahin"):
        assert shown in page


@pytest.fixture
def company_domain() -> Iterator[str]:
    """A check as the companies room adds it."""

    def check(email: str) -> Message | None:
        return say("Diese E-Mail-Adresse gehört zu einem Betrieb.") if "@werk.example" in email else None

    before = list(addresses._checks)
    addresses.register_address_check(check)
    yield "werk.example"
    addresses._checks[:] = before


def test_a_company_address_is_refused_for_mentors_only(client: StrictClient, company_domain: str) -> None:
    add_account("admin", "Ada Amt")
    sign_in(client, "Ada Amt")
    answers = ANSWERS | {"email": f"nora@{company_domain}"}

    refused = client.submit(client.get("/accounts/new"), **answers)
    assert refused.status_code == 422
    assert "gehört zu einem Betrieb" in refused.text
    assert client.submit(client.get("/accounts/new"), **(answers | {"role": "trainer"})).status_code == 303
