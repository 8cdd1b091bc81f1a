"""What a mentee reads before the own data are erased: plainly, with the way back, no word of a deadline."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from tests import factories
from wbv_mentor.clock import berlin_date
from wbv_mentor.db import session
from wbv_mentor.jobs import run
from wbv_mentor.outbox.mails import render
from wbv_mentor.outbox.models import OutboxMessage
from wbv_mentor.outbox.recipients import Mailbox

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
