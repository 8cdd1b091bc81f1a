"""Talks with companies, asking their contacts, and what the mails to them say and never say."""

from __future__ import annotations

import re
from datetime import date, timedelta
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests.accounts import PASSWORD, add_account, password_hash, sign_in
from tests.company_questions import SIGNED, a_company, a_contact, a_talk, ask, asked, state_of, token_for
from tests.factories import a_coordinator, a_mentor
from tests.integration.test_companies_answers import START, errors_on
from tests.smtp_sink import SmtpSink
from tests.strict_client import StrictClient
from wbv_mentor import clock, jobs
from wbv_mentor.companies.links import code_of, current_link
from wbv_mentor.companies.models import CompanyTalk, Confirmation
from wbv_mentor.companies.statement import FACTS, statement
from wbv_mentor.config import Settings
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Refused
from wbv_mentor.people.invitations import change_password
from wbv_mentor.people.models import Account

if TYPE_CHECKING:
    from tests.conftest import MakeSettings


@pytest.fixture
def settings(make_settings: MakeSettings, smtp_sink: SmtpSink) -> Settings:
    return make_settings(smtp_url=smtp_sink.url, mail_from="wbv@ak.example")


def signed_in(client: StrictClient, mentor: Actor) -> StrictClient:
    """The browser of a mentor of the register."""
    password = password_hash()
    with unit_of_work():
        account = session.get_one(Account, mentor.id)
        change_password(account=account, password_hash=password, by=mentor, now=clock.now())
        email = account.email
    client.submit(client.get("/login"), form="/login", email=email, password=PASSWORD)
    return client


def to_companies(sink: SmtpSink) -> list[EmailMessage]:
    """Send what waits; the mails that reached a company."""
    jobs.run("reminders")
    jobs.run("outbox")
    return [mail for mail in sink.messages if "metallbau.example" in mail["X-Envelope-To"]]


def text_of(mail: EmailMessage) -> str:
    """The text as it is read."""
    return str(mail.get_content()).replace("\r\n", "\n")


TALK: dict[str, Any] = {
    "held_on": "19.11.2026", "kind": "on_site", "place": "Völklingen", "minutes": "50",
    "functions": "Geschäftsführung", "topics": ["new_technology"], "areas": "Fertigung: 12",
}  # fmt: skip


def test_a_mentor_records_a_talk_and_asks_to_confirm_it(client: StrictClient, smtp_sink: SmtpSink) -> None:
    with time_machine.travel(START, tick=False):
        company = a_company()
        contact = a_contact(company)
        signed_in(client, a_mentor(company_id=company))
        page = client.get(f"/companies/{company}/talks/new")
        made = client.submit(page, **TALK)
        assert client.submit(page, **TALK).location == made.location
        talk = client.follow(made)
        assert "Fertigung (12 Personen)" in talk.text
        form = client.get(f"{made.location}/ask")
        assert "Mehr erfährt der Betrieb nicht." in form.text
        done = client.submit(form, contact=str(contact))
        assert "Bedarfsgespräch hat stattgefunden" in client.follow(done).text
        assert len(session.scalars(select(CompanyTalk)).all()) == 1
        [mail] = to_companies(smtp_sink)
        assert "Bedarfsgespräch am 19. November 2026 in Ihrem Betrieb" in mail["Subject"]


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"held_on": "19.11.2096"}, "Geben Sie ein Datum bis zum"),
        ({"topics": None}, "Wählen Sie ein Thema aus"),
        ({"areas": "Fertigung"}, "Schreiben Sie Bereich und Anzahl"),
        ({"areas": "Lager: 4"}, "mindestens 5 Personen"),
    ],
)
def test_a_talk_that_would_show_a_person_is_refused(
    client: StrictClient, answers: dict[str, Any], sentence: str
) -> None:
    add_account("coordinator", "Kim Kern")
    company = a_company()
    sign_in(client, "Kim Kern")
    sent = client.submit(client.get(f"/companies/{company}/talks/new"), **{**TALK, **answers})
    assert sent.status_code == 422
    assert sentence in errors_on(sent)


def test_a_company_of_fewer_than_ten_is_asked_about_no_area(client: StrictClient) -> None:
    add_account("coordinator", "Kim Kern")
    company = a_company(size="under_10")
    sign_in(client, "Kim Kern")
    assert "Bereiche mit Bedarf" not in client.get(f"/companies/{company}/talks/new").text
    with pytest.raises(Refused, match="weniger als 10 Beschäftigten"):
        a_talk(company, a_mentor(), areas={"Lager": 7})


def test_the_mail_offers_link_code_and_telephone_and_says_why_it_comes(
    app: Flask, smtp_sink: SmtpSink
) -> None:
    with time_machine.travel(START, tick=False):
        question = asked()
        link = current_link(question, now=clock.now())
        assert link is not None
        [mail] = to_companies(smtp_sink)
        text = text_of(mail)
        assert mail["X-Envelope-To"] == "juergen@metallbau.example"
        assert mail["Subject"].endswith(f"bitte kurz bestätigen (Vorgang B-{question.number})")
        for words in (
            "Guten Tag Jürgen Kessler,", "Ihr Schweigen auf diese E-Mail gilt nicht als Zusage.",
            "Sie gehen damit keine Verpflichtung ein.",
            f"1. Link öffnen: http://127.0.0.1:8000/bestaetigen/{token_for(question)}",
            f"http://127.0.0.1:8000/bestaetigen aufrufen und den Code {code_of(link)} eingeben.",
            f"nennen Sie B-{question.number}", "www.arbeitskammer.de", "nie nach Passwörtern",
            "Ansprechperson für Metallbau Kessler GmbH eingetragen (seit 23. November 2026)",
        ):  # fmt: skip
            assert words in text, words
        assert "None" not in text


def test_the_company_is_reminded_after_5_and_10_days_and_never_once_it_has_answered(
    client: StrictClient, smtp_sink: SmtpSink
) -> None:
    with time_machine.travel(START, tick=False) as hand:
        question = asked()
        assert len(to_companies(smtp_sink)) == 1
        hand.shift(timedelta(days=5))
        assert "Noch offen: Bedarfsgespräch am 20. November 2026" in to_companies(smtp_sink)[-1]["Subject"]
        hand.shift(timedelta(days=5))
        reminded = to_companies(smtp_sink)
        assert len(reminded) == 3
        assert "Dazu möchten wir nichts angeben" in text_of(reminded[-1])
        client.submit(client.get(f"/bestaetigen/{token_for(question)}"), answer="no_statement", **SIGNED)
        hand.shift(timedelta(days=4))
        mails = to_companies(smtp_sink)
        assert len(mails) == 4
        assert "Kopie Ihrer Antwort" in mails[-1]["Subject"]
        assert "/bestaetigen/antwort/" in text_of(mails[-1])
        assert "Bis 10. Dezember 2026 können Sie Ihre Antwort dort ändern." in text_of(mails[-1])


def test_the_coordination_asks_the_other_kinds_and_records_a_phone_answer(
    client: StrictClient, smtp_sink: SmtpSink
) -> None:
    with time_machine.travel(START, tick=False):
        company = a_company()
        contact = str(a_contact(company, works_council=True))
        add_account("coordinator", "Kim Kern")
        sign_in(client, "Kim Kern")
        asks: dict[str, dict[str, str]] = {
            "C0": {},
            "C1": {"mentor": "Mina Marx", "hours_a_month": "8"},
            "C3": {"course": "CNC", "seats": "4", "price_eur": "1.200,50", "cancel_until": "1.2.2027"},
            "C7": {"course": "CNC", "persons": "12"},
        }
        for code, answers in asks.items():
            page = client.get(f"/companies/{company}/ask/{code}")
            shown = client.follow(client.submit(page, contact=contact, **answers))
            assert "Angefragt" in shown.text
        assert len(to_companies(smtp_sink)) == 4
        [c1] = session.scalars(select(Confirmation).where(Confirmation.code == "C1")).all()
        way = f"/companies/{company}/confirmations/{c1.id}/transitions/correct_by_phone"
        said = {"answered_by": "Jo Kessler", "answered_as": "Personal", "hours_a_month": "6"}
        assert client.submit(client.get(way), **said).status_code == 303
        assert state_of(c1.id) == "corrected"
        copy = text_of(to_companies(smtp_sink)[-1])
        for words in ("am Telefon", "Jo Kessler", "Stunden im Monat: 6"):
            assert words in copy
        listed = client.get(f"/companies/{company}").text
        assert "Bestätigt mit Änderung" in listed


def test_nobody_confirms_the_own_work(app: Flask) -> None:
    company = a_company()
    mentor = a_mentor(company_id=company)
    name = session.get_one(Account, mentor.id).display_name
    contact = a_contact(company, name)
    with pytest.raises(Refused, match="nur jemand anders bestätigen"):
        ask("C2", contact, {"held_on": date(2026, 11, 19)}, by=mentor)


def test_waived_and_revoked_questions_open_nothing_and_send_nothing(
    client: StrictClient, smtp_sink: SmtpSink
) -> None:
    with time_machine.travel(START, tick=False):
        company = a_company()
        contact = a_contact(company)
        mentor = a_mentor(company_id=company)
        signed_in(client, mentor)
        for name, answers in (("waive", {"reason": "Schon geklärt"}), ("revoke_request", {})):
            question = ask("C2", contact, {"held_on": date(2026, 11, 19)}, by=mentor)
            token = token_for(question)
            way = f"/companies/{company}/confirmations/{question.id}/transitions/{name}"
            assert client.submit(client.get(way), form=name, **answers).status_code == 303
            gone = client.get(f"/bestaetigen/{token}")
            assert gone.status_code == 404
        assert to_companies(smtp_sink) == []


@pytest.mark.parametrize("code", sorted(FACTS))
def test_a_statement_says_nothing_that_its_kind_must_not(code: str) -> None:
    for name in ("case", "alias", "reference", "step", "motive", "wage"):
        with pytest.raises(ValueError, match="must not learn"):
            statement(code, {name: "x"})
    assert statement(code, {FACTS[code][0]: "x"})["facts"] == {FACTS[code][0]: "x"}


def test_a_link_is_in_no_address_that_a_mail_would_not_need(app: Flask, smtp_sink: SmtpSink) -> None:
    with time_machine.travel(START, tick=False):
        asked("C0", by=a_coordinator(), facts={"agreement": "written", "agreement_on": date(2026, 3, 1)})
        [mail] = to_companies(smtp_sink)
        links = re.findall(r"https?://\S+", text_of(mail))
        assert [link.split("/")[3] for link in links] == ["bestaetigen", "bestaetigen", "datenschutz"]
        assert mail.get_content_type() == "text/plain"
        assert not list(mail.iter_attachments())
