"""Opens the inner room: how people come."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from wbv_mentor.qualification.joining import (
    effects,
    erasure,
    import_views,
    offers,
    own,
    review_views,
    views,
)
from wbv_mentor.qualification.joining.letters import register_letters
from wbv_mentor.qualification.joining.scope import register_scopes
from wbv_mentor.web.navigation import register_footer_link


def init_joining(app: Flask) -> None:
    """Register everything about joining."""
    register_scopes()
    register_letters()
    register_footer_link(_l("Mentor*in werden"), "joining.interest")
    # Imported, so that the effects and the job are known and the own pages hang on the blueprint.
    app.extensions["wbv_joining"] = (effects, erasure, offers, own)
    for blueprint in (views.bp, import_views.bp, review_views.bp):
        app.register_blueprint(blueprint)
