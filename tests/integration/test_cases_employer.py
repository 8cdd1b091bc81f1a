"""Asking the employer about a person: only with the yes to just that, and in no other word than these."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.company_questions import SIGNED, a_contact, state_of, token_for
from tests.factories import (
    a_coordinator,
    booking,
    days_later,
    do,
    fire,
    fresh,
    mentee_of,
    on_behalf,
    system_acts,
    withdraw,
)
from tests.found_words import everything_with
from tests.releases import PLANTED, a_case, accept, allowed, answered, prepared, sent
from tests.smtp_sink import SmtpSink
from tests.strict_client import StrictClient
from tests.world import changed, rows
from wbv_mentor import clock, jobs
from wbv_mentor.cases import actions, consent
from wbv_mentor.cases.letters.links import current_link
from wbv_mentor.cases.models import Case, EmployerRequest
from wbv_mentor.cases.path.release import release_confirmed
from wbv_mentor.cases.queries import case_list, waiting_for_others
from wbv_mentor.companies.answering.asked import asked_of
from wbv_mentor.companies.contacts import end_contact
from wbv_mentor.companies.links import code_of
from wbv_mentor.companies.links import current_link as current_question_link
from wbv_mentor.companies.models import Company, Confirmation, Contact
from wbv_mentor.companies.queries import directory
from wbv_mentor.config import Settings
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Refused
from wbv_mentor.pathways import journal
from wbv_mentor.pathways.advance import advance
from wbv_mentor.people.links import token_of
from wbv_mentor.people.models import Account

if TYPE_CHECKING:
    from tests.conftest import MakeSettings


@pytest.fixture
def settings(make_settings: MakeSettings, smtp_sink: SmtpSink) -> Settings:
    return make_settings(smtp_url=smtp_sink.url, mail_from="wbv@ak.example")


def test_without_the_yes_nothing_is_sent(app: Flask) -> None:
    request = prepared(a_case())
    with pytest.raises(Refused, match="fehlt die Einwilligung"):
        sent(request)
    do(actions.decline_request, by=mentee_of(request.case), request=request)
    with pytest.raises(Refused, match="fehlt die Einwilligung"):
        sent(request)
    assert session.scalars(select(Confirmation)).all() == []
    with pytest.raises(Refused, match="mündlich nicht"):
        do(
            actions.allow_request, by=Actor("mentor", request.case.mentor_id), request=request,
            **on_behalf("spoken"),
        )  # fmt: skip


def test_the_mentee_reads_the_exact_words_and_allows_just_them(client: StrictClient, app: Flask) -> None:
    request = prepared(a_case())
    link = current_link(request.case, now=clock.now())
    assert link is not None
    page = client.get(f"/meine-beratung/{token_of(link)}")
    for words in (
        "Dürfen wir Ihren Betrieb das fragen?",
        "Jürgen Kessler",
        "Zoë Zander",
        "Mo bis Fr, 8 bis 16 Uhr",
    ):
        assert words in page.text
    done = client.submit(page, form="/erlauben")
    assert "schickt die Anfrage an den Betrieb" in client.follow(done).text
    session.rollback()
    request = session.get_one(EmployerRequest, request.id)
    assert consent.alive(request.case, "employer_participation", f"contact:{request.contact_id}") is not None
    assert sent(request).state == "requested"


def test_the_company_learns_person_course_and_dates_and_nothing_else(
    client: StrictClient, smtp_sink: SmtpSink
) -> None:
    case = a_case()
    question = sent(allowed(prepared(case)))
    jobs.run("outbox")
    [mail] = [one for one in smtp_sink.messages if "metallbau" in one["X-Envelope-To"]]
    assert "Zoë" not in mail["Subject"]
    page = client.get(f"/bestaetigen/{token_for(question)}")
    thanks = client.follow(client.submit(page, answer="yes", **SIGNED))
    jobs.run("outbox")
    receipt = [one for one in smtp_sink.messages if "metallbau" in one["X-Envelope-To"]][-1]
    mentor = session.get_one(Account, case.mentor_id)
    never = [
        str(case.reference), PLANTED["alias"], PLANTED["email"], PLANTED["keywords"], "Halle 7", "Schritt",
        mentor.display_name, mentor.email, "Beratungsfall", "Plan",
    ]  # fmt: skip
    for text in (page.text, thanks.text, str(mail.get_content()), str(receipt.get_content())):
        assert [words for words in never if words in text] == []
    for words in ("Zoë Zander", str(case.course_title)):
        assert words in page.text
        assert words in str(mail.get_content())


def test_a_yes_opens_the_booking_and_so_does_an_answer_by_phone(client: StrictClient, app: Flask) -> None:
    case = a_case()
    question = sent(allowed(prepared(case)))
    mentor = Actor("mentor", case.mentor_id)
    with pytest.raises(Refused, match="noch nicht bestätigt"):
        fire(case, "book_course", by=mentor, data=booking(release="confirmed", release_reason=None))
    phoned: dict[str, Any] = {
        "answered_on": clock.today(), "answered_by": "Jo Kessler", "answered_as": "Personal",
    }  # fmt: skip
    coordinator = a_coordinator()
    with unit_of_work():
        advance(
            instance=question, trigger="confirm_by_phone", by=coordinator, now=clock.now(),
            submission=fresh(), data=phoned,
        )  # fmt: skip
    assert release_confirmed(case)
    dates: dict[str, Any] = {"course_start": case.course_start, "course_end": case.course_end}
    fire(case, "book_course", by=mentor, data=booking(release="confirmed", release_reason=None, **dates))
    assert case.state == "booked"


def test_a_withdrawn_consent_takes_the_question_back_and_the_link_opens_nothing(
    client: StrictClient, app: Flask
) -> None:
    request = allowed(prepared(a_case()))
    question = sent(request)
    token = token_for(question)
    row = consent.alive(request.case, "employer_participation")
    assert row is not None
    do(actions.withdraw_consent, by=mentee_of(request.case), consent=row, way="link")
    assert state_of(question.id) == "revoked"
    assert client.get(f"/bestaetigen/{token}").status_code == 404


def test_the_company_names_only_whom_the_consent_names(client: StrictClient, app: Flask) -> None:
    case = a_case()
    question = sent(allowed(prepared(case)))
    a_contact(question.company_id, "Kim Klein")
    page = client.get(f"/bestaetigen/{token_for(question)}/weitergeben")
    assert "Kim Klein" not in page.text
    done = client.submit(page, **SIGNED)
    assert "Wir klären, an wen wir uns wenden" in client.follow(done).text
    assert state_of(question.id) == "passed_on"
    assert len(session.scalars(select(Confirmation)).all()) == 1


@pytest.mark.parametrize("answer", [None, "confirm", "correct"])
def test_an_erased_case_leaves_the_company_nothing_to_read(
    client: StrictClient, app: Flask, smtp_sink: SmtpSink, answer: str | None
) -> None:
    case = a_case()
    question = sent(allowed(prepared(case)))
    link = current_question_link(question, now=clock.now())
    assert link is not None
    token, code = token_of(link), code_of(link)
    said = {**SIGNED, "other_times": "nur nachts"} if answer == "correct" else SIGNED
    if answer is not None:
        with unit_of_work():
            advance(
                instance=question, trigger=answer, by=Actor("company", question.id), now=clock.now(),
                submission=fresh(), data=said,
            )  # fmt: skip
    jobs.run("outbox")
    withdraw(case)
    jobs.run("outbox")
    before = len(smtp_sink.messages)
    with days_later(8):
        jobs.run("reminders")  # the person was told twice before anything goes
        jobs.run("outbox")
        assert system_acts() >= 1
        session.expire_all()
        assert session.get_one(Case, case.id).state == "erased"
        kept = session.get_one(Confirmation, question.id)
        assert kept.statement == {}
        assert everything_with("Zander") == everything_with("nur nachts") == []
        assert client.get(f"/bestaetigen/{token}").status_code == 404
        typed = client.submit(client.get("/bestaetigen"), code=code)
        assert "Zander" not in typed.text
        assert typed.status_code == 422
        jobs.run("outbox")
        later = smtp_sink.messages[before:]
        assert [one["X-Envelope-To"] for one in later if "metallbau" in one["X-Envelope-To"]] == []
    assert journal.broken_entry(journal.entries_of(question)) is None


def test_a_question_is_found_by_the_number_that_is_read_out_on_the_telephone(app: Flask) -> None:
    case = a_case()
    question, coordinator = sent(allowed(prepared(case))), a_coordinator()
    printed = asked_of(question).number
    assert printed.startswith("B-")
    for typed in (
        printed,
        printed.lower(),
        question.number,
        f" {question.number.lower()} ",
        f"B {question.number}",
    ):
        found = case_list(actor=coordinator, today=clock.today(), search=typed)
        assert [row.reference for row in found.rows] == [case.reference]
        assert directory(select(Company), search=typed).companies == []  # about a person: in its case alone


def test_the_mentor_sees_what_the_company_and_the_person_still_have_to_say(app: Flask) -> None:
    case = a_case()
    mentor = Actor("mentor", case.mentor_id)

    def waits() -> list[tuple[str, str]]:
        found = waiting_for_others(actor=mentor, today=clock.today())
        return [(str(one.text), str(one.whom)) for one in found if one.kind == "question"]

    request = prepared(case)
    assert waits() == [("Einwilligung zur Anfrage an den Betrieb", "Ratsuchende Person")]
    allowed(request)
    assert waits() == []
    question = sent(request)
    assert waits() == [("Antwort des Betriebs auf Ihre Anfrage", "Jürgen Kessler, Metallbau Kessler GmbH")]
    with unit_of_work():
        advance(
            instance=question, trigger="confirm", by=Actor("company", question.id), now=clock.now(),
            submission=fresh(), data=SIGNED,
        )  # fmt: skip
    assert waits() == []
    second = answered(case, "correct", other_times="nur nachts")
    assert waits() == [("Antwort auf die anderen Zeiten des Betriebs", "Ratsuchende Person")]
    accept(case, by=mentee_of(case))
    assert waits() == []
    assert second.state == "corrected"


def test_a_link_about_a_person_opens_one_question_to_one_contact_and_only_while_it_is_open(
    client: StrictClient, app: Flask, smtp_sink: SmtpSink
) -> None:
    question = sent(allowed(prepared(a_case())))
    address = f"/bestaetigen/{token_for(question)}"
    before = rows()
    for way in ("", "/weitergeben", "/danke"):  # a scanner, a preview, a browser that fetches ahead
        client.head(address + way)
        client.get(address + way, headers={"Sec-Purpose": "prefetch;prerender", "Purpose": "prefetch"})
    first, second = client.get(address), client.get(address)  # two tabs
    assert changed(before, rows()) == []
    assert client.submit(first, answer="yes", **SIGNED).status_code == 303
    other = client.submit(second, answer="no", **SIGNED)
    assert (other.status_code, state_of(question.id)) == (404, "confirmed")
    assert "Dieser Link führt zu keiner offenen Anfrage." in other.text
    assert "Zander" not in other.text


def test_nobody_answers_about_a_person_for_a_contact_who_left(client: StrictClient, app: Flask) -> None:
    question = sent(allowed(prepared(a_case())))
    page = client.get(f"/bestaetigen/{token_for(question)}")
    coordinator = a_coordinator()
    with unit_of_work():
        left = session.get_one(Contact, question.contact_id)
        end_contact(contact=left, by=coordinator, now=clock.now())
    late = client.submit(page, answer="yes", **SIGNED)
    assert (late.status_code, state_of(question.id)) == (404, "requested")
    with days_later(15):
        assert client.get(page.request.path).status_code == 404


def test_other_times_on_the_telephone_have_to_name_a_time(app: Flask) -> None:
    question = sent(allowed(prepared(a_case())))
    phoned: dict[str, Any] = {
        "answered_on": clock.today(), "answered_by": "Jo Kessler", "answered_as": "Personal",
    }  # fmt: skip

    coordinator = a_coordinator()

    def record(**said: Any) -> None:
        with unit_of_work():
            advance(
                instance=question, trigger="correct_by_phone", by=coordinator, now=clock.now(),
                submission=fresh(), data={**phoned, **said},
            )  # fmt: skip

    with pytest.raises(Refused, match="füllen Sie dieses Feld aus"):
        record()
    record(other_times="nur nachmittags")
    assert state_of(question.id) == "corrected"
