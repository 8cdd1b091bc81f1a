"""Opens the inner room: how people come."""

from __future__ import annotations

from flask import Flask

from wbv_mentor.qualification.joining.scope import register_scopes


def init_joining(app: Flask) -> None:
    """Register everything about joining."""
    register_scopes()
