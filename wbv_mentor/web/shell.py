"""Puts the shell on an application: one call before the rooms, one after them."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app, g
from flask_wtf import CSRFProtect

from wbv_mentor.web import access, assets, errors, formatting, headers, languages, navigation, pages
from wbv_mentor.web.forms import new_submission
from wbv_mentor.web.local import here, with_args
from wbv_mentor.web.row_numbers import init_row_numbers

MOST_BYTES = 11 * 1024 * 1024  # a file of 10 MB and the form around it


def init_shell(app: Flask) -> None:
    """Headers, access, CSRF, languages, filters, error pages, footer pages.

    Needs `SETTINGS` and `SECRET_KEY` in the configuration. Access is asked before CSRF, so that a
    form sent after signing out leads to the sign-in and not to an error.
    """
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    app.config.setdefault("WTF_CSRF_TIME_LIMIT", None)  # a token lives as long as its session
    app.config["WTF_CSRF_SSL_STRICT"] = False  # browsers send no Referer under our no-referrer policy
    init_row_numbers(app)
    headers.init_headers(app)
    access.init_access(app)
    CSRFProtect(app)
    languages.init_languages(app)
    formatting.init_formatting(app)
    assets.init_assets(app)
    errors.init_errors(app)
    pages.init_pages(app)
    # Globals, because components are imported without context.
    app.jinja_env.globals.update(here=here, with_args=with_args, new_submission=new_submission)
    app.context_processor(_layout)


def finish_shell(app: Flask) -> None:
    """Call when every blueprint is registered: stops the start on an unmarked endpoint."""
    access.check_marks(app)


def _layout() -> dict[str, Any]:
    """What the layout draws. A page about a defect asks nobody anything."""
    settings = current_app.config["SETTINGS"]
    bare: bool = g.get("wbv_bare", False)
    return {
        "operator": settings,
        "nav_entries": (lambda: []) if bare else navigation.entries,
        "person": (lambda: None) if bare else navigation.person,
        "account_links": navigation.account_links,
        "footer_links": navigation.footer_links,
        "idle_seconds": navigation.idle_seconds,
        "role_labels": navigation.ROLE_LABELS,
    }
