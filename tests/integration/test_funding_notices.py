"""From which day a notice counts: the fourth after posting, a later receipt, or the day it was delivered."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from tests.factories import application, case_at, mentor_of, move_application
from wbv_mentor import clock
from wbv_mentor.cases.models import Case
from wbv_mentor.errors import Refused
from wbv_mentor.funding.models import FundingApplication
from wbv_mentor.pathways import deadlines, explaining
from wbv_mentor.pathways.models import Deadline

SENT = date(2026, 11, 20)


def move(row: FundingApplication, trigger: str, **data: Any) -> None:
    """The mentor fires one transition."""
    case = row.parent
    assert isinstance(case, Case)
    move_application(row, trigger, by=mentor_of(case), data=data)


def filed() -> FundingApplication:
    """An application at the employment agency, sent on 20.11.2026."""
    row = application(case_at("plan_agreed"), "sgb3_82_qcg")
    move(row, "submit", submitted_on=SENT, way="letter", proof="Einlieferungsbeleg")
    return row


def running(row: FundingApplication, rule: str) -> Deadline:
    """The open deadline of a rule."""
    return next(one for one in deadlines.open_deadlines(row) if one.rule == rule)


def steps(row: FundingApplication, rule: str) -> list[str]:
    """How the page explains the date of a rule."""
    return [str(step) for step in explaining.steps_of(running(row, rule))]


def test_a_later_receipt_moves_the_objection(app: Flask) -> None:
    with time_machine.travel(datetime(2026, 11, 30, 11, tzinfo=UTC), tick=False):
        row = filed()
        move(row, "reject", notice_sent_on=SENT, delivered_on=clock.today(), instruction="yes")
    assert running(row, "objection").due_on == date(2026, 12, 30)
    assert steps(row, "objection") == [
        "Aufgabe zur Post oder Versand: 20.11.2026.",
        "Angekommen erst am 30.11.2026, später als vier Tage danach. Dieser Tag zählt.",
        "Ein Monat danach: 30.12.2026.",
    ]


def test_what_is_delivered_formally_counts_from_that_day(app: Flask) -> None:
    with time_machine.travel(datetime(2026, 11, 23, 11, tzinfo=UTC), tick=False):
        row, today = filed(), clock.today()
        notice = {"notice_sent_on": SENT, "notice_way": "delivered", "instruction": "yes"}
        for day in (None, SENT - timedelta(days=1)):
            with pytest.raises(Refused) as refused:
                move(row, "reject", **notice, delivered_on=day)
            assert refused.value.field == "delivered_on"
        move(row, "reject", **notice, delivered_on=date(2026, 11, 21))
        assert running(row, "objection").due_on == date(2026, 12, 21)
        told = "Zugestellt oder persönlich übergeben am 21.11.2026. Dieser Tag zählt."
        assert steps(row, "objection")[0] == told
        move(row, "object", objection_sent_on=today, way="letter", proof="Einschreiben")
        move(row, "reject_objection", **notice | {"notice_sent_on": today}, delivered_on=today)
        assert running(row, "court_action").due_on == date(2026, 12, 23)
