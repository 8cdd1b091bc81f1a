"""Questions to companies on their path: who may ask what, what an answer binds, what ends one."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests.accounts import add_account
from wbv_mentor import clock
from wbv_mentor.companies import asking
from wbv_mentor.companies.actions import add_company
from wbv_mentor.companies.contacts import ContactData, add_contact
from wbv_mentor.companies.models import Confirmation
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import SYSTEM, Actor
from wbv_mentor.errors import Forbidden, Refused
from wbv_mentor.outbox.models import OutboxMessage
from wbv_mentor.pathways import deadlines, journal
from wbv_mentor.pathways.advance import advance
from wbv_mentor.pathways.overdue import fire_overdue

SIGNED: dict[str, Any] = {"signer_name": "Kim Klein", "signer_function": "Personal"}
PHONED: dict[str, Any] = {
    "answered_on": date(2026, 11, 20), "answered_by": "Kim Klein", "answered_as": "Personal",
}  # fmt: skip
COMPANY = Actor("company", 1)


@pytest.fixture
def coordinator(app: Flask) -> Actor:
    """Somebody of the AK."""
    return add_account("coordinator", "Kim Kern")


def ask(by: Actor, code: str = "C2", *, email: str | None = None) -> Confirmation:
    """A question to a company; without a mail address the coordination has to call."""
    with unit_of_work():
        company = add_company(
            name="Hütte GmbH", size="50_to_249", domains=["huette.example"], by=SYSTEM, now=clock.now()
        )
        known = company.current_contacts
        contact = known[0] if known else add_contact(
            company=company, by=SYSTEM, now=clock.now(),
            data=ContactData(
                name="Kim Klein", function="Personal", email=email, phone="0681 123", works_council=True
            ),
        )  # fmt: skip
        return asking.ask(
            code=code, contact=contact, facts={}, by=by, now=clock.now(), submission=str(uuid.uuid4())
        )


def fire(confirmation: Confirmation, trigger: str, by: Actor, data: dict[str, Any] | None = None) -> None:
    """Fire one transition."""
    with unit_of_work():
        advance(
            instance=confirmation, trigger=trigger, by=by, now=clock.now(), submission=str(uuid.uuid4()),
            data=data,
        )  # fmt: skip


def mails(template: str) -> list[OutboxMessage]:
    """The mails of one kind."""
    return list(session.scalars(select(OutboxMessage).where(OutboxMessage.template == template)))


def test_the_coordination_is_asked_to_call_and_records_the_answer(coordinator: Actor) -> None:
    asked = ask(coordinator)
    assert [mail.recipient for mail in mails("company_request")] == ["role:coordinator"]
    fire(asked, "confirm_by_phone", coordinator, PHONED)
    assert asked.state == "confirmed"
    assert [mail.state for mail in mails("company_request")] == ["cancelled"]
    assert len(mails("company_copy")) == 1
    kept = [entry for entry in journal.entries_of(asked) if entry.trigger == "answer_kept"]
    assert kept[0].note is not None
    assert "Kim Klein" in kept[0].note.text
    assert journal.broken_entry(journal.entries_of(asked)) is None


def test_a_mentor_asks_for_c2_to_c6_only(coordinator: Actor) -> None:
    mentor = add_account("mentor", "Mina Marx")
    with pytest.raises(Refused, match="nur die AK-Koordination"):
        ask(mentor, "C0")
    assert ask(mentor, "C2").state == "requested"


@pytest.mark.parametrize("code", ["C4", "C5", "C6"])
def test_nothing_about_a_person_is_asked_without_consent(coordinator: Actor, code: str) -> None:
    with pytest.raises(Refused, match="fehlt die Einwilligung"):
        ask(coordinator, code)
    assert session.scalars(select(Confirmation)).all() == []


def test_each_kind_knows_its_own_answers(coordinator: Actor) -> None:
    agreement = ask(coordinator, "C0")
    with pytest.raises(Refused, match="gibt es bei dieser Anfrage nicht"):
        fire(agreement, "dispute", COMPANY, SIGNED)
    talk = ask(coordinator, "C2")
    fire(talk, "dispute", COMPANY, SIGNED)
    assert talk.state == "disputed"


def test_an_answer_can_be_changed_for_seven_days_and_not_longer(coordinator: Actor) -> None:
    with time_machine.travel(datetime(2026, 11, 20, 9, tzinfo=UTC), tick=False) as clock_hand:
        talk = ask(coordinator, "C2")
        fire(talk, "confirm", COMPANY, SIGNED)
        clock_hand.shift(timedelta(days=6))
        fire(talk, "change_to_disputed", COMPANY, SIGNED)
        clock_hand.shift(timedelta(days=2))
        with pytest.raises(Refused, match="kann nicht mehr geändert werden"):
            fire(talk, "change_to_confirmed", COMPANY, SIGNED)
    assert talk.state == "disputed"


def test_after_14_days_it_expires_and_the_coordination_calls(coordinator: Actor) -> None:
    with time_machine.travel(datetime(2026, 11, 20, 9, tzinfo=UTC), tick=False) as clock_hand:
        asked = ask(coordinator)
        assert [row.due_on for row in deadlines.open_deadlines(asked)] == [date(2026, 12, 4)]
        clock_hand.shift(timedelta(days=14))
        assert fire_overdue() == 0
        clock_hand.shift(timedelta(days=1))
        assert fire_overdue() == 1
    assert asked.state == "expired"
    assert len(mails("company_call")) == 1
    fire(asked, "decline_by_phone", coordinator, PHONED)
    assert asked.state == "declined"


def test_time_is_given_once_and_for_14_days_at_most(coordinator: Actor) -> None:
    with time_machine.travel(datetime(2026, 11, 20, 9, tzinfo=UTC), tick=False):
        asked = ask(coordinator)
        with pytest.raises(Refused, match="ein Datum oder eine Frage"):
            fire(asked, "ask_for_time", COMPANY, SIGNED)
        fire(asked, "ask_for_time", COMPANY, {**SIGNED, "need_until": date(2027, 3, 1)})
        assert [row.due_on for row in deadlines.open_deadlines(asked)] == [date(2026, 12, 18)]
        assert [mail.recipient for mail in mails("company_question")] == [f"account:{coordinator.id}"]
        with pytest.raises(Refused, match="schon einmal um Zeit gebeten"):
            fire(asked, "ask_for_time", COMPANY, {**SIGNED, "question": "Noch mehr?"})


@pytest.mark.parametrize(("code", "stays"), [("C0", False), ("C1", False), ("C2", True)])
def test_what_is_confirmed_can_rarely_be_revoked(coordinator: Actor, code: str, stays: bool) -> None:
    asked = ask(coordinator, code)
    fire(asked, "confirm", COMPANY, SIGNED)
    if stays:
        with pytest.raises(Refused, match="nicht mehr zurücknehmen"):
            fire(asked, "revoke_request", coordinator)
    else:
        fire(asked, "revoke_request", coordinator)
    assert asked.state == ("confirmed" if stays else "revoked")


def test_revoking_an_open_request_sends_nothing_and_cancels_what_waits(coordinator: Actor) -> None:
    asked = ask(coordinator)
    before = len(session.scalars(select(OutboxMessage)).all())
    fire(asked, "revoke_request", SYSTEM)
    assert asked.state == "revoked"
    rows = session.scalars(select(OutboxMessage)).all()
    assert len(rows) == before
    assert all(row.state == "cancelled" for row in rows)
    assert deadlines.open_deadlines(asked) == []


def test_passing_on_ends_this_one_and_asks_the_colleague(coordinator: Actor) -> None:
    asked = ask(coordinator)
    with pytest.raises(Refused, match="Name und E-Mail-Adresse"):
        fire(asked, "pass_on", COMPANY, {**SIGNED, "colleague_name": "Alex Amt"})
    named = {"colleague_name": "Alex Amt", "colleague_email": "alex@huette.example"}
    fire(asked, "pass_on", COMPANY, {**SIGNED, **named})
    assert asked.state == "passed_on"
    others = session.scalars(select(Confirmation).where(Confirmation.id != asked.id)).all()
    assert [(one.state, one.code, one.asked_by_id) for one in others] == [("requested", "C2", coordinator.id)]


def test_nobody_but_mentor_and_coordination_asks(coordinator: Actor) -> None:
    with pytest.raises(Forbidden):
        ask(add_account("trainer", "Toni Tal"))
