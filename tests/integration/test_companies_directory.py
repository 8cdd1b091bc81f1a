"""The directory of companies, and the mail addresses that it closes for mentors and mentees."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.accounts import PASSWORD, add_account, browser, password_hash, sign_in
from tests.factories import a_mentor
from tests.strict_client import StrictClient
from wbv_mentor import clock
from wbv_mentor.companies.actions import add_company, change_company
from wbv_mentor.companies.models import Company, Contact
from wbv_mentor.companies.queries import company_choices, company_of_address
from wbv_mentor.config import ROOT
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import Actor
from wbv_mentor.engine.loader import load_folder
from wbv_mentor.errors import Forbidden, Refused, Stale
from wbv_mentor.pathways.forms import build_form
from wbv_mentor.people.addresses import check_address
from wbv_mentor.people.invitations import change_password
from wbv_mentor.people.models import Account

OF_A_COMPANY = "Diese E-Mail-Adresse gehört zu einem Betrieb. Bitte nehmen Sie eine private Adresse."


@pytest.fixture
def coordinator(app: Flask) -> Actor:
    """Somebody of the AK."""
    return add_account("coordinator", "Kim Kern")


def keep(by: Actor, name: str = "Hütte GmbH", size: str = "50_to_249", *domains: str) -> int:
    """A company in the directory; its id."""
    with unit_of_work():
        return add_company(name=name, size=size, domains=domains, by=by, now=clock.now()).id


def errors_on(page: TestResponse) -> str:
    """What the error list of a page says."""
    found = BeautifulSoup(page.text, "html.parser").select_one("#fehler")
    assert found is not None, f"no error list on {page.status}"
    return found.get_text(" ", strip=True)


def test_an_address_of_a_company_or_below_one_of_its_domains_is_refused(coordinator: Actor) -> None:
    keep(coordinator, "Hütte GmbH", "50_to_249", "huette.example", "xn--mller-bau-q9a.example")
    for address in ("kim@huette.example", "Kim@MAIL.Huette.example", "kim@müller-bau.example"):
        objection = check_address(address)
        assert objection is not None
        assert str(objection).startswith(OF_A_COMPANY)
        assert "Hütte" not in str(objection)
    for address in ("kim@post.example", "kim@nichthuette.example", "kaputt"):
        assert check_address(address) is None


def test_a_form_of_a_path_asks_for_private_addresses(app: Flask, coordinator: Actor) -> None:
    keep(coordinator, "Hütte GmbH", "50_to_249", "huette.example")
    path = load_folder(ROOT / "workflows" / "mentee_case" / "1")
    reachability = path.forms["reachability"]
    with app.test_request_context("/"):
        answers = MultiDict({"channel": "email", "email": "kim@huette.example"})
        private = build_form(reachability)(formdata=answers, meta={"csrf": False})
        assert not private.validate()
        assert private.errors["email"][0].startswith(OF_A_COMPANY)
        any_address = build_form(reachability, private_addresses=False)
        assert any_address(formdata=answers, meta={"csrf": False}).validate()


def test_the_narrowest_domain_decides_whose_address_it_is(coordinator: Actor) -> None:
    keep(coordinator, "Konzern AG", "250_and_more", "konzern.example")
    keep(coordinator, "Werk GmbH", "10_to_49", "werk.konzern.example")
    found = company_of_address("x@post.werk.konzern.example")
    assert found is not None
    assert found.name == "Werk GmbH"


def test_a_domain_belongs_to_one_company_alone(coordinator: Actor) -> None:
    keep(coordinator, "Hütte GmbH", "50_to_249", "huette.example")
    with pytest.raises(Refused, match="gehört schon zu „Hütte GmbH“") as refused:
        keep(coordinator, "Andere GmbH", "under_10", "huette.example")
    assert refused.value.field == "domains"
    assert [label.de for _value, label in company_choices()] == ["Hütte GmbH"]


def test_names_are_one_however_they_are_capitalised(coordinator: Actor) -> None:
    first = keep(coordinator, "HÜTTE GmbH", "50_to_249")
    with pytest.raises(Refused, match="gibt es schon"):
        keep(coordinator, "hütte gmbh", "50_to_249")
    assert keep(coordinator, "HÜTTE GmbH", "50_to_249") == first


def test_only_the_coordination_keeps_the_directory(coordinator: Actor) -> None:
    with pytest.raises(Forbidden):
        keep(Actor("mentor", 1), "Hütte GmbH", "50_to_249")


def test_a_change_takes_domains_away_and_adds_others(coordinator: Actor) -> None:
    number = keep(coordinator, "Hütte GmbH", "50_to_249", "huette.example", "alt.example")
    with unit_of_work():
        company = session.get_one(Company, number)
        change_company(
            company=company, name="Hütte AG", size="250_and_more", domains=["huette.example", "neu.example"],
            by=coordinator, now=clock.now(), expected_version=1,
        )  # fmt: skip
    assert check_address("x@alt.example") is None
    assert check_address("x@neu.example") is not None
    with pytest.raises(Stale, match="Hütte AG"), unit_of_work():
        change_company(
            company=session.get_one(Company, number), name="Dritte", size="under_10", domains=[],
            by=coordinator, now=clock.now(), expected_version=1,
        )  # fmt: skip


def test_the_coordination_adds_finds_and_changes_a_company(client: StrictClient, coordinator: Actor) -> None:
    sign_in(client, "Kim Kern")
    page = client.get("/companies/new")
    made = client.submit(page, name="Hütte GmbH", size="50_to_249", domains="huette.example, @Werk.example")
    again = client.submit(page, name="Hütte GmbH", size="50_to_249", domains="huette.example, @Werk.example")
    assert (made.status_code, made.location) == (again.status_code, again.location)
    page = client.follow(made)
    assert "huette.example, werk.example" in page.text
    shown = client.get("/companies/1/edit")
    assert "huette.example\nwerk.example" in shown.text
    assert "Hütte" not in str(BeautifulSoup(page.text, "html.parser").title)
    assert "Hütte GmbH" in client.get("/companies?q=werk.ex").text
    assert "Nichts gefunden zu „Xyz“" in client.get("/companies?q=Xyz").text
    changed = client.submit(shown, name="Hütte AG")
    assert changed.status_code == 303
    stale = client.submit(client.get("/companies/1/edit"), name="Hütte SE", row_version="1")
    assert stale.status_code == 409
    assert "Hütte SE" in stale.text
    assert client.submit(stale, name="Hütte SE").status_code == 303


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"name": ""}, "Name des Betriebs: Bitte füllen Sie dieses Feld aus."),
        ({"name": "H" * 201}, "höchstens 200 Zeichen"),
        ({"size": "riesig"}, "Größe: Wählen Sie eine Antwort aus."),
        ({"domains": "gmx.de"}, "gmx.de gehört keinem Betrieb"),
        ({"domains": "huette"}, "„huette“ ist keine Domain"),
    ],
)
def test_bad_input_comes_back_with_a_sentence_at_its_field(
    client: StrictClient, coordinator: Actor, answers: dict[str, str], sentence: str
) -> None:
    sign_in(client, "Kim Kern")
    typed = {"name": "<b>Hütte 😀</b>", "size": "under_10", "domains": "huette.example"} | answers
    page = client.submit(client.get("/companies/new"), **typed)
    assert page.status_code == 422
    assert sentence in errors_on(page)
    if "name" not in answers:
        assert "&lt;b&gt;Hütte 😀&lt;/b&gt;" in page.text


def test_a_mentor_reads_the_own_company_and_nobody_else_any(client: StrictClient, coordinator: Actor) -> None:
    own, other = keep(coordinator), keep(coordinator, "Andere GmbH")
    mentor = a_mentor(coordinator=coordinator, company_id=own)
    with unit_of_work():
        account = session.get_one(Account, mentor.id)
        change_password(account=account, password_hash=password_hash(), by=mentor, now=clock.now())
        email = account.email
    client.submit(client.get("/login"), form="/login", email=email, password=PASSWORD)
    listed = client.get("/companies").text
    assert "Hütte GmbH" in listed
    assert "Andere GmbH" not in listed
    page = client.get(f"/companies/{own}")
    assert "Angaben ändern" not in page.text
    assert client.get(f"/companies/{other}").status_code == 404
    assert client.get(f"/companies/{own}/edit").status_code == 403
    trainer = browser(client.application)
    add_account("trainer", "Toni Tal")
    sign_in(trainer, "Toni Tal")
    assert trainer.get("/companies").status_code == 403


def test_what_was_agreed_and_where_it_works_is_kept(client: StrictClient, coordinator: Actor) -> None:
    sign_in(client, "Kim Kern")
    answers = {
        "name": "Hütte GmbH", "size": "50_to_249", "sites": "Völklingen\n\n Dillingen ",
        "training_agreement": "yes", "agreement_kind": "written", "agreement_on": "1.3.2026",
        "works_council_informed_on": "2.3.2026",
    }  # fmt: skip
    page = client.follow(client.submit(client.get("/companies/new"), **answers))
    for words in ("Völklingen · Dillingen", "1. März 2026", "2. März 2026", "unterschrieben"):
        assert words in page.text
    assert "seit 1. März" in client.get("/companies").text
    edit = client.get("/companies/1/edit")
    early = client.submit(edit, agreement_ended_on="1.2.2026")
    assert early.status_code == 422
    assert "Das Ende liegt vor dem Beginn" in errors_on(early)
    assert "Art und Datum" in errors_on(client.submit(edit, agreement_kind="none"))
    assert client.submit(edit, agreement_ended_on="1.6.2026").status_code == 303
    assert "beendet" in client.get("/companies").text


def test_a_contact_is_added_once_changed_and_ended_but_never_deleted(
    client: StrictClient, coordinator: Actor
) -> None:
    keep(coordinator)
    sign_in(client, "Kim Kern")
    fresh = client.get("/companies/1/contacts/new")
    assert "oder eine Telefonnummer" in errors_on(client.submit(fresh, name="Jo", function="Personal"))
    kim = {"name": "Kim Klein", "function": "Personal", "email": "Kim@Huette.example"}
    assert client.submit(fresh, **kim).status_code == 303
    assert client.submit(fresh, **kim).status_code == 303  # a double click
    assert [one.email for one in session.scalars(select(Contact))] == ["kim@huette.example"]
    again = client.submit(client.get("/companies/1/contacts/new"), **kim)
    assert "gehört schon zu Kim Klein" in errors_on(again)
    edit = client.get("/companies/1/contacts/1")
    assert client.submit(edit, phone="0681 123456").status_code == 303
    assert client.submit(edit, phone="0681 999999").status_code == 409
    ended = client.submit(client.get("/companies/1/contacts/1/end"), form="/end")
    page = client.follow(ended)
    assert "Noch keine Ansprechperson" in page.text
    assert "Kim Klein (Personal), bis" in page.text
    assert client.submit(client.get("/companies/1/contacts/new"), **kim).status_code == 303
