"""Erasing really erases: a word that only one person could have said stands in no table afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from tests.factories import (
    a_coordinator,
    application,
    case_at,
    days_later,
    do,
    fire,
    mentee_of,
    mentor_of,
    move_application,
    on_behalf,
    reachable,
    save,
    system_acts,
    today,
    withdraw,
)
from tests.found_words import everything_with
from wbv_mentor.cases import actions
from wbv_mentor.cases.letters.links import current_link
from wbv_mentor.cases.models import Case, Consent, ConsentProof, Talk
from wbv_mentor.clock import now
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.funding.catalogue import active_instruments
from wbv_mentor.outbox.models import UNSENT, OutboxMessage
from wbv_mentor.pathways import deadlines, journal, records
from wbv_mentor.pathways.models import Deadline

CANARY = "Kanarienvogel"


def told_everything(case: Case) -> None:
    """A canary wherever somebody can type something."""
    mentor, coordinator = mentor_of(case), a_coordinator()
    reachable(
        case, email=f"{CANARY.lower()}@post.example", phone="0681 1", postal_address=f"{CANARY}weg 1",
        good_times=CANARY,
        first_name=CANARY, last_name=CANARY,
    )  # fmt: skip
    step = {"next_step": CANARY, "next_step_by": today()}
    do(actions.record_concern, by=mentor, case=case, data={"concern": ["advance"], **step})
    intake = {
        "concern": ["advance"], "highest_qualification": "none", "goal": CANARY,
        "company_may_know": "nothing", "health": CANARY, "motivation": CANARY,
    }  # fmt: skip
    save(case, "intake", intake)
    save(case, "needs_assessment", {"target_competence": CANARY, "gap": CANARY})
    save(case, "offers", {"single_offer_reason": CANARY})
    save(case, "employer", {"employer_name": CANARY, "workplace": CANARY})
    talk = {"held_on": today(), "kind": "phone", "minutes": "20", "keywords": CANARY, **step}
    do(actions.record_talk, by=mentor, case=case, data=talk)
    task = do(actions.add_task, by=mentor, case=case, title=CANARY, due_on=today())
    do(actions.complete_task, by=mentor, task=task, outcome=CANARY)
    offer = do(actions.add_offer, by=mentor, case=case, data=actions.OfferData(CANARY, CANARY))
    do(actions.choose_offer, by=mentor, offer=offer)
    results = {one.id: ("unknown", CANARY) for one in active_instruments()}
    do(actions.save_funding_check, by=mentor, case=case, results=results)
    do(actions.settle_release, by=mentor, case=case, release="waived", reason=CANARY)
    do(actions.look_into, by=coordinator, case=case, reason=CANARY)
    plan = {
        "goal": CANARY,
        "measure": CANARY,
        "funding": CANARY,
        "working_time_rule": "open",
        "next_steps": CANARY,
    }
    fire(case, "agree_plan", by=mentor, data={**plan, **on_behalf("spoken")}, note=CANARY)
    row = application(case, "sbfg")
    with unit_of_work():
        row.file_number = CANARY
    move_application(row, "collect_documents", by=mentor)


def two_offers(case: Case) -> None:
    do(actions.add_offer, by=mentor_of(case), case=case, data=actions.OfferData("Anderer Kurs", "Träger"))


def test_a_withdrawn_case_leaves_no_trace_of_what_was_said(app: Flask) -> None:
    case = case_at("offers", alias=CANARY)
    two_offers(case)
    told_everything(case)
    assert "mentee.alias" in everything_with(CANARY)
    withdraw(case)

    with days_later(8):
        assert system_acts() == 1

        session.refresh(case)
        assert case.state == "erased"
        assert everything_with(CANARY) == []
        assert everything_with(CANARY.lower()) == []
    assert case.mentee.erased_at is not None


def test_what_is_kept_is_reference_dates_codes_and_the_proof_of_consent(app: Flask) -> None:
    case = case_at("offers")
    two_offers(case)
    told_everything(case)
    withdraw(case)
    with days_later(8):
        system_acts()

    session.refresh(case)
    assert case.reference is not None
    assert case.started_at is not None
    assert session.query(Talk).filter_by(case_id=case.id).one().minutes == 20
    kept = session.query(Consent).filter_by(case_id=case.id).all()
    assert {row.purpose for row in kept} >= {"case_work", "contact_channel"}
    assert all(row.withdrawn_at is not None for row in kept)
    assert journal.broken_entry(journal.entries_of(case)) is None
    assert records.latest(case, "intake") is None


def test_nothing_goes_on_after_an_erasure(app: Flask) -> None:
    case = case_at("offers")
    two_offers(case)
    told_everything(case)
    withdraw(case)
    with days_later(8):
        system_acts()

        assert current_link(case, now=now()) is None
        ids = [case.id, *(child.id for child in case.children)]
        for number in ids:
            still_open = session.query(Deadline).filter_by(instance_id=number, met_at=None, obsolete_at=None)
            assert still_open.count() == 0
        unsent = session.query(OutboxMessage).filter(OutboxMessage.state.in_(UNSENT))
        assert unsent.filter_by(recipient=f"mentee:{case.mentee_id}").count() == 0


def test_a_no_erases_at_once(app: Flask) -> None:
    case = case_at("consent_pending", alias=CANARY)

    fire(case, "decline_consent", by=mentee_of(case))

    assert case.state == "erased"
    assert everything_with(CANARY) == []


def test_the_scan_of_a_consent_is_kept_as_proof(app: Flask) -> None:
    case = case_at("consent_pending")
    proof = actions.Proof("blatt.pdf", "application/pdf", b"%PDF-1.7 unterschrieben")
    data = {"case_work": True, **on_behalf("paper")}
    fire(case, "give_consent", by=mentor_of(case), data=data, proof=proof)
    withdraw(case)

    with days_later(8):
        system_acts()

    session.refresh(case)
    assert case.state == "erased"
    assert session.query(ConsentProof).one().content == proof.content


def test_a_legal_hold_keeps_a_case(app: Flask) -> None:
    case = case_at("locked")
    coordinator = a_coordinator()
    do(actions.set_legal_hold, by=coordinator, case=case, hold=True)

    with days_later(9):
        assert system_acts() == 0
        do(actions.set_legal_hold, by=coordinator, case=case, hold=False)
    with days_later(10):
        assert system_acts() == 1

    session.refresh(case)
    assert case.state == "erased"


def test_a_closed_case_is_erased_six_months_after_the_last_follow_up(app: Flask) -> None:
    case = case_at("closed")
    due = next(row for row in deadlines.open_deadlines(case) if row.rule == "erasure_after_closing")
    days = (due.due_on - today()).days
    assert 178 <= days <= 185

    with days_later(days + 1):
        system_acts()

        session.refresh(case)
        assert case.state == "erased"


def test_closing_forgets_what_was_only_said_for_the_advice(app: Flask) -> None:
    case = case_at("intake")
    intake = {
        "concern": ["advance"], "highest_qualification": "none", "goal": "Schichtleitung",
        "company_may_know": "nothing", "health": CANARY, "family": CANARY, "learning_experiences": CANARY,
        "german_level": "b1",
    }  # fmt: skip
    save(case, "intake", intake)

    fire(case, "close_without_course", by=mentor_of(case), data={"outcome_code": "informed"})

    assert everything_with(CANARY) == []
    assert records.values(case, "intake").keys() == {
        "concern", "highest_qualification", "goal", "company_may_know",
    }  # fmt: skip


@pytest.mark.parametrize("days", [1, 6])
def test_the_mentee_is_told_twice_before(app: Flask, days: int) -> None:
    case = case_at("locked")
    with days_later(days):
        system_acts()

    told = session.query(OutboxMessage).filter(OutboxMessage.key.startswith("reminder:"))
    assert {row.recipient for row in told} == {f"mentee:{case.mentee_id}"}
    withdrawn_on = case.entered_at
    assert all(row.created_at - withdrawn_on < timedelta(days=7) for row in told)
