"""Whoever chose English meets no German: pages of every role, the mentee's page, refusals and mails."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup, Comment, Tag
from flask import Flask
from sqlalchemy import select
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from tests import factories
from tests.accounts import add_account, browser
from tests.case_visits import at, enter
from tests.factories import a_mentor, case_at, system_acts
from tests.mentee_visits import address_of
from tests.strict_client import StrictClient
from wbv_mentor.config import Settings
from wbv_mentor.db import session
from wbv_mentor.outbox.mails import render
from wbv_mentor.outbox.models import OutboxMessage
from wbv_mentor.outbox.recipients import Mailbox

SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # it is about words, not rows
OF_A_MENTOR = (
    "contact",
    "intake",
    "offers",
    "funding",
    "in_course",
    "follow_up",
    "interrupted",
    "closed",
    "handover",
)
OF_A_MENTEE = ("consent_pending", "offers", "funding", "follow_up", "closed", "awaiting_mentor", "locked")

# Words that no English sentence has; a word with one of äöüß is taken for German, too.
GERMAN = re.compile(
    r"\b(und|oder|nicht|noch|kein|keine|Sie|Ihr|Ihre|Ihnen|wir|der|die|das|den|dem|des|ein|eine|einen|einer"
    r"|mit|von|vom|zum|zur|bis|auf|aus|bei|nach|vor|seit|ist|sind|wird|werden|wurde|haben|hat|nur|auch"
    r"|wenn|bitte|heute|morgen|Ja|Nein|Frist|Fristen|Fall|Antrag|Betrieb|Kurs|Schritt|Angebot|Angebote"
    r"|Einwilligung|Begleitung|Aufgabe|Verlauf|Nachweis|Zugang|Seite|Person|Stand|\w*[äöüßÄÖÜ]\w*)\b"
)
ALSO_ENGLISH = {"Person", "Stand"}  # at the beginning of a sentence or as a label
# Names of laws, authorities and offices stay German, and so does what they print.
NAMES = (
    "Arbeitskammer des Saarlandes", "Körperschaft des öffentlichen Rechts", "Aufstiegs-BAföG", "BAföG",
    "Unabhängiges Datenschutzzentrum Saarland", "Amt für Ausbildungsförderung", "Agentur für Arbeit",
    "Saarländisches Bildungsfreistellungsgesetz", "Saarländisches Behindertengleichstellungsgesetz",
    "Saarländisches Datenschutzgesetz", "Bildungsprämie", "Saarbrücken",
)  # fmt: skip
# What people typed in tests/factories.py and in the settings.
TYPED = (
    *chain.from_iterable(
        [value] if isinstance(value, str) else value
        for form in (factories.INTAKE, factories.NEEDS, factories.PLAN)
        for value in form.values()
    ),
    "Noch nicht geklärt", "Kurs in der eigenen Zeit", "Kurs 1", "Kurs 2", "Vorbereitungskurs", "Bildungshaus",
    "Bescheinigung", "Deutsch",
)  # fmt: skip
SPOKEN_ATTRIBUTES = ("aria-label", "title", "alt", "placeholder")


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """An operator with an address, as an installation has one."""
    return settings.model_copy(
        update={"operator_phone": "0681 555 01 23", "operator_address": "–", "privacy_contact": "–"}
    )


def english(client: StrictClient) -> StrictClient:
    """The same browser after its person chose English."""
    client.set_cookie("language", "en", domain="127.0.0.1")
    return client


def texts_of(page: TestResponse) -> Iterator[str]:
    """What a page shows or a screen reader says, but for parts that are marked as German."""
    soup = BeautifulSoup(page.text, "html.parser")
    assert isinstance(soup.html, Tag)
    assert soup.html.get("lang") == "en"
    for marked in soup.select("[lang=de], script, style"):
        marked.decompose()
    for string in soup.find_all(string=True):
        if not isinstance(string, Comment):
            yield str(string)
    for tag in soup.find_all(True):
        yield from (str(tag[name]) for name in SPOKEN_ATTRIBUTES if tag.has_attr(name))


def german_in(text: str) -> list[str]:
    """The German words of a text, names and what people typed left out."""
    for known in sorted({*NAMES, *TYPED}, key=len, reverse=True):
        text = text.replace(known, " ")
    return [found for found in GERMAN.findall(text) if found not in ALSO_ENGLISH]


def kind_of(app: Flask, address: str) -> tuple[object, ...]:
    """The page behind an address, whichever row it shows: forms and steps have names, rows have numbers."""
    try:
        endpoint, values = app.url_map.bind("127.0.0.1").match(urlsplit(address).path)
    except HTTPException:
        return (address,)
    return (endpoint, *sorted((name, value) for name, value in values.items() if name in {"form", "name"}))


def leads_to(page: TestResponse) -> list[str]:
    """Where a page leads within this site, navigation and footer included."""
    links = BeautifulSoup(page.text, "html.parser").find_all("a", href=True)
    return [str(link["href"]) for link in links if str(link["href"]).startswith("/")]


def crawl(client: StrictClient, *starts: str) -> list[TestResponse]:
    """Open these pages and all that they lead to, of each kind one."""
    opened: dict[tuple[object, ...], TestResponse] = {(start,): client.get(start) for start in starts}
    waiting = [link for page in opened.values() for link in leads_to(page)]
    while waiting:
        address = waiting.pop()
        kind = kind_of(client.application, address)
        if kind in opened:
            continue
        page = opened[kind] = client.get(address)
        if page.status_code == 200 and page.mimetype == "text/html":
            waiting += leads_to(page)
    return list(opened.values())


def german_texts(pages: Iterable[TestResponse]) -> list[str]:
    """Every text with German in it, with the page that shows it."""
    return sorted(
        {
            f"{page.request.path}: {' '.join(text.split())!r} {words}"
            for page in pages
            if page.mimetype == "text/html" and page.status_code != 303
            for text in texts_of(page)
            if (words := german_in(text))
        }
    )


def test_the_search_for_german_finds_german() -> None:
    assert german_in("Bitte prüfen Sie das.") == ["prüfen", "Sie", "das"]
    assert german_in("The Arbeitskammer des Saarlandes answers by 4 December.") == []


@SQLITE
def test_everything_a_mentor_opens_is_english(app: Flask) -> None:
    mentor = a_mentor()
    cases = [case_at(state, mentor=mentor) for state in OF_A_MENTOR]
    client = english(enter(app, mentor))

    pages = crawl(client, "/", *(at(case) for case in cases))

    assert len(pages) > 40
    assert german_texts(pages) == []


@SQLITE
@pytest.mark.parametrize("role", ["coordinator", "trainer", "admin"])
def test_everything_the_house_opens_is_english(app: Flask, role: str) -> None:
    cases = [case_at(state) for state in ("funding", "awaiting_mentor")]
    starts = [at(case) for case in cases] if role == "coordinator" else []
    client = english(enter(app, add_account(role, "Rolle Eins")))

    pages = crawl(client, "/", *starts)

    assert len(pages) > 8
    assert german_texts(pages) == []


@SQLITE
def test_everything_a_mentee_opens_is_english(app: Flask) -> None:
    pages = []
    for state in OF_A_MENTEE:
        address = address_of(case_at(state))
        pages += crawl(english(browser(app)), address)

    assert len(pages) > 30
    assert german_texts(pages) == []


@SQLITE
def test_everything_in_public_is_english(app: Flask) -> None:
    client = english(browser(app))

    pages = crawl(client, "/", "/login", "/nothing-here", "/meine-beratung/nobody")

    assert {page.status_code for page in pages} >= {200, 404}
    assert german_texts(pages) == []


@SQLITE
def test_refusals_are_english(app: Flask) -> None:
    mentor = a_mentor()
    case = case_at("intake", mentor=mentor)
    client = english(enter(app, mentor))

    empty = ("/cases/new", at(case, "/talks/new"), at(case, "/forms/intake"), at(case, "/offers/new"))
    refused = [client.submit(client.get(address), form=address) for address in empty]
    refused.append(
        client.submit(client.get(empty[-1]), form=empty[-1], starts_on="31.2.2027", price_eur="a lot")
    )
    stranger = english(browser(app))
    refused.append(stranger.submit(stranger.get("/login"), form="/login", email="x", password="x"))

    assert {page.status_code for page in refused} == {422}
    assert german_texts(refused) == []


@SQLITE
def test_mails_to_people_who_read_english_are_english(app: Flask) -> None:
    for state in ("consent_pending", "handover", "awaiting_mentor", "locked"):
        case_at(state)
    system_acts()

    mails = [
        (
            row.template,
            render(row.template, row.context, row.reason, Mailbox("Kim", "kim@post.example", "en")),
        )
        for row in session.scalars(select(OutboxMessage))
    ]

    assert len({template for template, mail in mails if mail}) > 4
    found = {
        (template, word)
        for template, mail in mails
        if mail
        for word in german_in(f"{mail.subject}\n{mail.body}")
    }
    assert found == set()
