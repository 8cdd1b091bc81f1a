"""Bad input on every form of a case: the page comes back with an error list, and what was typed stays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.case_visits import at, dangling, enter, errors_of, see
from tests.factories import case_at, fire, fresh, mentor_of, move_application, on_behalf, today
from tests.strict_client import StrictClient, filled_in
from wbv_mentor.cases.models import Case, Offer, Talk
from wbv_mentor.db import session
from wbv_mentor.funding.queries import applications_of

ONLY_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
# Where a form stands, and what it is asked in.
PLACES = {
    "contact": ("/cases/new",),
    "consent_pending": ("/transitions/give_consent",),
    "intake": (
        "/forms/reachability",
        "/forms/concern",
        "/forms/intake",
        "/talks/new",
        "/tasks/new",
        "/transitions/pause",
        "/transitions/hand_over",
        "/transitions/close_without_course",
        "/transitions/withdraw_consent",
        "/consents/new",
        "/referral",
    ),
    "needs_assessment": ("/forms/needs_assessment",),
    "offers": ("/offers/new", "/transitions/agree_plan"),
    "plan_agreed": ("/transitions/book_course", "/release", "/course-dates", "/employer"),
    "booked": ("/transitions/revise_offers",),
    "in_course": ("/transitions/interrupt_course", "/transitions/finish_course", "/forms/attendance"),
    "follow_up": ("/forms/follow_up_4_weeks", "/transitions/book_next_course", "/exam-result"),
}
NASTY = {
    "html": "<script>alert(1)</script><b>fett",
    "emoji": "Weiter 🎓 so 👩🏽‍🏭",
    "right_to_left": "\u202eabc שלום العربية",
    "long_name": "Maximiliane " * 17,
    "very_long": "ü" * 6000,
    "control": "vor\x00nach",
    "spaces": "   \t ",
    "formula": "=1+2; DROP TABLE mentee_case; --",
}


def form_of(page: TestResponse) -> Tag:
    """The form that the page is about."""
    forms = BeautifulSoup(page.text, "html.parser").select("main form.wbv-form")
    assert len(forms) == 1, f"{len(forms)} forms on {page.request.path}"
    return forms[0]


def send(client: StrictClient, page: TestResponse, data: dict[str, Any]) -> TestResponse:
    """Send the page's form with exactly these answers and its hidden fields."""
    form = form_of(page)
    hidden = {tag["name"]: tag["value"] for tag in form.find_all("input", type="hidden")}
    return client.post(str(form.get("action") or page.request.path), data={**hidden, **data})


def texts_of(form: Tag) -> dict[str, Tag]:
    """The fields into which people type."""
    return {
        str(tag["name"]): tag
        for tag in form.find_all(["input", "textarea"])
        if tag.name == "textarea" or tag.get("type") in ("text", "email", "tel", "search")
    }


def shown(page: TestResponse, name: str) -> str:
    tag = texts_of(form_of(page))[name]
    return tag.text.removeprefix("\n") if tag.name == "textarea" else str(tag.get("value", ""))


def address(case: Case, below: str) -> str:
    return below if below == "/cases/new" else at(case, below)


@ONLY_SQLITE
@pytest.mark.parametrize("state", PLACES)
def test_bad_input_comes_back(app: Flask, state: str) -> None:
    case = case_at(state)
    client = enter(app, mentor_of(case))

    for below in PLACES[state]:
        page = see(client, address(case, below))
        texts = texts_of(form_of(page))
        asked = "input[type=radio], input[type=checkbox], select"
        choices = {str(tag["name"]) for tag in form_of(page).select(asked)}
        assert texts or choices, below
        for kind, text in NASTY.items():
            # Radio buttons get an answer that is not on offer, so that nothing is done by chance.
            answer = send(
                client, page, dict.fromkeys(texts, text) | dict.fromkeys(choices, "nicht im Angebot")
            )
            check_refusal(answer, f"{below}, {kind}")
            for name in texts:
                changed = kind in ("control", "right_to_left")  # shown without what could not be seen
                assert changed or shown(answer, name) == text, f"{below}: {name} lost {kind}"
        empty = send(client, page, dict.fromkeys(texts, ""))
        if below == "/employer":  # "sage ich nicht" is allowed
            assert empty.status_code == 303
        else:
            check_refusal(empty, f"{below}, empty")


def check_refusal(answer: TestResponse, what: str) -> None:
    """The page came back: 422, an error list whose links lead to fields, nothing of it as markup."""
    assert answer.status_code == 422, f"{what}: {answer.status}"
    assert "<title>Fehler: " in answer.text, what
    assert errors_of(answer), what
    assert not dangling(answer), what
    assert "<script>alert" not in answer.text, what


@ONLY_SQLITE
@pytest.mark.parametrize(
    ("state", "below"),
    [
        ("plan_agreed", "/course-dates"),
        ("plan_agreed", "/transitions/book_course"),
        ("follow_up", "/transitions/book_next_course"),
    ],
)
def test_an_end_before_the_start_names_both_dates(app: Flask, state: str, below: str) -> None:
    case = case_at(state)
    client = enter(app, mentor_of(case))
    page = see(client, at(case, below))

    answer = send(
        client, page, filled_in(form_of(page)) | {"course_start": "10.3.2031", "course_end": "3.3.2031"}
    )

    assert answer.status_code == 422
    assert "3. März 2031" in errors_of(answer)
    assert "10. März 2031" in errors_of(answer)
    assert shown(answer, "course_end") == "3.3.2031"


@ONLY_SQLITE
@pytest.mark.parametrize("text", ["31.2.2031", "12.13.2031", "morgen", "3.3.", "0.0.0000", "3.3.99999"])
def test_a_date_the_calendar_does_not_know(app: Flask, text: str) -> None:
    case = case_at("intake")
    client = enter(app, mentor_of(case))
    page = see(client, at(case, "/tasks/new"))

    answer = send(client, page, {"title": "Anrufen", "due_on": text})

    assert answer.status_code == 422
    assert shown(answer, "due_on") == text
    assert shown(answer, "title") == "Anrufen"


@ONLY_SQLITE
@pytest.mark.parametrize(
    ("text", "kept"), [("2.480,00", "2480.00"), ("2480", "2480.00"), ("2 480,5 €", "2480.50")]
)
def test_amounts_as_germans_write_them(app: Flask, text: str, kept: str) -> None:
    case = case_at("offers")
    client = enter(app, mentor_of(case))
    page = see(client, at(case, "/offers/new"))

    refused = send(client, page, {"title": "Kurs", "provider": "VHS", "price_eur": "ca. 2500"})
    assert refused.status_code == 422
    assert "Kurskosten in Euro: Geben Sie" in errors_of(refused)
    assert shown(refused, "price_eur") == "ca. 2500"
    taken = send(client, page, {"title": "Kurs", "provider": "VHS", "price_eur": text})

    assert taken.status_code == 303
    session.expire_all()
    assert str(session.scalars(select(Offer.price_eur).order_by(Offer.id.desc())).first()) == kept


def test_a_double_click_does_the_thing_once(app: Flask) -> None:
    case = case_at("intake")
    client = enter(app, mentor_of(case))
    page = see(client, at(case, "/talks/new"))
    before = session.scalar(select(func.count(Talk.id)))
    data = {"held_on": f"{today().day}.{today().month}.{today().year}", "kind": "phone", "minutes": "20"}

    answers = [send(client, page, data) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    session.expire_all()
    assert session.scalar(select(func.count(Talk.id))) == (before or 0) + 1


def test_a_stale_page_says_what_changed_and_keeps_the_text(app: Flask) -> None:
    case = case_at("intake")
    client = enter(app, mentor_of(case))
    page = see(client, at(case, "/forms/intake"))
    fire(case, "close_without_course", by=mentor_of(case), data={"outcome_code": "informed"})
    fire(case, "reopen_case", by=mentor_of(case), data=on_behalf())

    answer = send(
        client,
        page,
        {
            "goal": "Ein langer, mühsam getippter Satz über das Ziel",
            "company_may_know": "later",
            "highest_qualification": "none",
            "concern": "advance",
        },
    )

    assert answer.status_code == 409
    assert "Fall wieder geöffnet" in errors_of(answer)
    assert shown(answer, "goal") == "Ein langer, mühsam getippter Satz über das Ziel"
    again = send(client, answer, filled_in(form_of(answer)))
    assert again.status_code == 303, errors_of(again)


def test_a_transition_sent_twice_answers_the_first_result(app: Flask) -> None:
    case = case_at("intake")
    client = enter(app, mentor_of(case))
    address_ = at(case, "/transitions/withdraw_consent")
    page = see(client, address_)
    day = f"{today().day}.{today().month}.{today().year}"

    answers = [send(client, page, {"way": "paper", "given_on": day}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert {answer.location for answer in answers} == {"/cases"}
    fresh_one = client.post(address_, data={"submission": fresh()})
    assert fresh_one.status_code in (400, 404)


@ONLY_SQLITE
def test_a_refusal_names_its_field_once(app: Flask) -> None:
    case = case_at("intake")
    client = enter(app, mentor_of(case))
    later = today() + timedelta(days=3)
    data = {"held_on": f"{later.day}.{later.month}.{later.year}", "kind": "phone", "minutes": "20"}

    answer = send(client, see(client, at(case, "/talks/new")), data)

    assert answer.status_code == 422
    assert "Ein Gespräch, das noch kommt, ist eine Aufgabe." in answer.text
    assert "Datum: Datum:" not in answer.text


@ONLY_SQLITE
def test_a_day_ahead_is_no_day_on_which_a_notice_was_sent(app: Flask) -> None:
    case = case_at("funding")
    mentor, row = mentor_of(case), applications_of(case)[0]
    sent = {"submitted_on": today(), "way": "online", "proof": "Beleg"}
    move_application(row, "submit", by=mentor, data=sent)
    client = enter(app, mentor)
    wrong = today() + timedelta(days=365)  # the year mistyped
    data = {"notice_sent_on": f"{wrong.day}.{wrong.month}.{wrong.year}", "instruction": "yes"}

    answer = send(client, see(client, at(case, f"/applications/{row.number}/transitions/reject")), data)

    assert answer.status_code == 422
    assert 'href="#notice_sent_on"' in answer.text
    assert "Das Datum liegt in der Zukunft." in answer.text
    session.expire_all()
    assert row.state == "submitted"
