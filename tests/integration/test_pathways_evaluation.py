"""The figures of real cases, on both databases; who sees them; where the counts lead."""

from __future__ import annotations

from datetime import timedelta
from re import search

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask

from tests.accounts import add_account, browser, sign_in
from tests.factories import a_mentor, close_without_course, consented, fire, mentor_of, new_case, reachable
from tests.integration.test_cases_lists import counted
from tests.strict_client import StrictClient
from wbv_mentor import clock
from wbv_mentor.cases.models import Case
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.pathways.definitions import find_definition, machine_of
from wbv_mentor.pathways.evaluation.figures import Days, Figures, figures_of

LONG_AGO = timedelta(days=100)


def a_walk(mentor: Actor, asked: int, agreed: int | None = None, closed: int | None = None) -> None:
    """A case begun 100 days ago; the days after that on which it moved on, as far as it did."""
    begun = clock.now() - LONG_AGO
    with clock.standing_at(begun):
        case = new_case(mentor=mentor)
        reachable(case)
    with clock.standing_at(begun + timedelta(days=asked)):
        fire(case, "request_consent", by=mentor_of(case))
    for day, step in ((agreed, consented), (closed, close_without_course)):
        if day is not None:
            with clock.standing_at(begun + timedelta(days=day)):
                step(fresh(case))


def fresh(case: Case) -> Case:
    session.refresh(case)
    return case


def some_cases() -> None:
    """Stays in contact: 1, 2, 3, 90 days; in consent_pending: 3, 2, 7; in intake: 10, 20, 30; one waits."""
    mentor = a_mentor()
    a_walk(mentor, 1, 4, 14)
    a_walk(mentor, 2, 4, 24)
    a_walk(mentor, 3, 10, 40)
    a_walk(mentor, 90)


def figures() -> Figures:
    definition = find_definition("mentee_case")
    assert definition is not None
    return figures_of(definition, machine_of(definition).workflow, clock.now())


def rounded(days: Days | None) -> tuple[int, float, float] | None:
    return None if days is None else (days.count, round(days.middle, 2), round(days.most, 2))


def test_figures_of_cases_that_were_walked(app: Flask) -> None:
    some_cases()
    found = figures()

    assert found.total == 4
    assert rounded(found.states["contact"].stayed) == (4, 2.5, 90)
    assert rounded(found.states["consent_pending"].stayed) == (3, 3, 7)
    assert rounded(found.states["consent_pending"].since) == (1, 10, 10)
    assert rounded(found.states["intake"].stayed) == (3, 20, 30)
    assert found.states["closed_without_course"].standing == 3
    assert found.states["closed_without_course"].stayed is None
    assert found.longest == "intake"
    assert found.slowest is not None
    assert found.slowest.states == ("contact", "consent_pending", "intake", "closed_without_course")
    assert rounded(found.slowest.days) == (3, 24, 40)


def test_more_cases_cost_no_more_queries(app: Flask) -> None:
    a_walk(a_mentor(), 1)
    with counted() as few:
        figures()
    some_cases()
    with counted() as many:
        figures()
    assert len(many) == len(few)


@pytest.fixture
def coordinator(app: Flask) -> StrictClient:
    add_account("coordinator", "Kim Koord")
    client = browser(app)
    sign_in(client, "Kim Koord")
    return client


def read(client: StrictClient, address: str) -> Tag:
    main = BeautifulSoup(client.get(address).text, "html.parser").main
    assert main is not None
    return main


def test_each_count_leads_to_as_many_cases(coordinator: StrictClient) -> None:
    some_cases()
    page = read(coordinator, "/workflows/mentee_case")
    boxes, cells = page.select("svg a"), page.select("td a")

    assert [one["href"] for one in boxes] == [one["href"] for one in cells]
    counts = [int(one.select(".ist-zahl")[0].get_text()) for one in boxes]
    assert counts == [int(one.get_text()) for one in cells] == [1, 3]
    for box, count in zip(boxes, counts, strict=True):
        rows = read(coordinator, str(box["href"])).select("tbody tr")
        assert len(rows) == count


def test_the_page_says_the_figures_and_names_nobody(coordinator: StrictClient) -> None:
    some_cases()
    text = " ".join(read(coordinator, "/workflows/mentee_case").get_text(" ").split())

    assert "Im Median dauert er 24 Tage (3-mal gegangen" in text
    assert "Am längsten bleibt man in „Erstgespräch“: im Median 20 Tage (3-mal verlassen)." in text
    assert "Median 2,5 Tage, 90 % bis 90 Tage" in text
    assert search(r"2026-\d{4}|Ada", text) is None


def test_an_empty_path_has_a_page_too(coordinator: StrictClient) -> None:
    for name in ("mentee_case", "funding_application", "mentor_qualification", "company_confirmation"):
        assert "Noch ist kein Weg mindestens dreimal" in read(coordinator, f"/workflows/{name}").get_text()
    assert coordinator.get("/workflows/mentee_case?version=7").status_code == 404


def test_a_trainer_sees_the_qualification_alone(app: Flask) -> None:
    add_account("trainer", "Toni Train")
    client = browser(app)
    sign_in(client, "Toni Train")

    assert client.get("/workflows").location == "/workflows/mentor_qualification"
    assert client.get("/workflows/mentor_qualification").status_code == 200
    assert client.get("/workflows/mentee_case").status_code == 404


def test_people_on_the_path_are_found_in_their_lists(coordinator: StrictClient) -> None:
    a_mentor()
    page = read(coordinator, "/workflows/mentor_qualification")
    (link,) = page.select("svg a")
    listed = read(coordinator, str(link["href"]))

    assert len(listed.select("tbody tr")) == 1
    assert "Nur Status „Aktiv im Verzeichnis“." in listed.get_text()
