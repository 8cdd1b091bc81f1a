"""Who manages accounts and who sees them; one's own details."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests.accounts import add_account, address_of, browser, csrf_of, sign_in
from tests.strict_client import StrictClient
from wbv_mentor import clock
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Forbidden, Refused
from wbv_mentor.outbox.recipients import mailboxes_of
from wbv_mentor.people.actions import create_account
from wbv_mentor.people.models import Account, AccountSession
from wbv_mentor.people.scope import accounts_seen_by, sessions_seen_by

PAGES = ("/accounts", "/accounts/new")
NAMES = {"mentor": "Mina Marx", "trainer": "Tara Thom", "coordinator": "Kora Kern", "admin": "Ada Amt"}


def everybody() -> dict[str, Actor]:
    return {role: add_account(role, name) for role, name in NAMES.items()}


def press(client: StrictClient, number: int | None, what: str) -> int:
    """Send a button of the list, whether or not the page shows it; the status."""
    token = {"csrf_token": csrf_of(client.get("/konto").text)}
    return client.post(f"/accounts/{number}/{what}", data=token).status_code


@pytest.mark.parametrize("role", ["mentor", "trainer", "coordinator"])
def test_only_the_admin_manages_accounts(client: StrictClient, role: str) -> None:
    people = everybody()
    sign_in(client, NAMES[role])

    assert [client.get(page).status_code for page in PAGES] == [403, 403]
    for what in ("invite", "deactivate", "activate"):
        assert press(client, people["mentor"].id, what) == 403


def test_the_admin_closes_and_opens_an_account(app: Flask, client: StrictClient) -> None:
    people = everybody()
    mentor = browser(app)
    sign_in(mentor)
    sign_in(client, "Ada Amt")

    assert press(client, people["mentor"].id, "deactivate") == 303
    assert mentor.get("/konto").status_code == 303
    assert sign_in(mentor).status_code == 422
    assert "geschlossen am" in client.get("/accounts").text
    assert mailboxes_of(f"account:{people['mentor'].id}") == []
    assert press(client, people["mentor"].id, "deactivate") == 303  # a second click
    assert press(client, people["mentor"].id, "activate") == 303
    assert sign_in(mentor).status_code == 303


def test_the_admin_stays(client: StrictClient) -> None:
    people = everybody()
    sign_in(client, "Ada Amt")

    assert press(client, people["admin"].id, "deactivate") == 422
    assert press(client, people["mentor"].id, "invite") == 422  # has signed in already
    assert press(client, 9999, "deactivate") == 404
    assert client.get("/accounts").status_code == 200


def test_what_each_role_sees(app: Flask) -> None:
    people = everybody()

    def seen(actor: Actor) -> set[str]:
        return {account.role for account in session.scalars(accounts_seen_by(actor))}

    assert seen(people["admin"]) == set(NAMES)
    assert seen(people["coordinator"]) == {"mentor", "trainer", "coordinator"}
    assert seen(people["trainer"]) == {"trainer"}
    assert seen(people["mentor"]) == {"mentor"}
    for role in ("mentee", "company", "applicant"):
        assert seen(Actor(role, people["mentor"].id)) == set()


def test_even_the_admin_sees_only_own_sessions(client: StrictClient) -> None:
    people = everybody()
    sign_in(client)

    assert len(session.scalars(sessions_seen_by(people["mentor"])).all()) == 1
    assert session.scalars(sessions_seen_by(people["admin"])).all() == []
    assert len(session.scalars(select(AccountSession)).all()) == 1


def test_the_coordination_may_add_mentors_and_nobody_else(app: Flask) -> None:
    people = everybody()

    def add(by: Actor, role: str) -> None:
        with unit_of_work():
            create_account(
                email="nora@post.example", first_name="Nora", last_name="Neu", role=role,
                by=by, now=clock.now(),
            )  # fmt: skip

    for by, role in (("coordinator", "admin"), ("coordinator", "coordinator"), ("mentor", "mentor")):
        with pytest.raises(Forbidden):
            add(people[by], role)
    add(people["coordinator"], "mentor")
    with pytest.raises(Refused):
        add(people["coordinator"], "mentor")


def test_own_details_are_changed_and_shown(client: StrictClient) -> None:
    everybody()
    sign_in(client)
    page = client.get("/konto/angaben")
    assert 'value="Mina"' in page.text

    answer = client.submit(
        page, first_name="Wilhelmina", last_name="Marx", phone="0681 123456",
        function_in_company="works_council_or_no_answer", language="en",
    )  # fmt: skip

    assert (answer.status_code, answer.location) == (303, "/konto")
    page = client.get("/konto")
    for shown in ("Wilhelmina Marx", "0681 123456", "Betriebsrat oder keine Angabe", "English"):
        assert shown in page.text
    account = session.scalars(select(Account).where(Account.role == "mentor")).one()
    assert (account.language, account.email) == ("en", address_of("Mina Marx"))


def test_nobody_gives_herself_another_role(client: StrictClient) -> None:
    everybody()
    sign_in(client, "Tara Thom")

    wanted = {"first_name": "Tara", "last_name": "Thom", "language": "de"}
    more = {"role": "admin", "email": "x@post.example", "active": "y", "function_in_company": "supervisor"}
    token = {"csrf_token": csrf_of(client.get("/konto/angaben").text)}
    answer = client.post("/konto/angaben", data=wanted | more | token)

    assert answer.status_code == 303
    account = session.scalars(select(Account).where(Account.first_name == "Tara")).one()
    assert (account.role, account.email) == ("trainer", address_of("Tara Thom"))
    assert account.function_in_company is None


WRONG_DETAILS: tuple[tuple[dict[str, str | None], str], ...] = (
    ({"first_name": " "}, "Bitte füllen Sie dieses Feld aus"),
    ({"last_name": "x" * 200}, "höchstens 100 Zeichen"),
    ({"phone": "anrufen!"}, "Geben Sie eine Telefonnummer ein"),
    ({"language": "fr"}, "Wählen Sie eine Antwort aus"),
    ({"function_in_company": None}, "Wählen Sie eine Antwort aus"),
)


def test_wrong_details_stay_on_the_page(client: StrictClient) -> None:
    everybody()
    sign_in(client)
    for wrong, sentence in WRONG_DETAILS:
        answer = client.submit(client.get("/konto/angaben"), form="/konto/angaben", **wrong)
        assert answer.status_code == 422
        assert sentence in answer.text


def test_roles_and_accounts_are_recipients(app: Flask) -> None:
    people = everybody()

    (one,) = mailboxes_of(f"account:{people['mentor'].id}")
    (team,) = mailboxes_of("role:coordinator")

    assert (one.name, one.address, one.language) == ("Mina Marx", address_of("Mina Marx"), "de")
    assert team.name == "Kora Kern"
    assert mailboxes_of("account:9999") == []
