"""Opens the room: scopes, mails, pages, and the job that makes documents."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from wbv_mentor.certificates import public_views, rendering, views
from wbv_mentor.certificates.mails import register_mails
from wbv_mentor.certificates.queries import waiting_to_be_issued
from wbv_mentor.certificates.scope import register_scopes
from wbv_mentor.engine.actors import Actor
from wbv_mentor.web.navigation import register_footer_link, register_item


def init_certificates(app: Flask) -> None:
    """Register everything about certificates."""
    register_scopes()
    register_mails()
    register_item(["trainer"], _l("Zertifikate"), "certificates.index", "draft", count=_waiting, place=4)
    register_footer_link(_l("Zertifikat prüfen"), "check.start")
    for blueprint in (views.bp, public_views.bp):
        app.register_blueprint(blueprint)
    app.extensions["wbv_certificates"] = rendering  # imported, so that its job is known


def _waiting(_actor: Actor) -> int:
    return waiting_to_be_issued()
