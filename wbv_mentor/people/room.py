"""Opens the room: Flask-Security, who is signed in, pages, scopes, mails, jobs."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from wbv_mentor.people import admin_views, own_views, sweeps, views
from wbv_mentor.people.mails import register_mails
from wbv_mentor.people.scope import register_scopes
from wbv_mentor.people.security import init_security
from wbv_mentor.people.sessions import IDLE
from wbv_mentor.people.sign_in import init_sign_in, signed_in_actor, signed_in_person
from wbv_mentor.web.access import register_actor_loader
from wbv_mentor.web.navigation import register_item, register_person


def init_people(app: Flask) -> None:
    """Register everything about accounts. The shell must be on the application already."""
    init_sign_in(app, init_security(app))
    register_actor_loader(signed_in_actor)
    register_person(signed_in_person, sign_out="people.logout", account="account.show", idle=IDLE)
    register_item(["admin"], _l("Zugänge"), "accounts.index", "account-circle")
    register_scopes()
    register_mails()
    for blueprint in (views.bp, own_views.bp, admin_views.bp):
        app.register_blueprint(blueprint)
    app.extensions["wbv_people"] = sweeps  # imported, so that its job is registered
