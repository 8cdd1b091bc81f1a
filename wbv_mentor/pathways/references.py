"""Numbers of yearly series, without gaps a rollback did not make: 2026-0147."""

from __future__ import annotations

from datetime import datetime

from wbv_mentor.clock import berlin_date
from wbv_mentor.db import session
from wbv_mentor.pathways.models import ReferenceSeries


def next_reference(series: str, now: datetime) -> str:
    """The next number of the series in Berlin's year of `now`; under the unit of work's write lock."""
    year = berlin_date(now).year
    row = session.get(ReferenceSeries, (series, year), with_for_update=True)
    if row is None:
        row = ReferenceSeries(series=series, year=year, last=0)
        session.add(row)
    row.last += 1
    session.flush()
    return f"{year}-{row.last:04d}"
