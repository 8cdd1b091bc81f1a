"""Applications for tests: one for equal settings a worker, because making one takes longer than most tests.

What a test may change on its application is put back; databases are fresh at the same address each time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from flask import Flask
from jinja2 import FileSystemBytecodeCache

from tests.strict_client import StrictClient
from wbv_mentor.app import create_app
from wbv_mentor.config import Settings
from wbv_mentor.db import db, session

KEPT = 8  # different settings; most tests share one or two


@contextmanager
def running(settings: Settings) -> Iterator[Flask]:
    """The application of these settings, its context pushed; as it was and without connections afterwards."""
    app = _application(settings)
    config = dict(app.config)
    with app.app_context():
        try:
            yield app
        finally:
            session.remove()
            db.engine.dispose()
            app.config.clear()
            app.config.update(config)


@lru_cache(maxsize=KEPT)
def _application(settings: Settings) -> Flask:
    app = create_app(settings)
    app.test_client_class = StrictClient
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache()  # compiled once, for all workers and runs
    return app
