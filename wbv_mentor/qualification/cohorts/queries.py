"""What pages read about cohorts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from wbv_mentor.db import session
from wbv_mentor.german import german_order
from wbv_mentor.people.models import Account
from wbv_mentor.qualification.cohorts.models import Cohort, CohortSession
from wbv_mentor.qualification.cohorts.seats import taken_seats

GROUPS = ("current", "over", "cancelled", "all")
PER_PAGE = 25


@dataclass(frozen=True)
class CohortRow:
    """A line of the list."""

    cohort: Cohort
    taken: int


@dataclass(frozen=True)
class CohortList:
    """One page of the list."""

    rows: Sequence[CohortRow]
    total: int
    page: int
    pages: int


def cohort_list(
    seen: Select[Cohort], *, today: date, now: datetime, group: str = "current", search: str = "",
    page: int = 1,
) -> CohortList:  # fmt: skip
    """The cohorts of a scope, the newest first; `group` is one of GROUPS, anything else means all."""
    found = seen
    if group == "cancelled":
        found = found.where(Cohort.cancelled_at.is_not(None))
    elif group in ("current", "over"):
        still = Cohort.ends_on >= today if group == "current" else Cohort.ends_on < today
        found = found.where(Cohort.cancelled_at.is_(None), still)
    if search:
        names = (Cohort.name, Cohort.reference, Cohort.place)
        found = found.where(
            or_(*(func.lower(one).contains(search.lower(), autoescape=True) for one in names))
        )
    ids = found.with_only_columns(Cohort.id)
    total = int(session.scalar(select(func.count()).select_from(ids.subquery())) or 0)
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(page, 1), pages)
    rows = session.scalars(
        found.options(joinedload(Cohort.trainer))
        .order_by(Cohort.starts_on.desc(), Cohort.id.desc())
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    ).all()
    taken = taken_seats([one.id for one in rows], now=now)
    return CohortList([CohortRow(one, taken.get(one.id, 0)) for one in rows], total, page, pages)


def trainers() -> Sequence[Account]:
    """Every trainer who may sign in, by name."""
    found: Sequence[Account] = session.scalars(
        select(Account)
        .where(Account.role == "trainer", Account.active.is_(True))
        .order_by(german_order(Account.last_name), german_order(Account.first_name), Account.id)
    ).all()
    return found


def next_sessions(cohort: Cohort, *, today: date, most: int = 4) -> list[CohortSession]:
    """Sessions whose list is still to be taken, and those to come, in the order of their days."""
    wanted = [one for one in cohort.sessions if one.taken_at is None or one.held_on >= today]
    return sorted(wanted, key=lambda one: (one.held_on, one.begins))[:most]
