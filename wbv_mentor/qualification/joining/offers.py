"""Seats offered to the waiting list: seven days to answer, then the next one is asked.

Who lets an offer pass stays on the list. After the second one the coordination is asked to call.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from wbv_mentor import clock
from wbv_mentor.clock import berlin_date
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import SYSTEM, Actor
from wbv_mentor.errors import Forbidden, Refused, WbvError, say
from wbv_mentor.jobs import job
from wbv_mentor.outbox.actions import enqueue
from wbv_mentor.pathways import deadlines, journal
from wbv_mentor.pathways.holding import hold
from wbv_mentor.qualification.cohorts import seats
from wbv_mentor.qualification.cohorts.models import Cohort
from wbv_mentor.qualification.guards import NO_SEAT
from wbv_mentor.qualification.joining import letters
from wbv_mentor.qualification.models import Enrolment

LOG = logging.getLogger(__name__)
OFFERED, LAPSED = "seat_offered", "seat_offer_lapsed"
MOST_OFFERS = 2  # by the system; the coordination may offer again
journal.register_event(OFFERED, say("Platz angeboten"))
journal.register_event(LAPSED, say("Platzangebot nicht beantwortet"))


def offer_is_open(enrolment: Enrolment, today: date) -> bool:
    """Whether a seat was offered at most seven days ago."""
    offered = enrolment.seat_offered_at
    return offered is not None and (today - berlin_date(offered)).days <= seats.OFFER_DAYS


def offer_seat(*, enrolment: Enrolment, by: Actor, now: datetime, submission: str) -> None:
    """Offer a free seat of the cohort somebody waits for; a repeat does nothing.

    Refused if the person does not wait or has an open offer, if no seat is free or the cohort has begun;
    Forbidden unless a trainer, the coordination or the system asks.
    """
    if by.role not in ("trainer", "coordinator", "system"):
        raise Forbidden(say("Das darf Ihre Rolle nicht."))
    hold(enrolment)
    if journal.find_submission(enrolment, submission) is not None:
        return
    today = berlin_date(now)
    if enrolment.state != "waitlisted" or enrolment.cohort_id is None:
        raise Refused(say("Die Person steht nicht auf der Warteliste."))
    if offer_is_open(enrolment, today):
        raise Refused(say("Der Person ist schon ein Platz angeboten."))
    cohort = seats.hold_cohort(enrolment.cohort_id)
    if cohort.starts_on <= today or seats.free_seats(cohort, now=now) < 1:
        raise Refused(NO_SEAT)
    enrolment.seat_offered_at = now
    enrolment.seat_offers += 1
    entry = journal.note(instance=enrolment, event=OFFERED, by=by, now=now, submission=submission)
    deadlines.recompute(instance=enrolment, now=now, cause=entry.id)
    rule = say("Sie stehen auf der Warteliste, und ein Platz ist frei geworden.")
    letters.write(enrolment, "application_seat", rule=rule, now=now, cause=entry.id)


@job("joining.offers", every=300)
def ask_the_next() -> int:
    """End offers that nobody answered, then offer what is free; how many of both."""
    today = clock.today()
    return sum(_lapse(one) for one in _unanswered(today)) + sum(_offer(one) for one in _next(today))


def _unanswered(today: date) -> Sequence[int]:
    query = select(Enrolment).where(Enrolment.state == "waitlisted", Enrolment.seat_offered_at.is_not(None))
    found = [one.id for one in session.scalars(query).all() if not offer_is_open(one, today)]
    session.rollback()
    return found


def _next(today: date) -> Sequence[int]:
    """Who waits for a cohort to come: longest first, who let an offer pass after the others."""
    query = (
        select(Enrolment.id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(
            Enrolment.state == "waitlisted", Enrolment.seat_offered_at.is_(None),
            Enrolment.seat_offers < MOST_OFFERS, Cohort.starts_on > today, Cohort.cancelled_at.is_(None),
        )
        .order_by(Enrolment.seat_offers, Enrolment.entered_at, Enrolment.id)
    )  # fmt: skip
    found = session.scalars(query).all()
    session.rollback()
    return found


def _lapse(number: int) -> bool:
    with unit_of_work():
        enrolment = session.get_one(Enrolment, number)
        hold(enrolment)
        now = clock.now()
        if enrolment.state != "waitlisted" or enrolment.seat_offered_at is None:
            return False
        if offer_is_open(enrolment, berlin_date(now)):
            return False
        mark = f"lapsed:{enrolment.seat_offered_at.isoformat()}"[:36]
        enrolment.seat_offered_at = None
        entry = journal.note(instance=enrolment, event=LAPSED, by=SYSTEM, now=now, submission=mark)
        deadlines.recompute(instance=enrolment, now=now, cause=entry.id)
        if enrolment.seat_offers >= MOST_OFFERS:
            _ask_the_coordination(enrolment, now, entry.id)
    return True


def _offer(number: int) -> bool:
    try:
        with unit_of_work():
            enrolment = session.get_one(Enrolment, number)
            submission = f"offer:{number}:{enrolment.seat_offers + 1}"
            offer_seat(enrolment=enrolment, by=SYSTEM, now=clock.now(), submission=submission)
    except WbvError:  # no seat is free: the usual case
        return False
    except Exception:  # a defect in one application stops no other one
        session.rollback()
        LOG.exception("application %s gets no offer", number)
        return False
    return True


def _ask_the_coordination(enrolment: Enrolment, now: datetime, cause: int) -> None:
    enqueue(
        key=f"application_silent:{enrolment.id}:{cause}", template="application_silent",
        recipient="role:coordinator", context={"enrolment": enrolment.id},
        reason={"rule": say("Auf zwei Platzangebote kam keine Antwort.")}, now=now, cause=cause,
    )  # fmt: skip
