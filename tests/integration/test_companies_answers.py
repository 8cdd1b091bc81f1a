"""A company's way by the mailed link: reading changes nothing, one answer counts, all else is clear."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.accounts import browser
from tests.company_questions import SIGNED, a_contact, asked, question_page, state_of, token_for
from tests.strict_client import StrictClient
from tests.world import changed, rows
from wbv_mentor import clock
from wbv_mentor.companies.answering.codes import CODE
from wbv_mentor.companies.contacts import end_contact
from wbv_mentor.companies.links import LINK, RECEIPT, code_of, current_link, link_of_code
from wbv_mentor.companies.models import Confirmation, Contact
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import SYSTEM
from wbv_mentor.outbox.models import OutboxMessage
from wbv_mentor.pathways import deadlines, journal, records
from wbv_mentor.pathways.overdue import fire_overdue
from wbv_mentor.people.links import open_link, token_of

START = datetime(2026, 11, 23, 9, tzinfo=UTC)
OPENS_NOTHING = "Dieser Link führt zu keiner offenen Anfrage."


def errors_on(page: TestResponse) -> str:
    """What the error list of a page says."""
    found = BeautifulSoup(page.text, "html.parser").select_one("#fehler")
    assert found is not None, f"no error list on {page.status}"
    return found.get_text(" ", strip=True)


def mails(template: str) -> list[OutboxMessage]:
    """The mails of one kind."""
    return list(session.scalars(select(OutboxMessage).where(OutboxMessage.template == template)))


def receipt_of(confirmation: Confirmation) -> str:
    """The token of the receipt's link."""
    link = open_link(purpose=RECEIPT, subject_id=confirmation.id, now=clock.now())
    assert link is not None
    return token_of(link)


def test_a_scanner_may_open_everything_and_nothing_happens(client: StrictClient, app: Flask) -> None:
    question = asked()
    token = token_for(question)
    before = rows()
    for _time in range(2):
        for address in ("", "/weitergeben", "/danke", "/wir-melden-uns"):
            client.get(f"/bestaetigen/{token}{address}")
            client.head(f"/bestaetigen/{token}{address}")
            client.get(f"/bestaetigen/{token}{address}", headers={"Sec-Purpose": "prefetch;prerender"})
    page = client.get(f"/bestaetigen/{token}")
    client.submit(page, form=f"/{token}")  # what sends forms by itself sends them as they are: empty
    assert changed(before, rows()) == []
    assert state_of(question.id) == "requested"


def test_the_page_says_what_the_company_has_to_check_and_fills_in_nothing(client: StrictClient) -> None:
    page = question_page(client, asked())
    shown = BeautifulSoup(page.text, "html.parser")
    text = shown.get_text(" ", strip=True)
    for words in (
        "Bedarfsgespräch bestätigen", "Für Metallbau Kessler GmbH", "Völklingen", "50 Minuten",
        "Fertigung (12 Personen)", "Neue Technik und Digitalisierung", "Stimmen diese Angaben?",
        "Dazu möchten wir nichts angeben.", "j…@metallbau.example",
    ):  # fmt: skip
        assert words in text, words
    assert [field.get("value", "") for field in shown.select("input[type=text]")] == ["", ""]
    assert str(shown.title.string if shown.title else "") == "Weiterbildungsverbund Saarland"


def test_yes_is_kept_with_who_said_it_and_leads_to_thanks_and_a_receipt(client: StrictClient) -> None:
    question = asked()
    page = question_page(client, question)
    token = token_for(question)
    done = client.submit(page, answer="yes", **SIGNED)
    again = client.submit(page, answer="yes", **SIGNED)  # a double click
    assert (done.status_code, done.location) == (again.status_code, again.location)
    thanks = client.follow(done).text
    assert "Danke. Ihre Antwort ist angekommen." in thanks
    assert "j…@metallbau.example" in thanks
    question = session.get_one(Confirmation, question.id)
    assert question.state == "confirmed"
    kept = records.values(question, "confirm")
    assert kept == SIGNED
    entries = journal.entries_of(question)
    assert [entry.trigger for entry in entries] == ["start", "confirm", "answer_kept"]
    assert journal.broken_entry(entries) is None
    assert len(mails("company_receipt")) == 1
    assert [mail.recipient for mail in mails("company_answered")] == [f"account:{question.asked_by_id}"]
    used = client.get(f"/bestaetigen/{token}")
    assert used.status_code == 404
    assert OPENS_NOTHING in used.text


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"answer": None, **SIGNED}, "Stimmen diese Angaben?"),
        ({"answer": "yes", "signer_function": "Chef"}, "Ihr Name: Bitte füllen Sie dieses Feld aus."),
        ({"answer": "correct", **SIGNED}, "Was stimmt nicht?"),
        ({"answer": "granted", **SIGNED}, "Wählen Sie eine Antwort aus."),
        ({"answer": "yes", "signer_name": "x" * 201, "signer_function": "Chef"}, "höchstens 200 Zeichen"),
    ],
)
def test_bad_input_comes_back_with_everything_typed(
    client: StrictClient, answers: dict[str, str | None], sentence: str
) -> None:
    question = asked()
    page = client.submit(question_page(client, question), correction=None, **answers)
    assert page.status_code == 422
    if sentence == "Stimmen diese Angaben?":
        sentence = "Ihre Antwort: Wählen Sie eine Antwort aus."
    assert sentence in errors_on(page)
    assert state_of(question.id) == "requested"
    if answers.get("signer_name") == SIGNED["signer_name"]:
        assert "Jürgen Kessler" in page.text


def test_only_what_belongs_to_the_answer_is_kept(client: StrictClient) -> None:
    question = asked()
    page = question_page(client, question)
    client.submit(page, answer="dispute", correction="Das war im Mai", **SIGNED)
    found = session.get_one(Confirmation, question.id)
    assert found.state == "disputed"
    assert records.values(found, "dispute") == SIGNED


def test_a_made_up_or_cut_off_link_looks_like_a_used_one(client: StrictClient) -> None:
    question = asked()
    token = token_for(question)
    texts = set()
    for wrong in (token[:-1], token[:10], f"{token}=", "x" * 43, "%C3%BC", receipt_like(question)):
        page = client.get(f"/bestaetigen/{wrong}")
        assert page.status_code == 404
        found = BeautifulSoup(page.text, "html.parser").select_one("main")
        assert found is not None
        texts.add(found.get_text(" ", strip=True))
    assert len(texts) == 1
    text = texts.pop()
    assert OPENS_NOTHING in text
    assert "Kopieren Sie die ganze Adresse." in text  # whatever is wrong: the page tells nobody which


def receipt_like(question: Confirmation) -> str:
    """A token of the right form for a question that does not exist."""
    return token_for(question)[::-1]


def test_an_expired_link_offers_a_new_one_only_while_the_question_is_open(
    client: StrictClient, app: Flask
) -> None:
    with time_machine.travel(START, tick=False) as hand:
        question = asked()
        token = token_for(question)
        assert [row.due_on for row in deadlines.open_deadlines(question)] == [date(2026, 12, 7)]
        hand.move_to(datetime(2026, 12, 7, 22, 30, tzinfo=UTC))
        assert client.get(f"/bestaetigen/{token}").status_code == 200
        hand.move_to(datetime(2026, 12, 7, 23, 30, tzinfo=UTC))  # half past midnight in Berlin
        late = client.get(f"/bestaetigen/{token}")
        assert late.status_code == 404
        assert fire_overdue() == 1
        assert state_of(question.id) == "expired"
        sent = client.submit(late, email="juergen@metallbau.example")
        assert "haben wir dorthin einen neuen Link geschickt" in client.follow(sent).text
        assert len(mails("company_asked")) == 1


def test_a_new_link_replaces_the_old_one_and_unknown_addresses_learn_nothing(client: StrictClient) -> None:
    question = asked()
    old = token_for(question)
    lost = client.get("/bestaetigen/verloren")
    for address in ("Juergen@Metallbau.example", "fremd@post.example"):
        sent = client.submit(lost, email=address)
        assert sent.location == "/bestaetigen/neuer-link/gesendet"
    assert len(mails("company_asked")) == 2
    assert client.get(f"/bestaetigen/{old}").status_code == 404
    assert question_page(client, question).status_code == 200
    for _time in range(4):
        client.submit(lost, email="juergen@metallbau.example")
    assert len(mails("company_asked")) == 4, "three an hour, the first mail aside"


def test_the_code_leads_to_the_question_however_it_is_typed(client: StrictClient) -> None:
    question = asked()
    link = current_link(question, now=clock.now())
    assert link is not None
    code = code_of(link)
    assert len(code) == 12
    page = client.get("/bestaetigen")
    for typed in (code, code.lower(), code.replace("-", " ")):
        found = client.submit(page, code=typed)
        assert found.location == f"/bestaetigen/{token_for(question)}"
    wrong = client.submit(page, code="7K4Q-M2XD-91")
    assert wrong.status_code == 422
    assert "finden wir keine offene Anfrage" in errors_on(wrong)


def test_codes_cannot_be_tried_out(client: StrictClient) -> None:
    link = current_link(asked(), now=clock.now())
    assert link is not None
    code, page = code_of(link), client.get("/bestaetigen")
    for number in range(CODE.most):
        assert client.submit(page, code=f"AAAA-AAAA-{number:02}").status_code == 422
    for typed in ("AAAA-AAAA-AA", code):
        refused = client.submit(page, code=typed)
        assert refused.status_code == 429
        assert refused.headers["Retry-After"] == "900"


def test_of_two_at_once_one_is_heard(app: Flask) -> None:
    question = asked()
    token = token_for(question)
    clients = [browser(app), browser(app)]
    pages = [client.get(f"/bestaetigen/{token}") for client in clients]
    answers: list[TestResponse] = []

    def send(number: int) -> None:
        with app.app_context():
            answers.append(clients[number].submit(pages[number], answer=("yes", "dispute")[number], **SIGNED))

    threads = [threading.Thread(target=send, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers) == [303, 404]
    session.rollback()
    found = session.get_one(Confirmation, question.id)
    assert found.state in ("confirmed", "disputed")
    assert [entry.trigger for entry in journal.entries_of(found)].count("answer_kept") == 1


def test_the_receipts_link_changes_the_answer_for_seven_days(client: StrictClient, app: Flask) -> None:
    with time_machine.travel(START, tick=False) as hand:
        question = asked()
        client.submit(question_page(client, question), answer="yes", **SIGNED)
        token = receipt_of(question)
        page = client.get(f"/bestaetigen/antwort/{token}")
        assert "Ja, das Gespräch hat so stattgefunden." in page.text
        changed_to = client.submit(page, answer="correct", correction="Es waren 40 Minuten.", **SIGNED)
        assert changed_to.status_code == 303
        assert state_of(question.id) == "corrected"
        assert "Es waren 40 Minuten." in client.follow(changed_to).text
        stale = client.submit(page, answer="dispute", submission=None, **SIGNED)
        assert stale.status_code == 409
        hand.shift(timedelta(days=8))
        late = client.get(f"/bestaetigen/antwort/{token}")
        assert late.status_code == 200
        assert "Antwort ändern" not in late.text
        refused = client.submit(page, answer="dispute", submission=None, row_version="", **SIGNED)
        assert refused.status_code == 422
        assert len(mails("company_receipt")) == 2
        hand.shift(timedelta(days=31))
        assert client.get(f"/bestaetigen/antwort/{token}").status_code == 404


def test_the_company_names_a_colleague_of_the_same_company(client: StrictClient) -> None:
    question = asked()
    a_contact(question.company_id, "Kim Klein", function="Personal")
    page = client.get(f"/bestaetigen/{token_for(question)}/weitergeben")
    assert "Kim Klein (Personal)" in page.text
    foreign = client.submit(page, colleague_name="Alex Amt", colleague_email="alex@gmx.example", **SIGNED)
    assert foreign.status_code == 422
    assert "gehört nicht zu Ihrem Betrieb" in errors_on(foreign)
    done = client.submit(page, colleague_name="Alex Amt", colleague_email="Alex@Metallbau.example", **SIGNED)
    assert "Wir wenden uns an die zuständige Person" in client.follow(done).text
    assert state_of(question.id) == "passed_on"
    other = session.scalars(select(Confirmation).where(Confirmation.id != question.id)).one()
    assert other.statement == session.get_one(Confirmation, question.id).statement
    assert "Guten Tag Alex Amt" in question_page(client, other).text


def test_only_the_works_council_answers_for_itself(client: StrictClient) -> None:
    question = asked("C7", facts={"course": "CNC", "persons": 12})
    a_contact(question.company_id, "Kim Klein", function="Personal")
    page = client.get(f"/bestaetigen/{token_for(question)}/weitergeben")
    assert "Kim Klein" not in page.text
    assert "colleague_email" not in page.text


def test_a_question_back_keeps_the_link_and_tells_the_asker(client: StrictClient, app: Flask) -> None:
    with time_machine.travel(START, tick=False):
        question = asked("C0", facts={"agreement": "written", "agreement_on": date(2026, 3, 1)})
        sent = client.submit(
            question_page(client, question), answer="question", question="Wer unterschreibt?", **SIGNED
        )
        assert "Wir melden uns" in client.follow(sent).text
        assert [mail.recipient for mail in mails("company_question")] == [f"account:{question.asked_by_id}"]
        assert question_page(client, question).status_code == 200
        assert open_link(purpose=LINK, subject_id=question.id, now=clock.now()) is not None


def test_a_contact_who_left_answers_nothing_any_more(client: StrictClient) -> None:
    question = asked()
    token, link = token_for(question), current_link(question, now=clock.now())
    assert link is not None
    code = code_of(link)
    with unit_of_work():
        contact = session.get_one(Contact, question.contact_id)
        end_contact(contact=contact, by=SYSTEM, now=clock.now())
    assert OPENS_NOTHING in client.get(f"/bestaetigen/{token}").text
    assert link_of_code(code, now=clock.now()) is None
    assert state_of(question.id) == "requested"
