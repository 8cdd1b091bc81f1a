"""Consents: how they can be given, how long they hold, and what ends with them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from tests.conftest import MakeSettings
from tests.factories import (
    a_company,
    a_coordinator,
    case_at,
    days_later,
    do,
    fire,
    mentee_of,
    mentor_of,
    new_case,
    on_behalf,
    reachable,
    save,
    system_acts,
    today,
    withdraw,
)
from wbv_mentor.cases import actions
from wbv_mentor.cases.consent import TEXT_VERSION, alive, all_alive, first_consent
from wbv_mentor.cases.letters.links import PURPOSE, current_link
from wbv_mentor.cases.models import Case, Consent
from wbv_mentor.clock import now
from wbv_mentor.config import Settings
from wbv_mentor.db import session
from wbv_mentor.errors import Forbidden, Refused
from wbv_mentor.pathways import deadlines
from wbv_mentor.people.links import find_link, token_of


@pytest.fixture
def settings(make_settings: MakeSettings) -> Settings:
    """An operator who allows a first consent to be spoken."""
    return make_settings(spoken_consent=True)


def rules(case: Case) -> dict[str, Any]:
    return {row.rule: row.due_on for row in deadlines.open_deadlines(case)}


def given(case: Case, way: str, **more: Any) -> None:
    data = {"case_work": True, "contact_channel": True, **on_behalf(way), **more}
    fire(case, "give_consent", by=mentor_of(case), data=data)


def test_by_link_it_holds_at_once(app: Flask) -> None:
    case = case_at("consent_pending", way="link")

    fire(case, "give_consent", by=mentee_of(case), data={"case_work": True, "substitute": True, "way": "qr"})

    assert {row.purpose: row.way for row in all_alive(case)} == {"case_work": "qr", "substitute": "qr"}
    row = first_consent(case)
    assert row is not None
    assert (row.recorded_by_role, row.given_on, row.text_version) == ("mentee", today(), TEXT_VERSION)
    assert row.original_due_on is None


def test_a_mentee_cannot_claim_paper(app: Flask) -> None:
    case = case_at("consent_pending")

    fire(case, "give_consent", by=mentee_of(case), data={"case_work": True, "way": "paper"})

    row = first_consent(case)
    assert row is not None
    assert row.way == "link"


def test_the_original_on_paper_arrives_in_time(app: Flask) -> None:
    case = case_at("consent_pending")
    given(case, "paper", original_to_ak=True)
    assert rules(case)["paper_original_arrived"] == today() + timedelta(days=21)
    row = first_consent(case)
    with pytest.raises(Forbidden):
        do(actions.note_original_arrived, by=mentor_of(case), consent=row, arrived_on=today())

    do(actions.note_original_arrived, by=a_coordinator(), consent=row, arrived_on=today())

    assert "paper_original_arrived" not in rules(case)
    with days_later(30):
        assert system_acts() == 0


def test_a_scan_needs_no_original(app: Flask) -> None:
    case = case_at("consent_pending")
    proof = actions.Proof("x.png", "image/png", b"\x89PNG\r\n\x1a\n")
    data = {"case_work": True, **on_behalf("paper")}

    fire(case, "give_consent", by=mentor_of(case), data=data, proof=proof)

    assert "paper_original_arrived" not in rules(case)


def test_a_spoken_yes_is_confirmed_by_the_own_link(app: Flask) -> None:
    case = case_at("consent_pending")
    given(case, "spoken")
    assert rules(case)["spoken_consent_confirmed"] == today() + timedelta(days=14)
    spoken = first_consent(case)

    do(
        actions.confirm_spoken_consent,
        by=mentee_of(case),
        consent=spoken,
        way="link",
        given_on=today(),
        text_version=TEXT_VERSION,
    )

    assert "spoken_consent_confirmed" not in rules(case)
    row = first_consent(case)
    assert row is not None
    assert row.way == "link"


def test_a_spoken_yes_that_nobody_confirms_lapses_and_only_a_confirmed_one_brings_it_back(app: Flask) -> None:
    case = case_at("consent_pending")
    given(case, "spoken")
    with days_later(15):
        assert system_acts() == 1
        session.refresh(case)
        assert case.state == "locked"
        with pytest.raises(Refused, match="Mündlich reicht hier nicht"):
            fire(case, "undo_withdrawal", by=a_coordinator(), data=on_behalf("spoken"))

        fire(case, "undo_withdrawal", by=mentee_of(case))

    assert case.state == "intake"
    assert {row.purpose for row in all_alive(case)} == {"case_work", "contact_channel"}


def test_the_own_link_opens_the_page_until_the_data_are_gone(app: Flask) -> None:
    case = case_at("intake")
    link = current_link(case, now=now())
    assert link is not None
    token = token_of(link)
    withdraw(case)

    with days_later(7):
        assert find_link(token, PURPOSE, now=now()) is not None
    with days_later(8):
        assert find_link(token, PURPOSE, now=now()) is None


def test_a_new_link_closes_the_old_one(app: Flask) -> None:
    case = case_at("intake")
    old = current_link(case, now=now())
    assert old is not None

    new = do(actions.renew_mentee_link, by=mentor_of(case), case=case)

    assert find_link(token_of(old), PURPOSE, now=now()) is None
    assert find_link(token_of(new), PURPOSE, now=now()) is not None


def give(case: Case, purpose: str, recipient: str | None = None, **more: Any) -> Consent:
    wanted: dict[str, Any] = {"way": "link", "given_on": today(), "text_version": TEXT_VERSION, **more}
    by = wanted.pop("by", None) or mentee_of(case)
    row: Consent = do(actions.give_consent, by=by, case=case, purpose=purpose, recipient=recipient, **wanted)
    return row


def test_one_purpose_can_be_given_and_taken_back(app: Flask) -> None:
    case = case_at("intake")

    row = give(case, "employer_leave", "contact:1")
    assert alive(case, "employer_leave", "contact:1") is not None
    assert alive(case, "employer_leave", "contact:2") is None

    do(actions.withdraw_consent, by=mentor_of(case), consent=row, way="spoken")
    assert alive(case, "employer_leave") is None
    assert case.state == "intake"
    with pytest.raises(Refused, match="schon zurückgezogen"):
        do(actions.withdraw_consent, by=mentee_of(case), consent=row, way="link")


def test_what_a_consent_refuses(app: Flask) -> None:
    case = case_at("intake")
    mentor = mentor_of(case)

    with pytest.raises(Refused, match="Gegenüber dem Betrieb reicht mündlich nicht"):
        give(case, "employer_facts", "contact:1", by=mentor, way="spoken", place="Kantine")
    with pytest.raises(Refused, match="erklärt es die Person selbst"):
        give(case, "substitute", by=mentor, way="link")
    with pytest.raises(Refused, match="Zukunft"):
        give(case, "substitute", by=mentor, way="paper", given_on=today() + timedelta(days=1))
    with pytest.raises(Refused, match="wofür"):
        give(case, "case_work")
    give(case, "substitute")
    with pytest.raises(Refused, match="gibt es schon"):
        give(case, "substitute")
    with pytest.raises(Refused, match="Einwilligung in die Beratung"):
        do(actions.withdraw_consent, by=mentee_of(case), consent=first_consent(case), way="link")


def test_nothing_is_written_before_the_first_consent(app: Flask) -> None:
    case = case_at("consent_pending")

    with pytest.raises(Refused, match="Es fehlt die Einwilligung"):
        give(case, "substitute")


def test_undoing_a_withdrawal_brings_back_what_it_ended(app: Flask) -> None:
    case = case_at("intake")
    row = give(case, "substitute")
    do(actions.withdraw_consent, by=mentee_of(case), consent=row, way="link")
    withdraw(case)
    assert all_alive(case) == []

    fire(case, "undo_withdrawal", by=a_coordinator(), data=on_behalf("paper"))

    assert {row.purpose for row in all_alive(case)} == {"case_work", "contact_channel"}
    assert rules(case)["paper_original_arrived"] == today() + timedelta(days=21)


def test_an_address_of_a_company_is_refused(app: Flask) -> None:
    case = new_case()
    a_company("Werk", "werk.example")

    with pytest.raises(Refused, match="gehört zu einem Betrieb") as refused:
        reachable(case, email="ada@werk.example")
    assert refused.value.field == "email"
    reachable(case, email="ADA@Post.example")
    assert case.mentee.email == "ada@post.example"


@pytest.mark.parametrize(("channel", "lacks"), [("phone", "Telefonnummer"), ("letter", "Anschrift")])
def test_a_way_needs_its_address(app: Flask, channel: str, lacks: str) -> None:
    case = new_case()

    with pytest.raises(Refused, match=lacks):
        reachable(case, channel=channel)


def test_another_employer_ends_what_was_agreed_towards_the_old_one(app: Flask) -> None:
    case = case_at("plan_agreed")
    give(case, "employer_leave", "contact:1")
    give(case, "substitute")

    save(case, "employer", {"employer_name": "Zeitarbeit Nord", "workplace": "Werk 2"})

    assert (case.employer_name, case.workplace, case.employer_id) == ("Zeitarbeit Nord", "Werk 2", None)
    assert alive(case, "employer_leave") is None
    assert alive(case, "substitute") is not None
    save(case, "employer", {})
    assert (case.employer_name, case.workplace) == (None, None)
