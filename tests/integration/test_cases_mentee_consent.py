"""The first yes or no of a mentee, on her own page."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.test import TestResponse

from tests.factories import a_coordinator, case_at, fire, mentor_of, on_behalf, today
from tests.mentee_visits import address_of, consents_of, open_tasks, press, state_of, visit
from tests.strict_client import StrictClient
from wbv_mentor import clock
from wbv_mentor.cases.consent import TEXT_VERSION
from wbv_mentor.cases.models import Case
from wbv_mentor.companies.actions import add_company
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.pathways import journal
from wbv_mentor.people.models import Account

YES = {"case_work": "y", "contact_channel": "y"}
STRANGE = ["<script>alert(1)</script> & Co", "Straße 1 🙂 Ünïçødé", "\u202eabc דרך", "x" * 200]


@pytest.fixture
def case(app: Flask) -> Case:
    """A case that waits for its consent."""
    return case_at("consent_pending")


def say_yes(client: StrictClient, case: Case, **fields: Any) -> TestResponse:
    """Fill in the page and press "Ja, einverstanden"."""
    return client.submit(visit(client, case), form=address_of(case, "/einwilligung"), **{**YES, **fields})


def errors_of(page: TestResponse) -> str:
    """The list of errors; each one leads to its field."""
    soup = BeautifulSoup(page.text, "html.parser")
    found = soup.find(id="fehler")
    assert found is not None
    for link in found.find_all("a"):
        assert soup.find(id=str(link["href"]).removeprefix("#")) is not None
    return found.text


@pytest.mark.parametrize("way", ["link", "qr"])
def test_a_yes_is_kept_with_its_way_its_day_and_its_words(app: Flask, client: StrictClient, way: str) -> None:
    case = case_at("consent_pending", way=way)

    thanks = client.follow(say_yes(client, case))

    given = consents_of(case)
    assert set(given) == {"case_work", "contact_channel"}
    assert {(row.way, row.given_on, row.text_version) for row in given.values()} == {
        (way, today(), TEXT_VERSION)
    }
    assert given["contact_channel"].recipient == "email"
    assert state_of(case) == "intake"
    assert "Danke" in thanks.text
    assert "Meine Beratung" in thanks.text


def test_a_double_click_says_yes_once(case: Case, client: StrictClient) -> None:
    page = visit(client, case)

    answers = [client.submit(page, form=address_of(case, "/einwilligung"), **YES) for _click in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    fired = [entry.trigger for entry in journal.entries_of(case)]
    assert fired.count("give_consent") == 1
    assert len(consents_of(case)) == 2


def test_without_the_tick_nothing_is_stored_and_what_was_typed_stays(
    case: Case, client: StrictClient
) -> None:
    page = say_yes(client, case, case_work=None, channel="phone", phone="0681 998877")

    assert page.status_code == 422
    assert "Häkchen" in errors_of(page)
    assert 'value="0681 998877"' in page.text
    assert state_of(case) == "consent_pending"


def test_a_way_needs_its_address(case: Case, client: StrictClient) -> None:
    page = say_yes(client, case, channel="letter", postal_address="")

    assert page.status_code == 422
    assert "Anschrift" in errors_of(page)


def test_an_address_of_a_company_is_refused(case: Case, client: StrictClient) -> None:
    by = a_coordinator()
    with unit_of_work():
        add_company(name="Werk AG", size="50_to_249", domains=["werk.example"], by=by, now=clock.now())

    page = say_yes(client, case, email="ada@werk.example")

    assert page.status_code == 422
    assert "Diese E-Mail-Adresse gehört zu einem Betrieb" in errors_of(page)
    assert 'value="ada@werk.example"' in page.text


@pytest.mark.parametrize("text", STRANGE)
def test_strange_addresses_are_kept_or_refused_but_never_run(
    case: Case, client: StrictClient, text: str
) -> None:
    sent = say_yes(client, case, channel="letter", postal_address=text)

    page = sent if sent.status_code == 422 else visit(client, case)
    assert sent.status_code in (303, 422)
    assert "<script>alert" not in page.text


def test_who_does_not_want_to_be_called_leaves_no_address(case: Case, client: StrictClient) -> None:
    say_yes(client, case, contact_channel=None)

    assert set(consents_of(case)) == {"case_work"}
    assert (case.mentee.channel, case.mentee.email) == ("in_person", None)


def test_a_stale_page_says_so_and_keeps_what_was_typed(case: Case, client: StrictClient) -> None:
    page = visit(client, case)
    by_paper = {"case_work": True, "original_to_ak": True, **on_behalf("paper")}
    fire(case, "give_consent", by=mentor_of(case), data=by_paper)

    answer = client.submit(
        page, form=address_of(case, "/einwilligung"), channel="phone", phone="0681 998877", **YES
    )

    assert answer.status_code == 409
    assert len(consents_of(case)) == 1


def test_no_erases_everything_at_once_even_when_clicked_twice(case: Case, client: StrictClient) -> None:
    page, address = visit(client, case), address_of(case)

    answers = [client.submit(page, form="nein") for _click in range(2)]

    assert [(one.status_code, one.location) for one in answers] == [(303, "/meine-beratung/geloescht")] * 2
    assert "gelöscht" in client.follow(answers[1]).text
    assert state_of(case) == "erased"
    assert (case.mentee.alias, case.mentee.email) == (None, None)
    assert client.get(address).status_code == 404
    assert client.post(f"{address}/nein").status_code in (400, 404)


def test_somebody_close_goes_on_only_if_the_mentee_says_so(app: Flask, client: StrictClient) -> None:
    case = case_at("consent_pending", relation="relative_or_friend")
    assert "verwandt oder befreundet" in visit(client, case).text

    assert say_yes(client, case).status_code == 422
    assert say_yes(client, case, conflict_accepted="y").status_code == 303

    assert state_of(case) == "intake"
    assert case.conflict_accepted_at is not None


def test_asking_for_somebody_else_tells_the_coordination_once(case: Case, client: StrictClient) -> None:
    for _time in range(2):
        press(
            client, case, "/andere-begleitung", on="/andere-begleitung", channel="phone", phone="0681 998877"
        )

    assert open_tasks(case, "coordinator") == ["other_mentor_wished"]
    assert state_of(case) == "consent_pending"
    assert case.mentee.phone == "0681 998877"
    assert "Sie haben um eine andere Begleitung gebeten" in visit(client, case).text


def test_before_the_yes_she_reads_who_it_is(case: Case, client: StrictClient) -> None:
    mentor = session.get_one(Account, case.mentor_id)

    text = visit(client, case).text

    assert mentor.display_name in text
    assert "Kolleg*in" in text
    assert "Artikel 6 Absatz 1 Buchstabe a" in text
