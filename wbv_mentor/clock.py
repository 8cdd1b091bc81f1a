"""The only source of now. Moments are UTC; legal dates are Berlin dates."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Today's date in Berlin."""
    return berlin_date(now())


def berlin_date(moment: datetime) -> date:
    """The Berlin calendar date on which an aware moment falls."""
    return moment.astimezone(BERLIN).date()


def berlin_moment(day: date, hour: int = 7) -> datetime:
    """The UTC moment at which Berlin clocks show `hour`:00 on `day` (reminders leave at 07:00)."""
    return datetime.combine(day, time(hour), tzinfo=BERLIN).astimezone(UTC)
