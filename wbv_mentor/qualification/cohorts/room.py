"""Opens the inner room: cohorts, their sessions, the board."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from wbv_mentor.engine.registry import register_choices
from wbv_mentor.outbox.mails import register_mail
from wbv_mentor.qualification.cohorts import date_views, seats, session_views, sweeps, views
from wbv_mentor.qualification.cohorts.curriculum import curriculum
from wbv_mentor.qualification.cohorts.telling import session_mail
from wbv_mentor.web.navigation import register_item


def init_cohorts(app: Flask) -> None:
    """Register everything about cohorts. A wrong curriculum ends the start."""
    curriculum()
    register_choices("open_cohorts", seats.open_choices)
    register_choices("cohorts", seats.all_choices)
    register_mail("cohort_session", session_mail)
    register_mail("session_reminder", sweeps.reminder_mail)
    register_item(["trainer"], _l("Kohorten"), "cohorts.index", "checklist", place=2)
    for blueprint in (views.bp, session_views.bp, date_views.bp):
        app.register_blueprint(blueprint)
