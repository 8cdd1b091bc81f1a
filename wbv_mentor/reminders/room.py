"""Opens the room: its mails, its job and everybody's calendar."""

from __future__ import annotations

from flask import Flask

from wbv_mentor.reminders import mails, sweep
from wbv_mentor.reminders.calendar import views


def init_reminders(app: Flask) -> None:
    """Register the reminders' mails and the calendar; importing the sweep has registered its job."""
    mails.register_mails()
    app.register_blueprint(views.bp)
    app.extensions["wbv_reminders"] = sweep
