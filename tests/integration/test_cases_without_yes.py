"""What nobody said yes to is neither kept nor done: before the consent, beside it, and after it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests.factories import (
    INTAKE,
    a_coordinator,
    a_mentor,
    case_at,
    do,
    fire,
    hand_over,
    mentor_of,
    on_behalf,
    reachable,
    suspend,
    withdraw,
)
from wbv_mentor import clock
from wbv_mentor.cases import actions
from wbv_mentor.cases.consent import alive
from wbv_mentor.cases.letters.recipients import mailboxes_of_mentee
from wbv_mentor.cases.models import Case
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.errors import Refused
from wbv_mentor.home.queries import cases_without_mentor
from wbv_mentor.outbox.mails import render
from wbv_mentor.outbox.models import OutboxMessage
from wbv_mentor.outbox.recipients import Mailbox
from wbv_mentor.pathways import records

HEALTH = {"health": "Rücken"}
RECEIVER = Mailbox("Kim", "kim@post.example", "de")


def _draft(case: Case, form: str, data: dict[str, str]) -> None:
    with unit_of_work():
        actions.save_draft(case=case, form=form, data=data, by=mentor_of(case), now=clock.now())


@pytest.mark.parametrize("state", ["contact", "consent_pending"])
def test_no_draft_of_the_talk_is_kept_before_the_yes(app: Flask, state: str) -> None:
    case = case_at(state)

    with pytest.raises(Refused):
        _draft(case, "intake", HEALTH)

    assert records.latest(case, "intake", submitted=False) is None


def test_a_handover_before_the_yes_opens_no_way_around_it(app: Flask) -> None:
    case = case_at("handover", base="contact")
    talk = {"held_on": clock.today(), "kind": "phone", "minutes": "10", "keywords": "Rücken"}

    for form, data in (("intake", dict(INTAKE)), ("talk", talk)):
        with pytest.raises(Refused):
            do(actions.save_form, by=mentor_of(case), case=case, form=form, data=data)
    with pytest.raises(Refused):
        _draft(case, "intake", HEALTH)


def test_who_agreed_to_the_telephone_gets_no_mail_because_somebody_enters_an_address(app: Flask) -> None:
    case = case_at("contact")
    reachable(case, channel="phone", email=None, phone="0681 12345")
    fire(case, "request_consent", by=mentor_of(case))
    yes = {"case_work": True, "contact_channel": True, **on_behalf("paper")}
    fire(case, "give_consent", by=mentor_of(case), data=yes)

    reachable(case)

    assert mailboxes_of_mentee(str(case.mentee_id)) == []


def test_a_handover_ends_with_its_consent_also_when_the_mentor_writes_that_down(app: Flask) -> None:
    case = case_at("offers")
    receiver = hand_over(case)
    given = alive(case, "handover", f"account:{receiver.id}")

    do(actions.withdraw_consent, by=mentor_of(case), consent=given, way="spoken")

    assert case.state == "offers"
    with pytest.raises(Refused):
        fire(case, "accept_handover", by=receiver)


def test_another_consent_that_ends_lets_the_handover_wait(app: Flask) -> None:
    case = case_at("offers")
    do(
        actions.give_consent, by=mentor_of(case), case=case, purpose="handover", way="paper",
        recipient=f"account:{a_mentor().id}", given_on=clock.today(), text_version="2026-1",
    )  # fmt: skip
    other = alive(case, "handover")
    hand_over(case)

    do(actions.withdraw_consent, by=a_coordinator(), consent=other, way="spoken")

    assert case.state == "handover"


def test_a_case_without_a_mentor_waits_since_its_day_in_berlin(app: Flask) -> None:
    with time_machine.travel(datetime(2026, 6, 30, 22, 30, tzinfo=UTC)):
        suspend(mentor_of(case_at("offers")))

    assert [one.since for one in cases_without_mentor()] == [date(2026, 7, 1)]


def test_who_was_asked_reads_nothing_about_a_case_that_was_taken_back(app: Flask) -> None:
    case = case_at("handover")
    request = OutboxMessage.template == "case_handover_request"
    asked = session.scalars(select(OutboxMessage).where(request)).one()
    assert render(asked.template, asked.context, asked.reason, RECEIVER) is not None

    withdraw(case)

    assert render(asked.template, asked.context, asked.reason, RECEIVER) is None
