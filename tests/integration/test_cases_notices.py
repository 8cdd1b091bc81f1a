"""What a mentee reads before the own data are erased: plainly, with the way back, no word of a deadline."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests import factories
from wbv_mentor.clock import berlin_date, berlin_moment
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.jobs import run
from wbv_mentor.outbox.mails import render
from wbv_mentor.outbox.models import OutboxMessage
from wbv_mentor.outbox.recipients import Mailbox
from wbv_mentor.pathways.deadlines import open_deadlines
from wbv_mentor.pathways.overdue import OverdueFailed

KIM = Mailbox("Kim", "kim@privat.example", "de")


def test_an_erasure_is_announced_with_its_day_and_the_way_back(app: Flask) -> None:
    case = factories.case_at("locked")
    with factories.days_later(1):
        run("reminders")
        row = session.scalars(select(OutboxMessage).where(OutboxMessage.template == "reminder_erasure")).one()
        mail = render(row.template, row.context, row.reason, KIM)
    assert mail is not None
    erased_on = berlin_date(case.entered_at) + timedelta(days=8)
    assert "löschen wir Ihre Angaben" in mail.body
    assert "/meine-beratung/" in mail.body
    assert "endet eine Frist" not in mail.body
    assert mail.subject == "Nachricht vom Weiterbildungsverbund Saarland"
    assert f", {erased_on.day}. " in mail.body


def test_a_yes_entered_late_still_leaves_time_for_two_notices(app: Flask) -> None:
    case = factories.case_at("consent_pending")
    signed = factories.on_behalf("paper", given_on=factories.today() - timedelta(days=30))
    data = {"case_work": True, "original_to_ak": True, **signed}

    factories.fire(case, "give_consent", by=factories.mentor_of(case), data=data)

    assert factories.system_acts() == 0
    assert case.state == "intake"
    for days in (1, 7):
        with factories.days_later(days):
            run("reminders")
    original = next(row for row in open_deadlines(case) if row.rule == "paper_original_arrived")
    notices = OutboxMessage.key.startswith(f"reminder:{original.id}:")
    assert len(session.scalars(select(OutboxMessage).where(notices)).all()) == 2
    with factories.days_later(9):
        assert factories.system_acts() == 1
    assert case.state == "locked"


def test_a_case_closed_on_31_january_is_announced_twice_before_it_is_erased(app: Flask) -> None:
    with time_machine.travel(datetime(2026, 8, 3, 9, tzinfo=UTC)):
        case = factories.case_at("follow_up")
        factories.followed_up(case)
    with time_machine.travel(datetime(2027, 1, 31, 14, tzinfo=UTC)):
        closing = {"outcome_code": "certificate", **factories.HANDED_OVER}
        factories.fire(case, "close_case", by=factories.mentor_of(case), data=closing)
        row = next(row for row in open_deadlines(case) if row.rule == "erasure_after_closing")

    assert row.next_reminder_at == berlin_moment(row.due_on - timedelta(days=28))


def test_a_defect_in_one_case_stops_no_other_one(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    broken, sound = factories.case_at("contact"), factories.case_at("contact")
    with unit_of_work():
        row = next(row for row in open_deadlines(broken) if row.rule == "contact_without_consent")
        row.on_overdue = "no_such_transition"

    with factories.days_later(31), pytest.raises(OverdueFailed):
        factories.system_acts()

    assert (broken.state, sound.state) == ("contact", "erased")
    assert "cannot be looked at" in caplog.text
