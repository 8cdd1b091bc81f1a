"""Opens the room: the directory's pages, its scopes, the address check, the choices for other forms."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from wbv_mentor.companies import effects, guards, views
from wbv_mentor.companies.addresses import refuse_company_address
from wbv_mentor.companies.mails import register_mails
from wbv_mentor.companies.queries import company_choices
from wbv_mentor.companies.reminders import register_reminders
from wbv_mentor.companies.scope import register_scopes
from wbv_mentor.engine.registry import register_choices
from wbv_mentor.people.addresses import register_address_check
from wbv_mentor.web.navigation import register_item


def init_companies(app: Flask) -> None:
    """Register everything about companies."""
    register_scopes()
    register_mails()
    register_reminders()
    register_address_check(refuse_company_address)
    register_choices("companies", company_choices)
    register_item(["coordinator"], _l("Betriebe"), "companies.index", "dehaze", place=4)
    app.register_blueprint(views.bp)
    app.extensions["wbv_companies"] = (guards, effects)  # imported, so that their names are known
