"""Opens the room: its anchors, legal rules, the journal's triggers, its jobs and the mail with the seal."""

from __future__ import annotations

from flask import Flask

from wbv_mentor.engine import legal
from wbv_mentor.pathways import correcting, guards, overdue, overwritten, sealing, triggers, undo_pages
from wbv_mentor.pathways.evaluation import views
from wbv_mentor.pathways.seal_mail import register_seal_mail


def init_pathways(app: Flask) -> None:
    """Importing the modules registers what they define; mails and pages are registered here."""
    app.register_blueprint(views.bp)
    correcting.register_mails()
    register_seal_mail()
    app.jinja_env.globals["possible_undo"] = undo_pages.possible_undo
    app.extensions["wbv_pathways"] = (legal, guards, overdue, overwritten, sealing, triggers)
