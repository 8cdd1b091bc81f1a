"""Opens the room: its anchors, legal rules, the journal's triggers and the job that fires what is overdue."""

from __future__ import annotations

from flask import Flask

from wbv_mentor.engine import legal
from wbv_mentor.pathways import guards, overdue, triggers


def init_pathways(app: Flask) -> None:
    """Nothing to put on the application; importing the modules registers what they define."""
    app.extensions["wbv_pathways"] = (legal, guards, overdue, triggers)
