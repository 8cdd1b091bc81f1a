"""What a mentee decides on the way: the plan, booking early, the answers after the course; and the paper."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from tests.accounts import add_account, browser, sign_in
from tests.factories import (
    PLAN,
    account,
    application,
    booking,
    case_at,
    days_later,
    fire,
    funding_checked,
    mentor_of,
    new_case,
    offered,
    record_of,
    save,
    today,
)
from tests.mentee_visits import address_of, open_tasks, press, state_of, visit
from tests.strict_client import StrictClient
from wbv_mentor import clock
from wbv_mentor.cases import actions
from wbv_mentor.cases.consent import TEXT_VERSION
from wbv_mentor.cases.models import Case
from wbv_mentor.db import unit_of_work
from wbv_mentor.errors import Refused


@pytest.fixture
def planned(app: Flask) -> Case:
    """A case whose plan waits for the mentee's yes."""
    case = case_at("offers")
    offered(case)
    funding_checked(case)
    draft(case, dict(PLAN))
    return case


def draft(case: Case, plan: dict[str, str]) -> None:
    """The mentor writes the plan."""
    with unit_of_work():
        actions.save_draft(case=case, form="plan", data=plan, by=mentor_of(case), now=clock.now())


def test_her_yes_is_no_yes_to_a_plan_that_was_changed_while_she_read(
    planned: Case, client: StrictClient
) -> None:
    read = visit(client, planned)
    draft(planned, PLAN | {"measure": "Ein ganz anderer Kurs"})

    page = client.submit(read, form=address_of(planned, "/plan"))

    assert page.status_code == 409
    assert "Ein ganz anderer Kurs" in page.text
    with pytest.raises(Refused):
        fire(planned, "agree_plan", by=mentor_of(planned), data=PLAN | {"measure": "Ein ganz anderer Kurs"})


def test_her_yes_lets_the_mentor_agree_the_plan(planned: Case, client: StrictClient) -> None:
    with pytest.raises(Refused):
        fire(planned, "agree_plan", by=mentor_of(planned), data=dict(PLAN))
    assert PLAN["measure"] in visit(client, planned).text

    page = press(client, planned, "/plan")

    assert "Ja, so machen wir es" not in page.text
    fire(planned, "agree_plan", by=mentor_of(planned), data=dict(PLAN))
    assert state_of(planned) == "plan_agreed"
    assert PLAN["next_steps"] in visit(client, planned).text


def test_a_changed_plan_is_asked_again(planned: Case, client: StrictClient) -> None:
    press(client, planned, "/plan")
    with days_later(1):
        draft(planned, {**PLAN, "funding": "Alles selbst"})

        page = visit(client, planned).text

        assert "Ja, so machen wir es" in page
        assert "Alles selbst" in page


def test_not_yet_tells_the_mentor(planned: Case, client: StrictClient) -> None:
    page = press(client, planned, "/plan/noch-nicht", on="/plan/noch-nicht", text="100 % lieber abends <b>")

    assert open_tasks(planned, "mentor")[-1] == "plan_change_wished"
    assert "Noch nicht" in page.text


def test_only_she_can_book_before_the_decision(app: Flask, client: StrictClient) -> None:
    case = case_at("plan_agreed")
    application(case)
    fire(case, "apply_for_funding", by=mentor_of(case))
    with pytest.raises(Refused):
        fire(case, "book_course", by=mentor_of(case), data=booking())

    page = press(client, case, "/risiko")

    assert "Ich möchte trotzdem buchen" not in page.text
    fire(case, "book_course", by=mentor_of(case), data=booking())
    assert state_of(case) == "booked"


def test_three_questions_when_they_are_due(app: Flask, client: StrictClient) -> None:
    case = case_at("follow_up")
    assert "Drei kurze Fragen" not in visit(client, case).text
    visit(client, case, "/nachfrage", status=409)

    with days_later(29):
        question = visit(client, case, "/nachfrage")
        assert "Haben Sie die Person erreicht" not in question.text
        answers = [
            client.submit(question, form="frage", completed="yes", used_at_work="not_stated", changed=["pay"])
            for _click in range(2)
        ]

        assert [one.status_code for one in answers] == [303, 303]
        kept = record_of(case, "follow_up_4_weeks")
        assert (kept["reached"], kept["completed"], kept["changed"]) == (True, "yes", ["pay"])
        assert "Drei kurze Fragen" not in visit(client, case).text


def test_every_answer_is_voluntary(app: Flask, client: StrictClient) -> None:
    case = case_at("follow_up")
    with days_later(29):
        press(client, case, "/nachfrage", on="/nachfrage")

        assert record_of(case, "follow_up_4_weeks") == {"reached": True}


def test_notes_of_talks_stay_with_the_mentor(app: Flask, client: StrictClient) -> None:
    case = case_at("needs_assessment")
    talk = {"held_on": today(), "kind": "phone", "minutes": "30", "keywords": "Rückenschmerzen"}
    save(case, "talk", talk | {"next_step": "Zeugnis holen", "next_step_by": today() + timedelta(days=3)})

    assert "Rückenschmerzen" not in visit(client, case).text


def test_the_paper_says_the_same_and_names_nobody(app: Flask) -> None:
    mentor = add_account("mentor", "Mina Marx")
    case = case_at("consent_pending", alias="Zorro")
    hers = account(mentor_of(case))
    with unit_of_work():
        case.mentor_id = mentor.id
    own = browser(app)
    sign_in(own, "Mina Marx")

    page = own.get(f"/cases/{case.reference}/consent/paper")

    assert page.status_code == 200
    text = BeautifulSoup(page.text, "html.parser").text
    for part in (
        case.reference,
        TEXT_VERSION,
        "Unterschrift",
        "Mina Marx",
        "Bis 6 Monate nach der letzten Nachfrage.",
    ):
        assert str(part) in text
    assert "Zorro" not in text
    assert hers.display_name not in text
    other = new_case()
    assert own.get(f"/cases/{other.reference}/consent/paper").status_code == 404
    assert address_of(case)
