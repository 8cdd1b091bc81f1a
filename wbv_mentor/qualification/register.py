"""The standing in the register: 24 months, renewed from the old date, standing still while somebody rests.

A certificate never expires; this standing does (domain.md, section 2).
"""

from __future__ import annotations

from datetime import date, timedelta

from wbv_mentor.clock import berlin_date
from wbv_mentor.engine.dates import add_months
from wbv_mentor.pathways import journal, records
from wbv_mentor.qualification.models import Enrolment

VALID_MONTHS = 24
STANDS_STILL = ("parental_leave", "health")
ERASED_AFTER = {"rejected": 6, "withdrawn": 6, "dropped_out": 36, "retired": 36}  # months


def period_began(enrolment: Enrolment) -> date | None:
    """The first day of the period that is valid now."""
    return None if enrolment.valid_until is None else add_months(enrolment.valid_until, -VALID_MONTHS)


def rested_days(enrolment: Enrolment, today: date) -> int:
    """For how many days the validity stood still in the last rest (parental leave, illness); 0 otherwise."""
    moves = journal.standing_moves(enrolment)
    into = [entry for entry in moves if entry.to_state == "dormant"]
    if not into or into[-1].trigger != "rest":
        return 0
    reason = records.values(enrolment, "rest").get("reason_code")
    return (today - berlin_date(into[-1].at)).days if reason in STANDS_STILL else 0


def valid_until_if_resumed(enrolment: Enrolment, today: date) -> date | None:
    """Until when the standing would last if the mentor came back today."""
    if enrolment.valid_until is None:
        return None
    return enrolment.valid_until + timedelta(days=rested_days(enrolment, today))


def refreshed_until(enrolment: Enrolment) -> date | None:
    """Until when a refresher carries that was attended in or after the period that is valid now."""
    refresher_on: date | None = records.values(enrolment, "evidence").get("refresher_on")
    began = period_began(enrolment)
    if refresher_on is None or (began is not None and refresher_on < began):
        return None
    return add_months(refresher_on, VALID_MONTHS)


def erase_after(enrolment: Enrolment) -> date | None:
    """The day from which a person's data are no longer needed; None while the path goes on."""
    months = ERASED_AFTER.get(enrolment.state)
    return None if months is None else add_months(berlin_date(enrolment.entered_at), months)
