"""The shell on the whole application: headers, language, colours, footer pages, files."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import scoped_session

from tests.accounts import add_account, sign_in
from tests.conftest import MakeSettings
from tests.strict_client import StrictClient
from wbv_mentor import clock
from wbv_mentor.app import create_app
from wbv_mentor.config import ROOT
from wbv_mentor.db import unit_of_work
from wbv_mentor.outbox.models import OutboxMessage
from wbv_mentor.web.barriers import KEPT, MOST_AN_HOUR, forget_old_reports, report_barrier
from wbv_mentor.web.models import BarrierReport

FOOTER = ["/impressum", "/datenschutz", "/barrierefreiheit", "/barriere-melden", "/leichte-sprache"]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@pytest.mark.parametrize("address", ["/", "/login", "/nowhere", "/cases", "/static/nowhere.css", *FOOTER])
def test_every_answer_has_the_headers(client: StrictClient, address: str) -> None:
    answer = client.get(address)

    assert answer.headers["Content-Security-Policy"] == POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in answer.headers


def test_https_is_remembered(make_settings: MakeSettings) -> None:
    app = create_app(make_settings(base_url="https://mentor.example"))

    answer = app.test_client().get("/impressum", base_url="https://mentor.example")

    assert answer.headers["Strict-Transport-Security"].startswith("max-age=63072000")


@pytest.mark.parametrize("address", FOOTER)
def test_footer_pages_are_real(client: StrictClient, address: str) -> None:
    answer = client.get(address)

    page = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 200
    assert next(heading.name for heading in page.find_all(["h1", "h2"])) == "h1"
    assert page.select("nav[aria-label='Sie sind hier']")
    assert page.title is not None
    assert page.title.get_text().endswith(" – Weiterbildungsverbund Saarland")


def test_every_link_of_the_layout_leads_somewhere(client: StrictClient) -> None:
    add_account()
    client.follow(sign_in(client))
    page = BeautifulSoup(client.get("/impressum").text, "html.parser")

    for link in page.find_all("a", href=True):
        address = str(link["href"])
        if address.startswith("/"):
            assert client.get(address).status_code == 200, address


def test_german_and_light_until_somebody_chooses(client: StrictClient) -> None:
    page = client.get("/impressum", headers={"Accept-Language": "en"})
    html = BeautifulSoup(page.text, "html.parser").html
    assert html is not None
    assert (html["lang"], html["data-kern-theme"]) == ("de", "light")

    answer = client.submit(page, form="/appearance", button="dark")
    assert (answer.status_code, answer.location) == (303, "/impressum")
    answer = client.submit(client.follow(answer), form="/appearance", button="en")

    html = BeautifulSoup(client.follow(answer).text, "html.parser").html
    assert html is not None
    assert (html["lang"], html["data-kern-theme"]) == ("en", "dark")


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_choosing_colours_leads_nowhere_else(client: StrictClient, wanted: str) -> None:
    answer = client.submit(client.get("/impressum"), form="/appearance", button="dark", next=wanted)

    assert answer.location == "/"


def test_unknown_languages_and_colours_are_ignored(client: StrictClient) -> None:
    client.set_cookie("language", "xx", domain="127.0.0.1")
    client.set_cookie("theme", '"><script>', domain="127.0.0.1")

    html = BeautifulSoup(client.get("/impressum").text, "html.parser").html

    assert html is not None
    assert (html["lang"], html["data-kern-theme"]) == ("de", "light")


def test_kern_is_served_unmodified_and_kept(client: StrictClient) -> None:
    page = BeautifulSoup(client.get("/impressum").text, "html.parser")
    sheets = [str(link["href"]) for link in page.find_all("link", rel="stylesheet")]

    kern = client.get(sheets[0])
    source = ROOT / "node_modules/@kern-ux/native/dist/kern.min.css"
    assert hashlib.sha256(kern.data).digest() == hashlib.sha256(source.read_bytes()).digest()
    for address in sheets:
        answer = client.get(address)
        assert answer.mimetype == "text/css", address
        assert "max-age=31536000" in answer.headers["Cache-Control"], address


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("fira-sans-latin-400-normal.woff2", 200),
        ("fira-sans-latin-ext-700-normal.woff2", 200),
        ("source-serif-4-latin-600-normal.woff2", 200),
        ("package.json", 404),
        ("..%2f..%2fpackage.json", 404),
        ("fira-sans-greek-400-normal.woff2", 404),
    ],
)
def test_only_named_files_leave_the_packages(client: StrictClient, name: str, status: int) -> None:
    answer = client.get(f"/static/vendor/{name}")

    assert answer.status_code == status
    if status == 200:
        assert answer.mimetype == "font/woff2"
        assert answer.data[:4] == b"wOF2"


def test_every_font_that_the_styles_name_is_served(client: StrictClient) -> None:
    styles = client.get("/static/wbv-fonts.css").text
    names = [part.split('"')[0] for part in styles.split('url("')[1:]]

    assert len(names) == 8
    for name in names:
        assert client.get(f"/static/{name}").status_code == 200, name


def test_a_reported_barrier_becomes_one_mail(client: StrictClient, db_session: scoped_session[Any]) -> None:
    page = client.get("/barriere-melden?seite=/cases")
    answers = {"what": "Der Knopf geht nicht mit der Tastatur. 😀", "email": "ada@post.example"}

    first = client.submit(page, **answers)
    second = client.submit(page, **answers)

    assert (first.status_code, second.status_code) == (303, 303)
    assert "Danke." in client.follow(first).text
    [report] = db_session.scalars(select(BarrierReport))
    assert (report.text, report.page, report.email) == (answers["what"], "/cases", "ada@post.example")
    [mail] = db_session.scalars(select(OutboxMessage))
    assert (mail.recipient, mail.context) == ("role:coordinator", {"report": report.id})


def test_an_empty_report_comes_back(client: StrictClient) -> None:
    answer = client.submit(client.get("/barriere-melden"), what="  ", where="Startseite")

    assert answer.status_code == 422
    assert "Was funktioniert nicht? Bitte füllen Sie dieses Feld aus." in answer.text
    assert 'value="Startseite"' in answer.text


def test_old_reports_are_forgotten(client: StrictClient, db_session: scoped_session[Any]) -> None:
    client.submit(client.get("/barriere-melden"), what="Zu kleine Schrift.")

    with unit_of_work():
        assert forget_old_reports(now=clock.now()) == 0
    with unit_of_work():
        assert forget_old_reports(now=clock.now() + KEPT * 1.01) == 1


def test_every_endpoint_bears_a_mark(app: Flask) -> None:
    from wbv_mentor.web.access import roles_of

    assert len(app.view_functions) > 15
    assert [name for name in app.view_functions if roles_of(app, name) is None] == []


def test_a_flood_of_reports_is_refused_and_keeps_the_text(client: StrictClient) -> None:
    for number in range(MOST_AN_HOUR):
        with unit_of_work():
            report_barrier(submission=f"flood-{number}", text="x", page=None, email=None, now=clock.now())
    answer = client.submit(client.get("/barriere-melden"), what="Zu kleine Schrift.")
    assert answer.status_code == 422
    assert "sehr viele Meldungen" in answer.text
    assert "Zu kleine Schrift." in answer.text
