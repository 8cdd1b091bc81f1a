"""The dates of a person's path that its deadlines are counted from.

Cohorts are not kept yet: nobody has one, and no seat of one was offered.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from wbv_mentor.engine.registry import anchor
from wbv_mentor.engine.types import Label
from wbv_mentor.pathways import records
from wbv_mentor.qualification.models import Enrolment


@anchor("cohort_start")
def cohort_start(enrolment: Enrolment) -> date | None:
    """The first day of the person's cohort."""
    return None


@anchor("seat_offered")
def seat_offered(enrolment: Enrolment) -> date | None:
    """The day on which a seat was offered; None when no offer is open."""
    return None


@anchor("practice_talk")
def practice_talk(enrolment: Enrolment) -> date | None:
    """The oldest supervised talk without a log."""
    day: date | None = records.values(enrolment, "evidence").get("practice_talk_on")
    return day


@anchor("training_return_on")
def training_return_on(enrolment: Enrolment) -> date | None:
    """The day on which an interrupted person wants to be back."""
    day: date | None = records.values(enrolment, "interrupt").get("return_on")
    return day if enrolment.state == "interrupted" else None


@anchor("valid_until")
def valid_until(enrolment: Enrolment) -> date | None:
    """The last day of the standing in the register."""
    return enrolment.valid_until


def open_cohorts() -> Iterable[tuple[str, Label]]:
    """Cohorts that take people: none as long as no cohorts are kept."""
    return ()
