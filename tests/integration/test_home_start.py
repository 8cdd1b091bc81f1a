"""The start page: what is due for whom, in which words, and nobody's name."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask

from tests.accounts import add_account, sign_in
from tests.case_visits import at, enter, see
from tests.factories import (
    a_coordinator,
    a_mentor,
    application,
    booking,
    case_at,
    days_later,
    do,
    fire,
    hand_over,
    mentor_of,
    move_application,
    paths_known,
    today,
)
from tests.strict_client import StrictClient
from wbv_mentor import clock
from wbv_mentor.cases import actions
from wbv_mentor.db import unit_of_work
from wbv_mentor.home.queries import due_count

SENT = {"submitted_on": today(), "way": "online", "proof": "Beleg"}


def test_nobody_signed_in_sees_the_public_page(client: StrictClient) -> None:
    page = see(client, "/")

    assert "Ihr Betrieb erfährt nichts, solange Sie nicht zustimmen." in page.text
    assert "Was steht an?" not in page.text


def test_a_mentor_without_a_case_is_greeted(app: Flask) -> None:
    page = see(enter(app, a_mentor()), "/")

    assert "Guten Tag, Mina" in page.text
    assert "Für heute ist alles erledigt." in page.text
    assert "Sie warten gerade auf niemanden." in page.text


def test_due_things_stand_in_their_groups(app: Flask) -> None:
    case = case_at("intake", alias="Nora Quast")
    mentor = mentor_of(case)
    for title, days in (("Jetzt", 2), ("Irgendwann", 40)):
        do(actions.add_task, by=mentor, case=case, title=title, due_on=today() + timedelta(days=days))
    waits = case_at("consent_pending", mentor=mentor)

    page = see(enter(app, mentor), "/")
    assert "Alles erledigt. Die nächste Aufgabe ist am" in page.text
    assert page.text.index("Diese Woche (") < page.text.index("Jetzt") < page.text.index("Später (")
    assert page.text.index("Später (") < page.text.index("Irgendwann")
    assert "N.Q." in page.text
    assert "Nora" not in page.text
    assert at(waits, "/link") in page.text
    assert due_count(mentor, today()) >= 1

    with days_later(5):
        late = see(enter(app, mentor), "/")
    assert late.text.index("Überfällig (1)") < late.text.index("Jetzt") < late.text.index("seit 3 Tagen")


def test_what_the_house_filled_in_is_nobodys_draft(app: Flask) -> None:
    case = case_at("plan_agreed")
    client = enter(app, mentor_of(case))

    assert "Entwürfe" not in see(client, "/").text

    with unit_of_work():
        actions.save_draft(
            case=case, form="book_course", data={"course_title": "Kurs"}, by=mentor_of(case), now=clock.now()
        )
    page = see(client, "/").text
    assert page.index("Entwürfe") < page.index("Kurs buchen")


def test_what_waits_says_for_whom_and_until_when(app: Flask) -> None:
    mentor = a_mentor()
    case_at("consent_pending", mentor=mentor)
    case = case_at("plan_agreed", mentor=mentor)
    fire(case, "book_course", by=mentor, data=booking(100))
    move_application(application(case, "sgb3_81_2_berufsabschluss"), "submit", by=mentor, data=SENT)
    application(case, "sbfg")

    waiting = see(enter(app, mentor), "/").text.partition("Wartet auf andere")[2]
    words = " ".join(re.sub(r"<[^>]+>", " ", waiting).split())

    assert "Einwilligung fehlt noch Ratsuchende Person" in words
    assert "Entscheidung über Antrag 1 Agentur für Arbeit" in words
    assert "Antrag auf Bildungsfreistellung beim Betrieb Ratsuchende Person" in words


def test_a_handover_that_waits_stands_once_on_each_start_page(app: Flask) -> None:
    case = case_at("intake")
    old, receiver = mentor_of(case), hand_over(case)

    asked = see(enter(app, receiver), "/")
    waits = see(enter(app, old), "/")

    assert asked.text.count(f"Fall {case.reference}") == 1
    assert "Möchten Sie diesen Fall übernehmen?" in asked.text
    assert waits.text.count(f"Fall {case.reference}") == 1
    assert "Antwort auf die Übergabe" in waits.text.partition("Wartet auf andere")[2]
    assert due_count(receiver, today() + timedelta(days=14)) == 1


def test_the_coordination_sees_what_waits_for_it_without_initials(app: Flask) -> None:
    case = case_at("awaiting_mentor", alias="Nora Quast")

    page = see(enter(app, a_coordinator()), "/")

    assert "Fälle ohne Begleitung (1)" in page.text
    assert str(case.reference) in page.text
    assert "N.Q." not in page.text
    assert "Nora" not in page.text


@pytest.mark.parametrize("role", ["trainer", "admin"])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_others_find_their_way(client: StrictClient, role: str) -> None:
    paths_known()
    add_account(role, "Toni Trost")
    sign_in(client, "Toni Trost")

    page = see(client, "/")

    assert "Guten Tag, Toni Trost" in page.text
    assert "/cases" not in page.text
