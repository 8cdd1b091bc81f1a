"""Drafts: when they were saved, how they are thrown away, and what a second device does to them."""

from __future__ import annotations

from typing import Any

from flask import Flask

from tests.case_visits import at, enter, errors_of, see
from tests.factories import INTAKE, case_at, fire, mentor_of, save
from tests.strict_client import StrictClient
from wbv_mentor.cases.models import Case
from wbv_mentor.db import session
from wbv_mentor.pathways import records

FORM = "/forms/intake"
DISCARD = "/drafts/{}/discard"


def later(client: StrictClient, case: Case, **typed: Any) -> Any:
    """Open the first talk's form and put it off."""
    page = see(client, at(case, FORM))
    return client.submit(page, form=at(case, FORM), button="later", **typed)


def goal(case: Case, *, submitted: bool) -> object:
    session.expire_all()
    return records.read_record(case, "intake", "mentor", submitted=submitted).get("goal")


def test_a_draft_says_when_it_was_saved_and_can_be_thrown_away(app: Flask) -> None:
    case = case_at("intake")
    save(case, "intake", INTAKE | {"goal": "Erst"})
    client = enter(app, mentor_of(case))
    version = case.row_version
    later(client, case, goal="Dann")
    assert "Entwurf von heute, " in see(client, "/").text
    page = see(client, at(case, FORM)).text
    assert "Entwurf von heute, " in page
    assert at(case, DISCARD.format("intake")) in page

    question = see(client, at(case, DISCARD.format("intake")))
    assert "Dann" in question.text
    assert goal(case, submitted=False) == "Dann"  # looking throws nothing away
    done = client.submit(question, form=at(case, DISCARD.format("intake")))

    assert "Der Entwurf ist verworfen." in client.follow(done).text
    assert goal(case, submitted=False) == goal(case, submitted=True) == "Erst"
    assert case.row_version == version
    again = client.submit(question, form=at(case, DISCARD.format("intake")))  # a second click
    assert again.status_code == 303
    see(client, at(case, DISCARD.format("intake")), 404)


def test_a_second_device_does_not_overwrite_a_newer_draft_without_a_word(app: Flask) -> None:
    case = case_at("intake")
    phone = desk = enter(app, mentor_of(case))  # two pages of one person
    old = see(desk, at(case, FORM))
    later(phone, case, goal="Am Handy")

    for button in ("later", None):  # put off, or finished
        kept = desk.submit(
            old, form=at(case, FORM), button=button, goal="Am Schreibtisch", concern="advance",
            highest_qualification="none", company_may_know="nothing",
        )  # fmt: skip
        assert kept.status_code == 409
        assert "Inzwischen gibt es hier einen neueren Entwurf" in errors_of(kept)
        assert 'value="Am Schreibtisch"' in kept.text
        assert goal(case, submitted=False) == "Am Handy"
    assert desk.submit(kept, form=at(case, FORM), button="later").status_code == 303
    assert goal(case, submitted=False) == "Am Schreibtisch"


def test_a_draft_that_was_finished_meanwhile_is_not_begun_anew(app: Flask) -> None:
    case = case_at("offers")
    phone = desk = enter(app, mentor_of(case))  # two pages of one person
    plan = at(case, "/transitions/agree_plan")
    phone.submit(see(phone, plan), form=plan, button="later", goal="Eins")
    shown = see(desk, plan)
    assert "Entwurf von heute, " in shown.text
    phone.submit(see(phone, at(case, DISCARD.format("plan"))), form=at(case, DISCARD.format("plan")))

    kept = desk.submit(shown, form=plan, button="later", goal="Zwei")

    assert kept.status_code == 409
    assert "inzwischen abgeschlossen oder verworfen" in errors_of(kept)
    assert "Zwei" in kept.text


def test_a_draft_that_leads_nowhere_can_still_be_read(app: Flask) -> None:
    case = case_at("offers")
    client = enter(app, mentor_of(case))
    plan = at(case, "/transitions/agree_plan")
    client.submit(see(client, plan), form=plan, button="later", goal="Ein Abschluss")
    fire(case, "close_without_course", by=mentor_of(case), data={"outcome_code": "informed"})

    assert at(case, DISCARD.format("plan")) in see(client, "/").text
    assert "Ein Abschluss" in see(client, at(case, DISCARD.format("plan"))).text


def test_nobody_else_reads_a_draft(app: Flask) -> None:
    case = case_at("intake")
    later(enter(app, mentor_of(case)), case, goal="Nur für mich")
    other = case_at("intake")
    see(enter(app, mentor_of(other)), at(case, DISCARD.format("intake")), 404)
