"""Take in reports of barriers and forget them in time. Who is told registers from above."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from wbv_mentor import clock
from wbv_mentor.db import insert_if_new, session, unit_of_work
from wbv_mentor.errors import Refused, say
from wbv_mentor.jobs import job
from wbv_mentor.web.models import BarrierReport

DAYS_TO_ANSWER = 14
KEPT = timedelta(days=90)
MOST_AN_HOUR = 30

Receiver = Callable[[int, datetime], None]
_receivers: list[Receiver] = []


def register_barrier_report(receive: Receiver) -> None:
    """Say who takes a report: called with its id and now, inside the unit of work that keeps it."""
    if receive not in _receivers:
        _receivers.append(receive)


def can_report() -> bool:
    """Whether anybody would read a report."""
    return bool(_receivers)


def report_barrier(*, submission: str, text: str, page: str | None, email: str | None, now: datetime) -> bool:
    """Keep a report and pass it on, once for each submission; whether it was new.

    Refused when very many come in within an hour: each is a mail to several people.
    """
    _refuse_flood(submission, now)
    row = {"submission": submission, "text": text, "page": page, "email": email, "reported_at": now}
    if not insert_if_new(BarrierReport, row, unique="submission"):
        return False
    number = session.scalars(select(BarrierReport.id).filter_by(submission=submission)).one()
    for receive in _receivers:
        receive(number, now)
    return True


def _refuse_flood(submission: str, now: datetime) -> None:
    recent = select(func.count()).where(
        BarrierReport.reported_at > now - timedelta(hours=1), BarrierReport.submission != submission
    )
    if (session.scalar(recent) or 0) >= MOST_AN_HOUR:
        raise Refused(
            say("Gerade kommen sehr viele Meldungen an. Versuchen Sie es später, oder rufen Sie uns an.")
        )


def forget_old_reports(*, now: datetime) -> int:
    """Delete reports after ninety days; how many it were."""
    old = delete(BarrierReport).where(BarrierReport.reported_at < now - KEPT)
    return len(session.execute(old.returning(BarrierReport.id)).all())


@job("barrier_reports_forget", every=86_400)
def forget_reports() -> int:
    """What the tick does once a day."""
    with unit_of_work():
        return forget_old_reports(now=clock.now())
