"""`wbv-mentor serve`: web and tick in one process."""

from __future__ import annotations

from typing import Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication

from wbv_mentor import jobs
from wbv_mentor.cli.commands import make_app
from wbv_mentor.config import Settings, SettingsError
from wbv_mentor.db import session
from wbv_mentor.demo.fill import check_demo
from wbv_mentor.pathways import definitions, triggers

THREADS = 8


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn with one worker of threads. The application is made in the worker, never preloaded."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        super().__init__()

    def load_config(self) -> None:
        """Options: the tick starts in the worker; no control socket, no server name."""
        options = {
            "bind": f"127.0.0.1:{self.settings.port}",
            "workers": 1,
            "worker_class": "gthread",
            "threads": THREADS,
            "timeout": 60,
            "graceful_timeout": 10,
            "control_socket_disable": True,
            "post_worker_init": start_ticking,
            "proc_name": "wbv-mentor",
            "loglevel": "warning",
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application of this worker."""
        return make_app()


def start_ticking(worker: Any) -> None:
    """Gunicorn's hook: the worker has its application, so the scheduler may start."""
    jobs.start_runner(worker.app.callable)


def check_start(app: Flask) -> None:
    """Refuse to serve a database without its triggers or definitions, and one that mixes demo and real."""
    with app.app_context():
        missing = triggers.missing_triggers(session.connection())
        if missing:
            raise SettingsError(f"The journal is not protected ({missing[0]}); run: wbv-mentor db upgrade.")
        definitions.check_running()
        check_demo(app.config["SETTINGS"])
        session.rollback()


@click.command()
def serve() -> None:
    """Serve on 127.0.0.1 and WBV_PORT, with the jobs, until stopped."""
    app = make_app()
    check_start(app)
    Server(app.config["SETTINGS"]).run()
