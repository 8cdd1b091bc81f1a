"""Opens the room. It starts nothing: only the server's process ticks (runner.start_runner)."""

from __future__ import annotations

from wbv_mentor.db import on_commit
from wbv_mentor.jobs import failpoints
from wbv_mentor.jobs.runner import Application, wake


def init_jobs(app: Application) -> None:
    """Wake the runner of this process, if it has one, after each commit."""
    failpoints.arm(app.config["SETTINGS"].failpoint)
    on_commit(wake)
