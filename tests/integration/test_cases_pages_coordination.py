"""What the coordination does with cases, and a handover from question to answer."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from tests.case_visits import at, enter, errors_of, see
from tests.factories import (
    a_coordinator,
    a_mentor,
    case_at,
    hand_over,
    mentor_of,
    new_case,
    on_behalf,
    today,
)
from tests.factories import fire as fire_it
from tests.mentee_visits import visit
from wbv_mentor.cases.models import Consent, Handover, LookInto
from wbv_mentor.db import session

GERMAN = f"{today().day}.{today().month}.{today().year}"


def test_content_opens_with_a_reason_that_the_mentee_reads(app: Flask) -> None:
    case = case_at("intake")
    client = enter(app, a_coordinator())
    assert "Ada" not in see(client, at(case)).text
    see(client, at(case, "/deadlines"), 403)

    without = client.submit(see(client, at(case, "/look-into")), form=at(case, "/look-into"), reason="")
    assert without.status_code == 422
    done = client.submit(see(client, at(case, "/look-into")), reason="Bitte der Person um Hilfe")

    assert done.status_code == 303, errors_of(done)
    assert "Ada" in see(client, at(case)).text
    assert session.scalars(select(LookInto.reason)).all() == ["Bitte der Person um Hilfe"]
    assert "Bitte der Person um Hilfe" in visit(app.test_client(), case).text  # type: ignore[arg-type]
    assert "Bitte der Person um Hilfe" in see(enter(app, mentor_of(case)), at(case)).text


def test_the_original_on_paper_is_ticked(app: Flask) -> None:
    case = new_case(way="paper")
    fire_it(case, "request_consent", by=mentor_of(case))
    fire_it(
        case,
        "give_consent",
        by=mentor_of(case),
        data={"case_work": True, "original_to_ak": True, **on_behalf()},
    )
    client = enter(app, a_coordinator())
    number = session.scalars(select(Consent.id).where(Consent.purpose == "case_work")).one()
    below = at(case, f"/consents/{number}/arrived")
    assert below in see(client, "/").text

    done = client.submit(see(client, below), arrived_on=GERMAN)

    assert done.status_code == 303, errors_of(done)
    session.expire_all()
    assert session.get_one(Consent, number).original_arrived_on == today()
    assert below not in see(client, "/").text
    see(enter(app, mentor_of(case)), below, 403)


def test_a_handover_is_accepted(app: Flask) -> None:
    case = case_at("offers")
    old = mentor_of(case)
    receiver = hand_over(case)
    new = enter(app, receiver)
    number = session.scalars(select(Handover.id)).one()
    assert f"/handovers/{number}" in see(new, "/").text
    see(new, at(case), 404)
    page = see(new, f"/handovers/{number}")
    assert "Ada" not in page.text
    see(enter(app, a_mentor()), f"/handovers/{number}", 404)

    answers = [new.submit(page, form=f"/handovers/{number}", button="accept") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == at(case)
    see(new, at(case))
    see(enter(app, old), at(case), 404)


def test_a_handover_is_refused(app: Flask) -> None:
    case = case_at("offers")
    old = mentor_of(case)
    new = enter(app, hand_over(case))
    number = session.scalars(select(Handover.id)).one()

    answer = new.submit(see(new, f"/handovers/{number}"), form=f"/handovers/{number}", button="refuse")

    assert answer.location == "/"
    session.expire_all()
    assert (case.state, case.mentor_id) == ("offers", old.id)


def test_tries_and_the_way_on_without_a_mentor(app: Flask) -> None:
    case = case_at("awaiting_mentor")
    client = enter(app, a_coordinator())
    page = see(client, "/")
    assert "Fälle ohne Begleitung (1)" in page.text
    assert at(case) in page.text

    noted = client.submit(see(client, at(case, "/tries")), channel="phone")

    assert noted.status_code == 303, errors_of(noted)
    assert "Versuch, die Person zu erreichen: Telefon" in see(client, at(case)).text
    assert at(case, "/transitions/hand_over") in see(client, at(case)).text


def test_a_legal_hold_is_set_and_ended(app: Flask) -> None:
    case = case_at("closed")
    client = enter(app, a_coordinator())

    for held in (True, False):
        done = client.submit(see(client, at(case, "/hold")), form=at(case, "/hold"))
        assert done.status_code == 303
        session.expire_all()
        assert case.legal_hold is held


def test_before_consent_nothing_but_the_alias_is_asked(app: Flask) -> None:
    case = case_at("consent_pending")
    client = enter(app, mentor_of(case))

    page = see(client, at(case, "/forms/reachability"), 422)

    assert "Es fehlt die Einwilligung." in page.text
    assert at(case, "/link") in page.text
