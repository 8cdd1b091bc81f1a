"""The embedded runner: one interval job of APScheduler that holds nothing but the rhythm.

One job per reminder loses reminders (after a kill, a rename, a few seconds of downtime), and a
scheduler on a database can die of one locked table while it says that it runs. So the store is
memory, what is due is derived at each tick, and the heartbeat is a row that others can read.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from datetime import UTC, timedelta
from typing import Any, Protocol

from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler

from wbv_mentor import clock
from wbv_mentor.config import Settings
from wbv_mentor.db import db, is_sqlite
from wbv_mentor.jobs.leader import AdvisoryLock, FolderLock, Lock
from wbv_mentor.jobs.registry import TICK_SECONDS, tick

log = logging.getLogger(__name__)
PAUSE_AFTER_WAKE = timedelta(milliseconds=300)  # many commits in a row make one tick


class Application(Protocol):
    """What a runner needs of the web application: its settings and a context to work in."""

    @property
    def config(self) -> Any: ...

    def app_context(self) -> AbstractContextManager[Any]: ...


class Runner:
    """Ticks in a thread of its own while this process holds the lock."""

    def __init__(self, context: Callable[[], AbstractContextManager[Any]], lock: Lock) -> None:
        self._context = context
        self._lock = lock
        self._woken = threading.Event()
        self._ticking = threading.Event()
        self._turning = threading.Lock()
        self._thread: int | None = None
        self._scheduler = BackgroundScheduler(timezone=UTC)
        self._job = self._scheduler.add_job(
            self._turn,
            "interval",
            seconds=TICK_SECONDS,
            next_run_time=clock.now(),
            coalesce=True,
            misfire_grace_time=None,
            max_instances=1,
        )

    def start(self) -> None:
        """Start the thread; the first tick comes at once."""
        self._scheduler.start()

    def stop(self) -> None:
        """End the rhythm, wait for a running tick, free the lock."""
        # Not wait=True: it holds the scheduler's locks, and a tick that sets its next turn wants them.
        self._scheduler.shutdown(wait=False)
        with self._turning:
            self._lock.release()

    def wake(self) -> None:
        """Tick soon. What the tick itself commits does not wake it again."""
        if threading.get_ident() == self._thread:
            return
        self._woken.set()
        if not self._ticking.is_set():
            self._soon()

    def _soon(self) -> None:
        with suppress(JobLookupError):  # the scheduler was shut down meanwhile
            self._job.modify(next_run_time=clock.now() + PAUSE_AFTER_WAKE)

    def _turn(self) -> None:
        with self._turning:
            self._tick_once()
        if self._woken.is_set():
            self._soon()

    def _tick_once(self) -> None:
        self._thread = threading.get_ident()
        self._ticking.set()
        woken = self._woken.is_set()
        self._woken.clear()
        try:
            with self._context():
                if self._lock.hold():
                    tick(woken=woken)
        except Exception:  # a tick that fails must not end the rhythm; the heartbeat tells
            log.exception("the tick failed")
        finally:
            self._thread = None
            self._ticking.clear()


_runners: list[Runner] = []


def start_runner(app: Application) -> Runner | None:
    """Start ticking in this process. For the server's worker only (post_worker_init): never in
    tests or commands. None if WBV_JOBS is off or it runs already."""
    settings: Settings = app.config["SETTINGS"]
    if settings.jobs == "off" or _runners:
        return None
    with app.app_context():
        engine = db.engine
    lock: Lock = FolderLock(settings.instance) if is_sqlite(engine) else AdvisoryLock(engine)
    runner = Runner(app.app_context, lock)
    runner.start()
    _runners.append(runner)
    return runner


def wake() -> None:
    """Look soon for what is due. Never raises: it runs after a commit that is already done."""
    for runner in _runners:
        try:
            runner.wake()
        except Exception:
            log.exception("waking the runner failed")
