"""Seats of a cohort: who takes one, how many are free, and which cohorts take people at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select

from wbv_mentor import clock
from wbv_mentor.clock import berlin_date
from wbv_mentor.db import session
from wbv_mentor.engine.types import Label
from wbv_mentor.qualification.cohorts.models import Cohort
from wbv_mentor.qualification.models import SEATED, Enrolment

OFFER_DAYS = 7  # an open offer keeps a seat free so long


def takes_seat(now: datetime) -> ColumnElement[bool]:
    """Enrolments that take a seat of their cohort: in it, or on the waiting list with an open offer."""
    offered = and_(
        Enrolment.state == "waitlisted", Enrolment.seat_offered_at > now - timedelta(days=OFFER_DAYS + 1)
    )
    return or_(Enrolment.state.in_(SEATED), offered)


def taken_seats(cohort_ids: Iterable[int], *, now: datetime) -> dict[int, int]:
    """How many seats of each of these cohorts are taken; cohorts without anybody are not named."""
    rows = session.execute(
        select(Enrolment.cohort_id, func.count())
        .where(Enrolment.cohort_id.in_(list(cohort_ids)), takes_seat(now))
        .group_by(Enrolment.cohort_id)
    )
    return {int(cohort_id or 0): count for cohort_id, count in rows}


def free_seats(cohort: Cohort, *, now: datetime) -> int:
    """How many more people the cohort takes; none once it is cancelled."""
    if cohort.cancelled_at is not None:
        return 0
    return max(0, cohort.seats - taken_seats([cohort.id], now=now).get(cohort.id, 0))


def free_for(cohort: Cohort, person: Enrolment, *, now: datetime) -> bool:
    """Whether this person can have a seat: who holds one already (an open offer) needs no further one."""
    if cohort.cancelled_at is not None or cohort.ends_on < berlin_date(now):
        return False
    if person.cohort_id == cohort.id:
        others = select(func.count()).where(
            Enrolment.cohort_id == cohort.id, Enrolment.id != person.id, takes_seat(now)
        )
        return int(session.scalar(others) or 0) < cohort.seats
    return free_seats(cohort, now=now) > 0


def hold_cohort(cohort_id: int) -> Cohort:
    """Hold a cohort until the unit of work ends: whoever gives its last seat next waits and sees it gone."""
    found: Cohort = session.get_one(Cohort, cohort_id, with_for_update=True, populate_existing=True)
    return found


def current_cohorts() -> Sequence[Cohort]:
    """Cohorts that are neither cancelled nor over, the next one first."""
    found: Sequence[Cohort] = session.scalars(
        select(Cohort)
        .where(Cohort.cancelled_at.is_(None), Cohort.ends_on >= clock.today())
        .order_by(Cohort.starts_on, Cohort.id)
    ).all()
    return found


def _choice(cohort: Cohort) -> tuple[str, Label]:
    begins = f"{cohort.starts_on.day}.{cohort.starts_on.month}.{cohort.starts_on.year}"
    return str(cohort.id), Label(
        de=f"{cohort.name}, ab {begins} ({cohort.reference})",
        en=f"{cohort.name}, from {begins} ({cohort.reference})",
    )


def all_choices() -> list[tuple[str, Label]]:
    """Every cohort that is neither cancelled nor over."""
    return [_choice(cohort) for cohort in current_cohorts()]


def open_choices() -> list[tuple[str, Label]]:
    """Those of them that have a free seat."""
    cohorts = current_cohorts()
    taken = taken_seats([one.id for one in cohorts], now=clock.now())
    return [_choice(one) for one in cohorts if taken.get(one.id, 0) < one.seats]
