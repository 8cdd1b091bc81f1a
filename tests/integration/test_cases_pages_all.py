"""Every page of a case opens in every state, leads only to pages that open, and names nobody outside."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.case_visits import at, enter, links_of, see, title_of
from tests.factories import STRAIGHT, a_coordinator, a_mentor, case_at, do, mentor_of, today
from tests.strict_client import StrictClient
from wbv_mentor.cases import actions
from wbv_mentor.cases.models import Case

DETOURS = ("interrupted", "closed_without_course", "paused", "handover")
WITH_MENTOR = (*STRAIGHT, *DETOURS)
OUT_OF_SIGHT = ("awaiting_mentor", "locked", "erased")
FORBIDDEN_IN_TITLES = ("Ada", "Lovelace", "Förderung", "Bewerbung")


def crawl(client: StrictClient, start: str) -> set[str]:
    """Open a page and everything that it leads to; what was opened."""
    opened: set[str] = set()
    waiting = [start]
    while waiting:
        address = waiting.pop()
        if address in opened or not address.startswith(start):
            continue
        page = client.get(address)
        opened.add(address)
        if page.status_code == 303:
            continue
        assert page.status_code == 200, f"{page.status} on {address}\n{page.text[:3000]}"
        assert not any(word in title_of(page) for word in FORBIDDEN_IN_TITLES), title_of(page)
        waiting += links_of(page)
    return opened


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("state", WITH_MENTOR)
def test_every_link_of_a_mentors_case_opens(app: Flask, state: str) -> None:
    case = case_at(state)
    client = enter(app, mentor_of(case))

    opened = crawl(client, at(case))

    assert at(case, "/history") in opened
    assert len(opened) > 3


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("state", [*WITH_MENTOR, *OUT_OF_SIGHT])
def test_every_link_of_the_coordinations_page_opens(app: Flask, state: str) -> None:
    case = case_at(state)
    client = enter(app, a_coordinator())

    page = see(client, at(case))

    assert "Ada" not in page.text, "content without a reason"
    crawl(client, at(case))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_coordinator_who_said_why_reads_everything_and_writes_nothing(app: Flask) -> None:
    case = case_at("funding")
    coordinator = a_coordinator()
    do(actions.look_into, by=coordinator, case=case, reason="Beschwerde der Person")
    client = enter(app, coordinator)

    page = see(client, at(case))

    assert "Ada" in page.text
    assert 'id="formular"' not in page.text
    crawl(client, at(case))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("state", OUT_OF_SIGHT)
def test_a_case_that_left_its_mentor_is_not_found(app: Flask, state: str) -> None:
    case = case_at("intake")
    mentor = mentor_of(case)
    gone = case_at(state, mentor=mentor) if state != "awaiting_mentor" else None
    if gone is not None:
        see(enter(app, mentor), at(gone), 404)


def test_foreign_cases_are_not_found_and_not_listed(app: Flask) -> None:
    case = case_at("offers")
    client = enter(app, a_mentor())

    for below in ("", "/history", "/link", "/offers", "/talks/new", "/transitions/pause", "/forms/intake"):
        see(client, at(case, below), 404)
    assert str(case.reference) not in see(client, "/cases").text


def test_a_trainer_sees_no_unsupervised_case(app: Flask) -> None:
    from tests.factories import a_trainer

    case = case_at("offers")
    client = enter(app, a_trainer())

    see(client, at(case), 404)
    see(client, at(case, "/offers"), 403)
    assert str(case.reference) not in see(client, "/cases").text


def test_the_list_shows_initials_and_finds_by_alias_and_number(app: Flask) -> None:
    case = case_at("intake", alias="Nora Quast")
    other = case_at("contact", alias="Ole", mentor=mentor_of(case))
    client = enter(app, mentor_of(case))

    page = see(client, "/cases")
    assert "N.Q." in page.text
    assert "Nora" not in page.text
    assert str(case.reference) in see(client, "/cases?q=nora").text
    assert str(other.reference) not in see(client, "/cases?q=nora").text
    assert str(other.reference) in see(client, f"/cases?q={other.reference}").text
    nothing = see(client, "/cases?q=<b>%zz&page=-7&which=weird")
    assert "Nichts gefunden" in nothing.text
    assert "<b>" not in nothing.text


def test_without_a_case_the_list_says_how_one_begins(app: Flask) -> None:
    page = see(enter(app, a_mentor()), "/cases")

    assert "Noch kein Fall. Am Anfang steht ein Gespräch." in page.text
    assert "/cases/new" in set(links_of(page))


def test_the_page_says_how_a_date_came_about(app: Flask) -> None:
    case: Case = case_at("consent_pending")
    page = see(enter(app, mentor_of(case)), at(case))

    assert "Wie kommt dieses Datum zustande?" in page.text
    assert "7 Tage danach" in page.text
    assert today().strftime("%Y") in page.text
