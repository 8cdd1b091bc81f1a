"""Opens the room: the start page and its entry in the navigation, with the number of what is due."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from wbv_mentor import clock
from wbv_mentor.engine.actors import Actor
from wbv_mentor.home import queries, trainer, views
from wbv_mentor.web.navigation import register_item


def init_home(app: Flask) -> None:
    """Put the room on the application."""
    register_item(["mentor", "coordinator"], _l("Start"), "home.start", "home", count=_due, place=0)
    register_item(["trainer"], _l("Start"), "home.start", "home", count=_waiting, place=0)
    register_item(["admin"], _l("Start"), "home.start", "home", place=0)
    app.register_blueprint(views.bp)


def _waiting(actor: Actor) -> int:
    return trainer.due_count(actor, clock.today())


def _due(actor: Actor) -> int:
    return queries.due_count(actor, clock.today())
