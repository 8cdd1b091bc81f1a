"""The register of mentors: earlier training, 24 months, renewal, rest, suspension, leaving."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests.factories import (
    a_coordinator,
    a_mentor,
    a_trainer,
    case_at,
    do,
    mentor_of,
    move_mentor,
)
from wbv_mentor import clock
from wbv_mentor.cases.models import Case
from wbv_mentor.companies.actions import add_company
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import SYSTEM, Actor
from wbv_mentor.errors import Forbidden, Refused, Stale
from wbv_mentor.outbox.models import OutboxMessage
from wbv_mentor.pathways import deadlines, journal
from wbv_mentor.pathways.advance import start
from wbv_mentor.pathways.options import options
from wbv_mentor.pathways.overdue import fire_overdue
from wbv_mentor.people.actions import create_account
from wbv_mentor.people.models import Account
from wbv_mentor.qualification.actions import add_trained_mentor, keep_evidence
from wbv_mentor.qualification.models import Enrolment
from wbv_mentor.qualification.queries import active_mentors, enrolment_of, may_accompany, may_open_cases

NOON = datetime(2026, 11, 20, 11, tzinfo=UTC)
TRAINED: dict[str, Any] = {
    "first_name": "Ayşe", "last_name": "Yılmaz", "email": "Ayse@Post.example", "company_id": None,
    "function_in_company": "colleague", "trained_on": date(2026, 6, 1), "proof": "Zertifikat gesehen",
}  # fmt: skip


@pytest.fixture
def hand(app: Flask) -> Iterator[time_machine.Traveller]:
    """The clock stands at noon of Friday 20.11.2026; a test moves it."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def coordinator(hand: time_machine.Traveller) -> Actor:
    """Somebody of the AK."""
    return a_coordinator()


def path_of(mentor: Actor) -> Enrolment:
    """The mentor's path."""
    found = enrolment_of(int(mentor.id or 0))
    assert found is not None
    return found


def trained(coordinator: Actor, **more: Any) -> Enrolment:
    """Somebody trained before this system."""
    row: Enrolment = do(add_trained_mentor, by=coordinator, **(TRAINED | more))
    return row


def proved(enrolment: Enrolment, by: Actor, **data: Any) -> None:
    """What was seen."""
    do(keep_evidence, by=by, enrolment=enrolment, data=data)


def due(enrolment: Enrolment) -> dict[str, date]:
    """The open deadlines of a path."""
    return {row.rule: row.due_on for row in deadlines.open_deadlines(enrolment)}


def blocked(enrolment: Enrolment, by: Actor) -> dict[str, str]:
    """The blocked transitions with their first reason."""
    found = options(instance=enrolment, by=by, now=clock.now())
    return {one.name: str(one.blocked[0]) for one in found if one.blocked}


# ---- Earlier training ------------------------------------------------------------------------------


def test_earlier_training_leads_into_the_register_for_24_months(coordinator: Actor) -> None:
    row = trained(coordinator)
    assert (row.state, row.valid_until) == ("active", date(2028, 6, 1))
    assert (row.trained_on, row.training_proof) == (date(2026, 6, 1), "Zertifikat gesehen")
    assert row.member.email == "ayse@post.example"
    assert may_open_cases(row.member.id)
    assert [account.id for account in active_mentors()] == [row.account_id]
    mails = session.scalars(select(OutboxMessage.template)).all()
    assert mails == ["invitation"]
    assert "certificate_ready" not in {entry.trigger for entry in journal.entries_of(row)}


def test_a_repeated_sending_makes_one_account_and_one_invitation(coordinator: Actor) -> None:
    first = trained(coordinator, submission="5b0f8c53-5ac4-4f43-9d5e-0d6ae1f4a001")
    again = trained(coordinator, submission="5b0f8c53-5ac4-4f43-9d5e-0d6ae1f4a001")
    assert first.id == again.id
    assert len(session.scalars(select(OutboxMessage)).all()) == 1


def test_a_date_ahead_or_a_company_address_makes_no_account(coordinator: Actor) -> None:
    with unit_of_work():
        add_company(
            name="Hütte", size="under_10", domains=["huette.example"], by=coordinator, now=clock.now()
        )
    before = len(session.scalars(select(Account)).all())
    for wrong, sentence in (
        ({"trained_on": date(2026, 11, 21)}, "liegt in der Zukunft"),
        ({"email": "ayse@mail.huette.example"}, "gehört zu einem Betrieb"),
        ({"function_in_company": "boss"}, "Wählen Sie eine Antwort aus"),
    ):
        with pytest.raises(Refused, match=sentence):
            trained(coordinator, **wrong)
    assert len(session.scalars(select(Account)).all()) == before


def test_only_the_coordination_recognises(hand: time_machine.Traveller) -> None:
    with pytest.raises(Forbidden):
        trained(a_trainer())


# ---- The passing of time -----------------------------------------------------------------------------


def test_without_a_renewal_the_entry_lapses(coordinator: Actor, hand: time_machine.Traveller) -> None:
    mentor = a_mentor()
    case = case_at("intake", mentor=mentor)
    row = path_of(mentor)
    assert row.valid_until is not None
    assert due(row) == {"renewal_opens": row.valid_until - timedelta(days=91)}
    hand.move_to(clock.berlin_moment(row.valid_until - timedelta(days=90)))
    fire_overdue()
    assert row.state == "renewal_due"
    assert may_open_cases(row.member.id)
    hand.move_to(clock.berlin_moment(row.valid_until + timedelta(days=90), 20))
    fire_overdue()
    assert row.state == "renewal_due"
    hand.move_to(clock.berlin_moment(row.valid_until + timedelta(days=91)))
    fire_overdue()
    assert row.state == "dormant"
    assert not may_accompany(row.member.id)
    session.refresh(case)
    assert case.state == "awaiting_mentor"


@pytest.mark.parametrize(
    ("seen", "earned"),
    [
        ({}, False),
        ({"refresher_on": date(2026, 10, 1), "meeting_1_on": date(2026, 10, 2)}, False),
        ({"meeting_1_on": date(2026, 10, 2), "meeting_2_on": date(2026, 10, 3)}, False),
        (
            {
                "refresher_on": date(2026, 10, 1), "meeting_1_on": date(2026, 10, 2),
                "meeting_2_on": date(2026, 10, 3),
            },
            True,
        ),
        (
            {
                "refresher_on": date(2020, 10, 1), "meeting_1_on": date(2026, 10, 2),
                "meeting_2_on": date(2026, 10, 3),
            },
            False,
        ),
    ],
)  # fmt: skip
def test_a_renewal_is_earned_in_the_present_period(
    coordinator: Actor, seen: dict[str, date], earned: bool
) -> None:
    row = trained(coordinator)
    proved(row, coordinator, **seen)
    assert ("renew" not in blocked(row, coordinator)) is earned
    if earned:
        move_mentor(row.member.actor, "renew", by=coordinator)
        assert (row.state, row.valid_until) == ("active", date(2030, 6, 1))  # from the old date
        assert "renew" in blocked(row, coordinator)  # what was proved counted once


def test_a_closed_case_and_one_meeting_renew_as_well(coordinator: Actor) -> None:
    mentor = a_mentor()
    row = path_of(mentor)
    proved(row, coordinator, meeting_1_on=date(2026, 11, 2))
    assert "renew" in blocked(row, coordinator)
    case = case_at("closed", mentor=mentor)
    assert mentor_of(case) == mentor
    assert "renew" not in blocked(row, coordinator)


@pytest.mark.parametrize(("reason", "halted"), [("parental_leave", True), ("health", True), ("other", False)])
def test_a_rest_for_a_child_or_illness_stops_the_time(
    coordinator: Actor, hand: time_machine.Traveller, reason: str, halted: bool
) -> None:
    row = trained(coordinator)
    move_mentor(row.member.actor, "rest", by=row.member.actor, data={"reason_code": reason})
    assert row.state == "dormant"
    hand.shift(timedelta(days=100))
    move_mentor(row.member.actor, "reactivate", by=coordinator)
    assert row.valid_until == date(2028, 6, 1) + timedelta(days=100 if halted else 0)


def test_coming_back_after_the_end_needs_a_refresher(
    coordinator: Actor, hand: time_machine.Traveller
) -> None:
    row = trained(coordinator)
    move_mentor(row.member.actor, "rest", by=coordinator, data={"reason_code": "other"})
    hand.move_to(datetime(2028, 7, 1, 11, tzinfo=UTC))
    assert blocked(row, coordinator)["reactivate"].startswith("Die Zeit im Verzeichnis ist abgelaufen")
    proved(row, coordinator, refresher_on=date(2028, 6, 20))
    move_mentor(row.member.actor, "reactivate", by=coordinator)
    assert (row.state, row.valid_until) == ("active", date(2030, 6, 20))


# ---- Suspension and leaving ---------------------------------------------------------------------------


def test_a_suspension_ends_access_at_once_and_can_be_lifted(coordinator: Actor) -> None:
    mentor = a_mentor()
    case: Case = case_at("intake", mentor=mentor)
    move_mentor(mentor, "suspend", by=coordinator, data={"reason_code": "complaint"})
    row = path_of(mentor)
    session.refresh(case)
    assert (row.state, row.member.active, case.state) == ("suspended", False, "awaiting_mentor")
    assert not may_open_cases(row.member.id)
    assert active_mentors() == []
    move_mentor(mentor, "lift_suspension", by=coordinator)
    assert (row.state, row.member.active) == ("active", True)


def test_a_mentor_leaves_by_herself_and_her_account_closes(coordinator: Actor) -> None:
    row = trained(coordinator)
    move_mentor(row.member.actor, "retire", by=row.member.actor)
    assert (row.state, row.member.active) == ("retired", False)
    assert "erasure_planned" in {entry.trigger for entry in journal.entries_of(row)}


def test_after_36_dormant_months_the_entry_ends(coordinator: Actor, hand: time_machine.Traveller) -> None:
    row = trained(coordinator)
    move_mentor(row.member.actor, "rest", by=coordinator, data={"reason_code": "other"})
    hand.move_to(datetime(2029, 11, 21, 11, tzinfo=UTC))
    fire_overdue()
    assert row.state == "retired"


# ---- The way through training: nothing is proved that nobody has seen ------------------------------------


def test_without_cohorts_nobody_is_admitted_and_evidence_is_asked_for(coordinator: Actor) -> None:
    with unit_of_work():
        account = create_account(
            email="neu@post.example", first_name="Neu", last_name="Neumann", role="mentor", by=SYSTEM,
            now=clock.now(),
        )  # fmt: skip
        row = start(
            model=Enrolment, workflow="mentor_qualification", by=coordinator, now=clock.now(),
            submission="neu", account_id=account.id, repeats=0,
            data={"first_name": "Neu", "last_name": "Neumann", "email": "neu@post.example"},
        )  # fmt: skip
    with pytest.raises(Refused, match="noch nicht bestätigt"):
        move_mentor(
            account.actor, "apply", by=coordinator,
            data={
                "motivation": "x", "works_in_saarland": True, "function_in_company": "colleague",
                "way": "confirmed_address",
            },
        )  # fmt: skip
    move_mentor(
        account.actor, "apply", by=coordinator,
        data={
            "motivation": "x", "works_in_saarland": True, "function_in_company": "colleague",
            "way": "signed_form",
        },
    )  # fmt: skip
    move_mentor(account.actor, "start_review", by=coordinator)
    assert blocked(row, coordinator)["admit"] == "Es gibt noch keine Kohorte mit freien Plätzen."
    move_mentor(account.actor, "reject", by=coordinator, data={"reason_code": "no_seat"})
    mails = session.scalars(select(OutboxMessage.template)).all()
    assert "application_rejected" in mails


# ---- Evidence ------------------------------------------------------------------------------------------


def test_evidence_is_kept_by_trainers_and_not_overwritten_blindly(coordinator: Actor) -> None:
    row = trained(coordinator)
    with pytest.raises(Forbidden):
        proved(row, row.member.actor, refresher_on=date(2026, 11, 1))
    with pytest.raises(Refused, match="Zukunft"):
        proved(row, coordinator, refresher_on=date(2026, 11, 21))
    do(
        keep_evidence,
        by=coordinator,
        enrolment=row,
        data={"meeting_1_on": date(2026, 11, 2)},
        expected_revision=0,
    )
    with pytest.raises(Stale, match="AK-Koordination") as stale:
        do(
            keep_evidence,
            by=a_trainer(),
            enrolment=row,
            data={"meeting_1_on": date(2026, 11, 3)},
            expected_revision=0,
        )
    assert stale.value.status == 409
