"""Asking the employer about a person: only with the yes to just that, and in no other word than these."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.case_visits import enter
from tests.company_questions import SIGNED, a_company, a_contact, state_of, token_for
from tests.factories import (
    a_coordinator,
    a_mentor,
    booking,
    case_at,
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
from tests.smtp_sink import SmtpSink
from tests.strict_client import StrictClient
from wbv_mentor import clock, jobs
from wbv_mentor.cases import actions, consent
from wbv_mentor.cases.consent import TEXT_VERSION
from wbv_mentor.cases.letters.links import current_link
from wbv_mentor.cases.models import Case, EmployerRequest, Offer
from wbv_mentor.cases.path.release import answer_mark, release_confirmed, times_to_accept
from wbv_mentor.cases.queries import case_list, waiting_for_others
from wbv_mentor.companies.links import code_of
from wbv_mentor.companies.links import current_link as current_question_link
from wbv_mentor.companies.models import Company, Confirmation, Contact
from wbv_mentor.companies.queries import directory
from wbv_mentor.config import Settings
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Refused, Stale
from wbv_mentor.pathways import journal
from wbv_mentor.pathways.advance import advance
from wbv_mentor.people.links import token_of
from wbv_mentor.people.models import Account

if TYPE_CHECKING:
    from tests.conftest import MakeSettings

PLANTED = {
    "alias": "Kanarienvogel", "email": "zoe.privat@post.example", "goal": "Raus aus dem Betrieb",
    "keywords": "Schulden und Familie",
}  # fmt: skip


@pytest.fixture
def settings(make_settings: MakeSettings, smtp_sink: SmtpSink) -> Settings:
    return make_settings(smtp_url=smtp_sink.url, mail_from="wbv@ak.example")


def a_case() -> Case:
    """A case whose person works at a company of the directory; full of what nobody there may know."""
    company = a_company()
    mentor = a_mentor(company_id=company)
    case = case_at("plan_agreed", mentor=mentor, alias=PLANTED["alias"])
    do(
        actions.change_reachability, by=mentor, case=case,
        data={
            "channel": "email", "email": PLANTED["email"], "no_calls_at_work": True, "first_name": "Zoë",
            "last_name": "Zander",
        },
    )  # fmt: skip
    do(actions.change_employer, by=mentor, case=case, employer=None, workplace="Halle 7", company_id=company)
    offer = session.scalars(select(Offer).where(Offer.case_id == case.id)).first()
    do(actions.choose_offer, by=mentor, offer=offer)
    talk = {"held_on": clock.today(), "kind": "phone", "minutes": "30", "keywords": PLANTED["keywords"]}
    do(actions.record_talk, by=mentor, case=case, data=talk)
    return case


def prepared(case: Case) -> EmployerRequest:
    """The drafted question."""
    known = session.scalars(select(Contact.id).where(Contact.company_id == case.employer_id)).first()
    contact = known or a_contact(int(case.employer_id or 0))
    made: EmployerRequest = do(
        actions.prepare_request, by=Actor("mentor", case.mentor_id), case=case,
        contact=session.get_one(Contact, contact), times="Mo bis Fr, 8 bis 16 Uhr",
    )  # fmt: skip
    return made


def allowed(request: EmployerRequest) -> EmployerRequest:
    """The mentee said yes on her own page."""
    do(
        actions.allow_request, by=mentee_of(request.case), request=request, way="link",
        given_on=clock.today(), text_version=TEXT_VERSION,
    )  # fmt: skip
    return request


def sent(request: EmployerRequest) -> Confirmation:
    """The mentor has sent it."""
    made: Confirmation = do(actions.send_request, by=Actor("mentor", request.case.mentor_id), request=request)
    return made


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
    fire(case, "book_course", by=mentor, data=booking(release="confirmed", release_reason=None))
    assert case.state == "booked"


def corrected(case: Case, **named: Any) -> Confirmation:
    """The company releases the person, but at other times."""
    question = sent(allowed(prepared(case)))
    with unit_of_work():
        advance(
            instance=question, trigger="correct", by=Actor("company", question.id), now=clock.now(),
            submission=fresh(), data={**SIGNED, **named},
        )  # fmt: skip
    return question


def accept(case: Case, *, by: Actor, shown: str | None = None, **more: Any) -> None:
    """Accept the times of the answer that stands."""
    waits = times_to_accept(case)
    mark = answer_mark(waits) if waits is not None else ""
    do(actions.accept_times, by=by, case=case, shown=mark if shown is None else shown, **more)


def test_other_times_count_once_the_person_accepts_them(client: StrictClient, app: Flask) -> None:
    case = a_case()
    corrected(case, other_times="dienstags bis samstags")
    mentor = Actor("mentor", case.mentor_id)
    dates: dict[str, Any] = {"course_start": case.course_start, "course_end": case.course_end}
    with pytest.raises(Refused, match="muss sie erst annehmen"):
        fire(case, "book_course", by=mentor, data=booking(release="confirmed", release_reason=None, **dates))
    link = current_link(case, now=clock.now())
    assert link is not None
    page = client.get(f"/meine-beratung/{token_of(link)}")
    assert "Passen diese Zeiten für Sie?" in page.text
    assert "dienstags bis samstags" in page.text
    done = client.submit(page, form="/andere-zeiten")
    assert "Passen diese Zeiten für Sie?" not in client.follow(done).text
    assert release_confirmed(case)
    fire(case, "book_course", by=mentor, data=booking(release="confirmed", release_reason=None, **dates))
    assert case.state == "booked"


def test_accepted_dates_bind_the_booking(app: Flask) -> None:
    case = a_case()
    assert case.course_start is not None
    later = case.course_start + timedelta(days=14)
    corrected(case, other_start=later)
    mentor = Actor("mentor", case.mentor_id)
    with pytest.raises(Refused, match="wie die Person das erklärt hat"):
        accept(case, by=mentor)
    accept(case, by=mentor, way="paper")
    data = booking(
        release="confirmed", release_reason=None, course_start=case.course_start, course_end=case.course_end
    )
    with pytest.raises(Refused, match="Der Betrieb stellt vom"):
        fire(case, "book_course", by=mentor, data=data)
    fire(case, "book_course", by=mentor, data=data | {"course_start": later})
    assert case.course_start == later
    with pytest.raises(Refused, match="keine Antwort des Betriebs"):
        accept(case, by=mentor, way="spoken")


def test_a_second_answer_between_looking_and_pressing_is_not_accepted_unseen(
    client: StrictClient, app: Flask
) -> None:
    case = a_case()
    corrected(case, other_times="dienstags bis samstags")
    link = current_link(case, now=clock.now())
    assert link is not None
    read = client.get(f"/meine-beratung/{token_of(link)}")
    corrected(case, other_times="nur nachts")
    pressed = client.submit(read, form="/andere-zeiten")
    assert pressed.status_code == 409
    assert "Angenommen ist noch nichts" in pressed.text
    assert "nur nachts" in pressed.text
    assert not release_confirmed(case)
    again = client.submit(pressed, form="/andere-zeiten")
    twice = client.submit(pressed, form="/andere-zeiten")
    assert (again.status_code, twice.status_code) == (303, 303)
    session.rollback()
    entries = [entry.trigger for entry in journal.entries_of(case)]
    assert entries.count("times_accepted") == 1
    assert release_confirmed(case)


def test_the_mentor_enters_it_for_the_answer_that_was_shown(app: Flask) -> None:
    case = a_case()
    corrected(case, other_times="dienstags bis samstags")
    client = enter(app, Actor("mentor", case.mentor_id))
    read = client.get(f"/cases/{case.reference}/other-times")
    assert "dienstags bis samstags" in read.text
    corrected(case, other_times="nur nachts")
    pressed = client.submit(read, way="spoken")
    assert pressed.status_code == 409
    assert "nur nachts" in pressed.text
    assert not release_confirmed(case)
    assert client.submit(pressed, way="spoken").status_code == 303
    session.rollback()
    assert release_confirmed(case)


@pytest.mark.parametrize("shown", ["", "7", "1.1", "0.0", "x" * 500, "' OR 1=1 --"])
def test_a_mark_that_was_never_given_out_accepts_nothing(app: Flask, shown: str) -> None:
    case = a_case()
    corrected(case, other_times="dienstags bis samstags")
    with pytest.raises(Stale, match="Angenommen ist noch nichts"):
        accept(case, by=mentee_of(case), shown=shown)
    assert not release_confirmed(case)


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
    for typed in (question.number, f" {question.number.lower()} "):
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
