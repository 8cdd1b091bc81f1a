"""The shell alone, with a few views: no room, no database. For tests of forms, access and errors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from werkzeug.datastructures import MultiDict

from wbv_mentor.config import ROOT, Settings
from wbv_mentor.web import access, navigation
from wbv_mentor.web.forms import Form
from wbv_mentor.web.shell import init_shell


def small_shell(**settings: Any) -> Flask:
    """An application with only the shell. Defects become pages, as for people."""
    app = Flask("wbv_mentor", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.config.update(SETTINGS=Settings(**settings), SECRET_KEY="only for tests")
    init_shell(app)
    return app


@contextmanager
def without_rooms() -> Iterator[None]:
    """What rooms told the shell in this process is set aside: who is signed in, navigation, footer."""
    registries: list[dict[Any, Any]] = [navigation._items, navigation._account, navigation.footer_links]
    loaders, before = access._loaders[:], [dict(registry) for registry in registries]
    access._loaders.clear()
    for registry in registries:
        registry.clear()
    try:
        yield
    finally:
        access._loaders[:] = loaders
        for registry, kept in zip(registries, before, strict=True):
            registry.clear()
            registry.update(kept)


def filled(form: type[Form], answers: dict[str, Any]) -> Form:
    """A form as if these answers had been sent, validated. Needs a request of `small_shell`."""
    sent = form(formdata=MultiDict(answers), meta={"csrf": False})
    sent.validate()
    return sent
