"""Opens the room: scopes, mails, and the job that makes documents."""

from __future__ import annotations

from flask import Flask

from wbv_mentor.certificates import rendering
from wbv_mentor.certificates.mails import register_mails
from wbv_mentor.certificates.scope import register_scopes


def init_certificates(app: Flask) -> None:
    """Register everything about certificates."""
    register_scopes()
    register_mails()
    app.extensions["wbv_certificates"] = rendering  # imported, so that its job is known
