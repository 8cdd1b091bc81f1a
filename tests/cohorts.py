"""Cohorts for tests, made by the real use cases."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

from tests.factories import a_trainer, fresh, today
from wbv_mentor import clock
from wbv_mentor.db import unit_of_work
from wbv_mentor.engine.actors import Actor
from wbv_mentor.qualification.cohorts.actions import create_cohort

_numbers = count(1)


def a_cohort(
    *, trainer: Actor | None = None, starts_on: date | None = None, seats: int = 12, name: str = ""
) -> int:
    """A cohort as the curriculum proposes it, beginning in 70 days unless said otherwise; its id."""
    by = trainer or a_trainer()
    with unit_of_work():
        return create_cohort(
            name=name or f"Kohorte {next(_numbers)}", starts_on=starts_on or today() + timedelta(days=70),
            ends_on=None, place="Bildungszentrum Kirkel", seats=seats, trainer_id=int(by.id or 0), by=by,
            now=clock.now(), submission=fresh(),
        ).id  # fmt: skip
