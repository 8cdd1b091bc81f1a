"""The dates of a person's path that its deadlines are counted from."""

from __future__ import annotations

from datetime import date

from wbv_mentor.clock import berlin_date
from wbv_mentor.engine.registry import anchor
from wbv_mentor.errors import say
from wbv_mentor.pathways import records
from wbv_mentor.qualification.learning.done import oldest_talk_without_log
from wbv_mentor.qualification.models import Enrolment


@anchor("cohort_start", say("Beginn der Qualifizierung: %(day)s."))
def cohort_start(enrolment: Enrolment) -> date | None:
    """The first day of the person's cohort, unless it is cancelled."""
    cohort = enrolment.cohort
    return None if cohort is None or cohort.cancelled_at is not None else cohort.starts_on


@anchor("seat_offered", say("Platz angeboten am: %(day)s."))
def seat_offered(enrolment: Enrolment) -> date | None:
    """The day on which a seat was offered; None when no offer is open."""
    return None if enrolment.seat_offered_at is None else berlin_date(enrolment.seat_offered_at)


@anchor("practice_talk", say("Gespräch ohne Protokoll am: %(day)s."))
def practice_talk(enrolment: Enrolment) -> date | None:
    """The oldest supervised talk without a log."""
    return oldest_talk_without_log(enrolment.id)


@anchor("training_return_on", say("Geplanter Wiedereinstieg: %(day)s."))
def training_return_on(enrolment: Enrolment) -> date | None:
    """The day on which an interrupted person wants to be back."""
    day: date | None = records.values(enrolment, "interrupt").get("return_on")
    return day if enrolment.state == "interrupted" else None


@anchor("valid_until", say("Im Verzeichnis bis: %(day)s."))
def valid_until(enrolment: Enrolment) -> date | None:
    """The last day of the standing in the register."""
    return enrolment.valid_until
