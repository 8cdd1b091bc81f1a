"""Opens the room: its mails and its job."""

from __future__ import annotations

from flask import Flask

from wbv_mentor.reminders import mails, sweep


def init_reminders(app: Flask) -> None:
    """Register the reminders' mails; importing the sweep has registered its job."""
    mails.register_mails()
    app.extensions["wbv_reminders"] = sweep
