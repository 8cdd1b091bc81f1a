"""/cases/<ref>/applications: plan one, tick its papers, file it, enter the notice."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.test import TestResponse

from tests.accounts import PASSWORD, password_hash
from tests.factories import booking, case_at, fire, mentor_of
from tests.strict_client import StrictClient
from wbv_mentor import clock
from wbv_mentor.cases.models import Case
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import Actor
from wbv_mentor.people.models import Account


def words(page: TestResponse) -> str:
    """The text of the main part of a page."""
    main = BeautifulSoup(page.text, "html.parser").select_one("main")
    assert main is not None
    return re.sub(r"\s+", " ", main.get_text(" ", strip=True))


def enter(client: StrictClient, actor: Actor) -> None:
    """Sign in as an account that a factory made."""
    password = password_hash()
    with unit_of_work():
        account = session.get_one(Account, actor.id)
        account.password, account.confirmed_at = password, clock.now()
        email = account.email
    answer = client.submit(client.get("/login"), form="/login", email=email, password=PASSWORD)
    assert answer.status_code == 303


@pytest.fixture
def begins_in() -> int:
    """In how many days the course begins."""
    return 60


@pytest.fixture
def case(app: Flask, begins_in: int) -> Case:
    """A case with a booked course."""
    found = case_at("plan_agreed")
    fire(found, "book_course", by=mentor_of(found), data=booking(begins_in, 90))
    return found


@pytest.fixture
def applications(client: StrictClient, case: Case) -> str:
    """The mentor is signed in; the address below which the applications of the case lie."""
    address = f"/cases/{case.reference}/applications"
    enter(client, mentor_of(case))
    return address


def day(offset: int = 0) -> str:
    """A date as it is typed."""
    moved = clock.today().fromordinal(clock.today().toordinal() + offset)
    return f"{moved.day}.{moved.month}.{moved.year}"


def plan(client: StrictClient, applications: str, instrument: str = "sgb3_82_qcg") -> TestResponse:
    """A planned application; its page."""
    page = client.get(f"{applications}/new")
    made = client.submit(page, instrument=instrument)
    again = client.submit(page, instrument=instrument)
    assert (made.status_code, made.location) == (again.status_code, again.location)
    return client.follow(made)


def test_only_what_still_exists_can_be_chosen(client: StrictClient, applications: str) -> None:
    page = client.get(f"{applications}/new")
    assert "Unverbindliche Vorprüfung" in words(page)
    assert "Qualifizierungschancengesetz" in page.text
    assert "WeGebAU" not in page.text
    assert client.submit(page, instrument="wegebau").status_code == 422


def test_from_planned_to_a_notice_with_its_objection(client: StrictClient, applications: str) -> None:
    page = plan(client, applications)
    assert "Antrag bei der Agentur für Arbeit stellen" in words(page)
    assert "Kursbeginn: " in words(page)  # the arithmetic
    assert "§ 324" in words(page)
    title = str(BeautifulSoup(page.text, "html.parser").title)
    assert "Förder" not in title
    form = client.get(f"{applications}/1/transitions/submit")
    refused = client.submit(form, form="/transitions/submit", submitted_on="", proof="Beleg")
    assert refused.status_code == 422
    assert "Beleg" in refused.text
    sent = client.submit(
        form, form="/transitions/submit", submitted_on=day(), way="letter", proof="Einlieferungsbeleg"
    )
    assert sent.location == f"{applications}/1"
    form = client.get(f"{applications}/1/transitions/reject")
    missing = client.submit(form, form="/transitions/reject", notice_sent_on=day())
    assert missing.status_code == 422
    assert "Bitte sagen Sie, ob im Bescheid eine Rechtsbehelfsbelehrung steht." in words(missing)
    done = client.submit(missing, form="/transitions/reject", notice_sent_on=day(), instruction="yes")
    shown = words(client.follow(done))
    assert "Abgelehnt" in shown
    assert "Ablehnung eingetragen" in shown  # the history tells what happened
    assert "Widerspruch gegen den Bescheid" in shown
    assert "Ablehnung ist endgültig Noch nicht möglich:" in shown


def test_papers_are_ticked_row_by_row(client: StrictClient, applications: str) -> None:
    plan(client, applications)
    collect = client.get(f"{applications}/1/transitions/collect_documents")
    client.submit(collect, form="/transitions/collect_documents")
    form = client.get(f"{applications}/1/forms/documents")
    answers = {"paper_antrag": "there", "paper_kursangebot": "there", "note": "Kommt Montag"}
    assert client.submit(form, **answers).status_code == 303
    assert client.submit(form, **answers).status_code == 303  # a double click
    shown = words(client.get(f"{applications}/1"))
    assert "Antrag liegt vor" in shown
    assert "Größe des Unternehmens Das hat nur Ihr Betrieb" in shown
    other = client.get(f"{applications}/1/forms/documents")
    assert "Kommt Montag" in other.text
    assert client.submit(other, paper_berufsabschluss="there").status_code == 303
    stale = client.submit(
        form, submission="00000000-0000-4000-8000-000000000002", note="Doch erst am Dienstag"
    )
    assert stale.status_code == 409
    assert "Doch erst am Dienstag" in stale.text


@pytest.mark.parametrize("begins_in", [30])
def test_too_late_is_said_and_filing_with_a_reason_stays_possible(
    client: StrictClient, applications: str
) -> None:
    plan(client, applications, "sbfg")
    form = client.get(f"{applications}/1/transitions/submit")
    late = {"submitted_on": day(), "arrived_on": day(), "way": "letter", "proof": "keiner"}
    refused = client.submit(form, form="/transitions/submit", **late)
    assert refused.status_code == 422
    assert "Für diesen Antrag ist es zu spät: Er musste bis" in words(refused)
    done = client.submit(
        refused, form="/transitions/submit", **late, hardship_note="Krank", hardship_handed_off="yes"
    )
    assert done.status_code == 303


def test_sbfg_knows_no_objection_and_others_no_silence(client: StrictClient, applications: str) -> None:
    plan(client, applications, "kdw_saarland")
    form = client.get(f"{applications}/1/transitions/submit")
    client.submit(form, form="/transitions/submit", submitted_on=day(), way="online", proof="Eingang")
    shown = words(client.get(f"{applications}/1"))
    assert "Als erteilt vermerken" not in shown
    form = client.get(f"{applications}/1/transitions/reject")
    client.submit(form, form="/transitions/reject", notice_sent_on=day())
    shown = words(client.get(f"{applications}/1"))
    assert (
        "Hier gibt es keinen Widerspruch. Bitte übergeben Sie den Antrag an die AK-Rechtsberatung." in shown
    )


def test_a_foreign_or_missing_application_is_not_found(client: StrictClient, applications: str) -> None:
    plan(client, applications)
    assert client.get(f"{applications}/2").status_code == 404
    assert client.get(f"{applications}/1/transitions/unknown").status_code == 404
    assert client.get(f"{applications}/1/transitions/miss").status_code == 403
    assert client.get(f"{applications}/1/transitions/settle").status_code == 422
    other = case_at("plan_agreed")
    assert client.get(f"/cases/{other.reference}/applications/new").status_code == 404
