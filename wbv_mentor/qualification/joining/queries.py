"""What the pages of joining read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from wbv_mentor.db import session
from wbv_mentor.qualification.cohorts.models import Cohort


def cohorts_to_wish_for(today: date) -> Sequence[Cohort]:
    """Cohorts that are still to begin, full or not (there is a waiting list), soonest first."""
    query = select(Cohort).where(Cohort.starts_on > today, Cohort.cancelled_at.is_(None))
    found: Sequence[Cohort] = session.scalars(query.order_by(Cohort.starts_on, Cohort.id)).all()
    return found
