"""Opens the room."""

from __future__ import annotations

from flask import Flask


def init_home(app: Flask) -> None:
    """Put the room on the application."""
