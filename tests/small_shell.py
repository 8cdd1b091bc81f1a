"""The shell alone, with a few views: no room, no database. For tests of forms, access and errors."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.datastructures import MultiDict

from wbv_mentor.config import ROOT, Settings
from wbv_mentor.web.forms import Form
from wbv_mentor.web.shell import init_shell


def small_shell(**settings: Any) -> Flask:
    """An application with only the shell. Defects become pages, as for people."""
    app = Flask("wbv_mentor", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.config.update(SETTINGS=Settings(**settings), SECRET_KEY="only for tests")
    init_shell(app)
    return app


def filled(form: type[Form], answers: dict[str, Any]) -> Form:
    """A form as if these answers had been sent, validated. Needs a request of `small_shell`."""
    sent = form(formdata=MultiDict(answers), meta={"csrf": False})
    sent.validate()
    return sent
