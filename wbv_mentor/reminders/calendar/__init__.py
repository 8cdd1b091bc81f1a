"""Everybody's dates as a private calendar feed: neutral titles, whole days, a renewable address."""

from wbv_mentor.reminders.calendar.dates import Entry, register_dates

__all__ = ["Entry", "register_dates"]
