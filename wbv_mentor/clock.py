"""The only source of now. Moments are UTC; legal dates are Berlin dates."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
_standing: ContextVar[datetime | None] = ContextVar("standing", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _standing.get() or datetime.now(UTC)


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Let this thread's clock stand at a moment: the demo and simulations live through months so."""
    token = _standing.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _standing.reset(token)


def today() -> date:
    """Today's date in Berlin."""
    return berlin_date(now())


def berlin_date(moment: datetime) -> date:
    """The Berlin calendar date on which an aware moment falls."""
    return moment.astimezone(BERLIN).date()


def berlin_moment(day: date, hour: int = 7) -> datetime:
    """The UTC moment at which Berlin clocks show `hour`:00 on `day` (reminders leave at 07:00)."""
    return datetime.combine(day, time(hour), tzinfo=BERLIN).astimezone(UTC)
