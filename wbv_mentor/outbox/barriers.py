"""A report of a barrier becomes a mail to the coordination."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wbv_mentor import clock
from wbv_mentor.db import session
from wbv_mentor.errors import say
from wbv_mentor.outbox.actions import enqueue
from wbv_mentor.outbox.mails import register_mail
from wbv_mentor.web.barriers import DAYS_TO_ANSWER, register_barrier_report
from wbv_mentor.web.models import BarrierReport


def register_barrier_mail() -> None:
    """Tell the shell who takes its reports, and how the mail gets its values."""
    register_mail("barrier_report", _build)
    register_barrier_report(_pass_on)


def _pass_on(number: int, now: datetime) -> None:
    enqueue(
        key=f"barrier_report:{number}",
        template="barrier_report",
        recipient="role:coordinator",
        context={"report": number},
        reason={"rule": say("Jemand hat auf der Seite „Barriere melden“ etwas gemeldet.")},
        now=now,
    )


def _build(context: dict[str, Any]) -> dict[str, Any] | None:
    report = session.get(BarrierReport, context["report"])
    if report is None:
        return None
    return {"report": report, "day": clock.berlin_date(report.reported_at), "days": DAYS_TO_ANSWER}
