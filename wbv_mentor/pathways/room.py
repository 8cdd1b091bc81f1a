"""Opens the room: its anchors, legal rules, the journal's triggers and the job that fires what is overdue."""

from __future__ import annotations

from flask import Flask

from wbv_mentor.engine import legal
from wbv_mentor.pathways import correcting, guards, overdue, overwritten, triggers, undo_pages


def init_pathways(app: Flask) -> None:
    """Importing the modules registers what they define; the outbox is told the one mail."""
    correcting.register_mails()
    app.jinja_env.globals["possible_undo"] = undo_pages.possible_undo
    app.extensions["wbv_pathways"] = (legal, guards, overdue, overwritten, triggers)
