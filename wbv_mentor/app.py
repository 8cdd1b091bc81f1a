"""Puts the house together: one application from one set of settings."""

from __future__ import annotations

from flask import Flask
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix

from wbv_mentor.cases.room import init_cases
from wbv_mentor.certificates.room import init_certificates
from wbv_mentor.companies.room import init_companies
from wbv_mentor.config import ROOT, Settings, load_settings, secret_key
from wbv_mentor.db import db, init_db
from wbv_mentor.funding.room import init_funding
from wbv_mentor.home.room import init_home
from wbv_mentor.jobs.room import init_jobs
from wbv_mentor.outbox.room import init_outbox
from wbv_mentor.pathways.room import init_pathways
from wbv_mentor.people.room import init_people
from wbv_mentor.qualification.room import init_qualification
from wbv_mentor.reminders.room import init_reminders
from wbv_mentor.web.shell import finish_shell, init_shell

ROOMS = (
    init_outbox, init_jobs, init_people, init_pathways, init_reminders, init_companies, init_certificates,
    init_funding, init_qualification, init_cases, init_home,
)  # fmt: skip


def create_app(settings: Settings | None = None) -> Flask:
    """The application for these settings (default: the environment). Raises SettingsError."""
    settings = settings or load_settings()
    app = Flask("wbv_mentor", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.config.update(SETTINGS=settings, SECRET_KEY=secret_key(settings))
    if settings.proxies:
        hops = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    init_db(app, settings.database)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True, compare_type=True)
    init_shell(app)
    for init_room in ROOMS:
        init_room(app)
    finish_shell(app)
    return app
