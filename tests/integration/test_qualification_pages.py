"""/mentors for trainers and the coordination, /qualifizierung for the mentor."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from tests.accounts import PASSWORD, add_account, browser, password_hash, sign_in
from tests.strict_client import StrictClient
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.people.models import Account

ANSWERS = {
    "first_name": "Ayşe", "last_name": "Yılmaz", "email": "ayse@post.example",
    "function_in_company": "colleague", "trained_on": "1.6.2026", "proof": "Zertifikat gesehen",
}  # fmt: skip


@pytest.fixture
def office(client: StrictClient) -> StrictClient:
    """A browser of the coordination, signed in."""
    add_account("coordinator", "Kim Kern")
    sign_in(client, "Kim Kern")
    return client


def words(page: str) -> str:
    """The text of the main part of a page."""
    main = BeautifulSoup(page, "html.parser").select_one("main")
    assert main is not None
    return main.get_text(" ", strip=True)


def as_ayse(app: Flask) -> StrictClient:
    """Ayşe's own browser, once she has a password."""
    password = password_hash()
    with unit_of_work():
        account = session.query(Account).filter_by(email="ayse@post.example").one()
        account.password, account.confirmed_at = password, account.created_at
    own = browser(app)
    page = own.get("/login")
    assert own.submit(page, form="/login", email="ayse@post.example", password=PASSWORD).status_code == 303
    return own


def test_the_coordination_takes_a_trained_mentor_into_the_register(office: StrictClient) -> None:
    assert "Hier ist gerade niemand." in words(office.get("/mentors").text)
    page = office.get("/mentors/new")
    made, again = office.submit(page, **ANSWERS), office.submit(page, **ANSWERS)
    assert (made.status_code, made.location) == (303, "/mentors/1")
    assert (again.status_code, again.location) == (303, "/mentors/1")
    shown = office.follow(made)
    assert "Im Verzeichnis bis 1. Juni 2028" in words(shown.text)
    assert "Das fehlt noch für die Verlängerung" in words(shown.text)
    assert "Yılmaz" not in str(BeautifulSoup(shown.text, "html.parser").title)
    listed = words(office.get("/mentors?q=yIlmaz").text) + words(office.get("/mentors?q=ay").text)
    assert "Aktiv im Verzeichnis 1. Juni 2028 0" in listed


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"email": "kein"}, "Geben Sie eine E-Mail-Adresse ein"),
        ({"email": "kim.kern@post.example"}, "gibt es schon einen Zugang"),
        ({"trained_on": "31.2.2026"}, "Dieses Datum gibt es nicht"),
        ({"trained_on": "1.6.2099"}, "Geben Sie ein Datum bis zum"),
        ({"proof": ""}, "Nachweis: Bitte füllen Sie dieses Feld aus"),
        ({"last_name": "Y" * 200}, "höchstens 100 Zeichen"),
    ],
)
def test_bad_input_comes_back_with_a_sentence(
    office: StrictClient, answers: dict[str, str], sentence: str
) -> None:
    page = office.submit(office.get("/mentors/new"), **(ANSWERS | answers))
    assert page.status_code == 422
    assert sentence in words(page.text)
    assert 'value="Ayşe"' in page.text


def test_a_blocked_way_says_why_and_opens_once_it_is_proved(office: StrictClient) -> None:
    office.submit(office.get("/mentors/new"), **ANSWERS)
    assert "Das fehlt noch für die Verlängerung" in words(office.get("/mentors/1/register/renew").text)
    evidence = {"refresher_on": "1.7.2026", "meeting_1_on": "2.7.2026", "meeting_2_on": "3.7.2026"}
    form = office.get("/mentors/1/evidence")
    assert office.submit(form, **evidence).status_code == 303
    stale = office.submit(form, submission="00000000-0000-4000-8000-000000000001", refresher_on="4.7.2026")
    assert stale.status_code == 409
    assert 'value="4.7.2026"' in stale.text
    page = office.get("/mentors/1/register/renew")
    assert office.submit(page, form="/register/renew").location == "/mentors/1"
    assert office.submit(page, form="/register/renew").location == "/mentors/1"  # a double click
    assert "Im Verzeichnis bis 1. Juni 2030" in words(office.get("/mentors/1").text)


def test_a_stale_page_keeps_what_was_typed(office: StrictClient) -> None:
    office.submit(office.get("/mentors/new"), **ANSWERS)
    first = office.get("/mentors/1/register/rest")
    second = office.get("/mentors/1/register/suspend")
    assert office.submit(second, form="/register/suspend", reason_code="complaint").status_code == 303
    stale = office.submit(first, form="/register/rest", reason_code="health", rest_until="1.3.2027")
    assert stale.status_code == 409
    assert "Inzwischen hat AK-Koordination das geändert" in words(stale.text)
    assert 'value="1.3.2027"' in stale.text


def test_answers_for_unknown_forbidden_and_impossible_ways(office: StrictClient) -> None:
    office.submit(office.get("/mentors/new"), **ANSWERS)
    assert office.get("/mentors/99").status_code == 404
    assert office.get("/mentors/1/register/unknown").status_code == 404
    for beside in ("lapse", "drop_out", "admit"):  # the system's alone; the cohort's; the application's
        assert office.get(f"/mentors/1/register/{beside}").status_code == 404
    assert office.get("/mentors/1/register/lift_suspension").status_code == 422
    assert office.get("/qualifizierung").status_code == 403


def test_a_mentor_sees_the_own_standing_and_may_rest(app: Flask, office: StrictClient) -> None:
    office.submit(office.get("/mentors/new"), **ANSWERS)
    own = as_ayse(app)
    page = words(own.get("/qualifizierung").text)
    assert "Aktiv im Verzeichnis" in page
    assert "Im Verzeichnis bis Donnerstag, 1. Juni 2028" in page
    assert own.get("/mentors").status_code == 403
    assert own.get("/mentors/1").status_code == 403
    form = own.get("/qualifizierung/transitions/rest")
    assert "Ihre Fälle gehen an andere" in words(form.text)
    done = own.submit(form, form="/transitions/rest", reason_code="parental_leave")
    assert done.location == "/qualifizierung"
    page = words(own.follow(done).text)
    assert "Ihr Eintrag ruht" in page
    assert "Eintrag ruhen gelassen" in page  # the history, in the past tense


def test_who_retires_is_signed_out_at_once(app: Flask, office: StrictClient) -> None:
    office.submit(office.get("/mentors/new"), **ANSWERS)
    own = as_ayse(app)
    form = own.get("/qualifizierung/transitions/retire")
    assert own.submit(form, form="/transitions/retire").status_code == 303
    assert own.get("/qualifizierung").location.startswith("/login")


def test_a_mentor_outside_the_register_is_told_so(client: StrictClient) -> None:
    add_account("mentor", "Mina Marx")
    sign_in(client)
    assert "Sie stehen noch nicht im Verzeichnis" in words(client.get("/qualifizierung").text)
    assert client.get("/qualifizierung/transitions/rest").status_code == 404


def test_a_trainer_reads_but_takes_nobody_in(client: StrictClient) -> None:
    add_account("trainer", "Toni Tal")
    sign_in(client, "Toni Tal")
    assert client.get("/mentors").status_code == 200
    assert client.get("/mentors/new").status_code == 403
