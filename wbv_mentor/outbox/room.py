"""Opens the room: its jobs, the reader for the demo, /healthz."""

from __future__ import annotations

from flask import Flask

from wbv_mentor.config import Settings, SettingsError
from wbv_mentor.outbox import delivery, health, views
from wbv_mentor.outbox.barriers import register_barrier_mail
from wbv_mentor.outbox.smtp import server_of


def init_outbox(app: Flask) -> None:
    """Register the pages and the jobs. Raises SettingsError for an unusable WBV_SMTP_URL."""
    settings: Settings = app.config["SETTINGS"]
    if settings.smtp_url:
        try:
            server_of(settings.smtp_url)
        except ValueError as error:
            raise SettingsError(f"WBV_SMTP_URL is not usable: {error}.") from None
    register_barrier_mail()
    app.register_blueprint(views.bp)
    app.register_blueprint(health.bp)
    app.extensions["wbv_outbox"] = delivery  # imported, so that its jobs are registered
