"""Numbers of yearly series, without gaps a rollback did not make: 2026-0147."""

from __future__ import annotations

from datetime import datetime

from wbv_mentor.clock import berlin_date
from wbv_mentor.db import insert_if_new, session
from wbv_mentor.pathways.models import ReferenceSeries


def hold_series(series: str, now: datetime) -> ReferenceSeries:
    """The series of Berlin's year of `now`, held until the unit of work ends: whoever begins something
    in it next waits, and then sees what was begun before."""
    year = berlin_date(now).year
    insert_if_new(ReferenceSeries, {"series": series, "year": year, "last": 0}, unique=("series", "year"))
    found: ReferenceSeries = session.get_one(
        ReferenceSeries, (series, year), with_for_update=True, populate_existing=True
    )
    return found


def next_reference(series: str, now: datetime) -> str:
    """The next number of the series in Berlin's year of `now`; under the unit of work's write lock."""
    row = hold_series(series, now)
    row.last += 1
    session.flush()
    return f"{row.year}-{row.last:04d}"
