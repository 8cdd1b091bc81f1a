"""A new case through the browser: consent first, then how to reach the person, then the concern."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.case_visits import at, enter, errors_of, see
from tests.factories import a_coordinator, a_mentor, case_at, mentor_of, today
from tests.mentee_visits import address_of
from wbv_mentor.cases.models import Case, Task
from wbv_mentor.db import session
from wbv_mentor.pathways import records

GERMAN = f"{today().day}.{today().month}.{today().year}"


def the_case() -> Case:
    session.expire_all()
    return session.scalars(select(Case)).one()


def test_three_short_pages_with_paper(app: Flask) -> None:
    client = enter(app, a_mentor())

    first = client.submit(see(client, "/cases/new"), alias="Kim", way="paper", relation="same_team")
    case = the_case()
    assert (first.status_code, first.location) == (303, at(case, "/link"))
    assert case.state == "consent_pending"
    shown = client.follow(first)
    assert "Blatt drucken" in shown.text

    page = see(client, at(case, "/transitions/give_consent"))
    assert "Mündlich" not in page.text, "spoken only where the operator allows it"
    second = client.submit(page, form=at(case, "/transitions/give_consent"), case_work="yes")
    assert second.status_code == 303, errors_of(second)
    assert the_case().state == "intake"

    page = client.follow(second)
    third = client.submit(
        page, form=at(case, "/forms/reachability"), button=None, channel="phone", phone="0681 123456"
    )
    assert third.status_code == 303, errors_of(third)
    page = client.follow(third)
    fourth = client.submit(
        page, form=at(case, "/forms/concern"), concern=["advance"], next_step="Zeugnisse sichten",
        next_step_by="4.12.2030",
    )  # fmt: skip
    assert fourth.status_code == 303, errors_of(fourth)
    assert session.scalars(select(Task.title)).all() == ["Zeugnisse sichten"]
    assert the_case().mentee.phone == "0681 123456"


def test_the_code_on_the_screen_leads_to_the_consent(app: Flask) -> None:
    client = enter(app, a_mentor())
    first = client.submit(see(client, "/cases/new"), alias="Kim", way="qr", relation="none")
    page = client.follow(first)
    case = the_case()

    assert "data:image/svg+xml" in page.text
    assert address_of(case) in page.text
    waiting = see(client, at(case, "/link?again=1"))
    assert "Die Einwilligung ist noch nicht da." in waiting.text
    old = address_of(case)
    renewed = client.submit(page, form=at(case, "/link/renew"))
    assert renewed.status_code == 303
    assert address_of(case) != old
    see(client, old, 404)


def test_sent_twice_it_is_one_case(app: Flask) -> None:
    client = enter(app, a_mentor())
    page = see(client, "/cases/new")

    answers = [client.submit(page, alias="Kim", way="qr", relation="none") for _ in range(2)]

    assert {answer.status_code for answer in answers} == {303}
    assert answers[0].location == answers[1].location
    assert session.scalar(select(func.count(Case.id))) == 1


@pytest.mark.parametrize("relation", ["supervisor", "relative_or_friend", "personnel_responsibility"])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_somebody_near_is_offered_another_mentor_first(app: Flask, relation: str) -> None:
    client = enter(app, a_mentor())

    first = client.submit(see(client, "/cases/new"), alias="Kim", way="qr", relation=relation)

    case = the_case()
    assert case.state == "contact"
    page = client.follow(first)
    assert "Dann bieten wir Ihnen eine andere Begleitung an." in page.text
    assert at(case, "/transitions/hand_over") in page.text
    asked = client.submit(
        see(client, at(case, "/transitions/request_consent")), form=at(case, "/transitions/request_consent")
    )
    assert asked.location == at(case, "/link")


def test_a_coordinator_names_the_mentor(app: Flask) -> None:
    mentor = a_mentor()
    client = enter(app, a_coordinator())

    without = client.submit(see(client, "/cases/new"), alias="Kim", way="paper", relation="none")
    assert without.status_code == 422
    assert "Bitte wählen Sie, wer die Person begleitet." in errors_of(without)
    done = client.submit(without, mentor=str(mentor.id))

    assert done.status_code == 303, errors_of(done)
    assert the_case().mentor_id == mentor.id
    assert client.follow(done).status_code == 200


def test_a_draft_keeps_what_was_typed_and_stands_on_the_start_page(app: Flask) -> None:
    case = case_at("intake")
    client = enter(app, mentor_of(case))
    page = see(client, at(case, "/forms/intake"))

    kept = client.submit(page, form=at(case, "/forms/intake"), button="later", goal="Meisterin werden")

    assert kept.status_code == 303
    assert records.values(case, "intake").get("goal") != "Meisterin werden"
    assert 'value="Meisterin werden"' in see(client, at(case, "/forms/intake")).text
    assert "Erstgesprächsbogen" in see(client, "/").text
    assert at(case, "/forms/intake#formular") in see(client, "/").text
    assert "In Arbeit" in see(client, at(case)).text
