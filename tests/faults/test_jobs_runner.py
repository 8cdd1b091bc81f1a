"""The runner: a commit wakes it, one process leads, and another takes over when that one is killed."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from sqlalchemy import create_engine

from tests.databases import environment
from tests.sample_mail import install, put
from tests.smtp_sink import SmtpSink
from wbv_mentor import jobs
from wbv_mentor.config import ROOT, Settings
from wbv_mentor.db import session
from wbv_mentor.jobs import runner as runner_module
from wbv_mentor.jobs.leader import AdvisoryLock, FolderLock, Lock
from wbv_mentor.jobs.models import HEARTBEAT, JobRun
from wbv_mentor.jobs.registry import TICK_SECONDS

if TYPE_CHECKING:
    from tests.conftest import MakeSettings

SOON = TICK_SECONDS * 0.8  # as much as a busy machine may need; whoever is not woken waits longer


@pytest.fixture
def settings(make_settings: MakeSettings, smtp_sink: SmtpSink) -> Settings:
    return make_settings(smtp_url=smtp_sink.url, jobs="embedded")


def lock_of(settings: Settings) -> Lock:
    """Another process's lock on the same instance."""
    if settings.database.startswith("sqlite"):
        return FolderLock(settings.instance)
    return AdvisoryLock(create_engine(settings.database))


@contextmanager
def ticking(settings: Settings) -> Iterator[subprocess.Popen[str]]:
    """A process that ticks."""
    ours = {
        "WBV_INSTANCE": str(settings.instance),
        "WBV_DATABASE_URL": settings.database_url,
        "WBV_SMTP_URL": settings.smtp_url or "",
        "WBV_JOBS": "embedded",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.ticking"],
        cwd=ROOT,
        env=environment(**ours),
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "started\n"
        yield process
    finally:
        process.kill()
        process.wait()
        process.communicate()


def wait_for_beat() -> JobRun:
    """The heartbeat's row, once it is there."""
    ends = time.monotonic() + SOON
    while time.monotonic() < ends:
        session.rollback()
        found: JobRun | None = session.get(JobRun, HEARTBEAT)
        if found is not None:
            return found
        time.sleep(0.05)
    raise AssertionError("no heartbeat")


def is_quiet() -> bool:
    """Whether no tick begins for a while."""
    last = wait_for_beat().last_started_at
    time.sleep(1.5)
    return wait_for_beat().last_started_at == last


@pytest.fixture
def runner(app: Flask) -> Iterator[runner_module.Runner]:
    """The runner of this process, as the server starts it."""
    install(app)
    running = jobs.start_runner(app)
    assert running is not None
    yield running
    running.stop()
    runner_module._runners.remove(running)


def test_beats_at_once_and_a_commit_sends_mail_within_seconds(
    runner: runner_module.Runner, smtp_sink: SmtpSink
) -> None:
    wait_for_beat()
    put("a:1")
    smtp_sink.wait_for(1, seconds=SOON)
    put("a:2", "sample:2")
    smtp_sink.wait_for(2, seconds=SOON)


def test_is_started_once_in_a_process(runner: runner_module.Runner, app: Flask) -> None:
    assert jobs.start_runner(app) is None


def test_its_own_commits_do_not_wake_it(runner: runner_module.Runner, smtp_sink: SmtpSink) -> None:
    put("a:1")
    smtp_sink.wait_for(1, seconds=SOON)
    ends = time.monotonic() + SOON
    while not is_quiet():  # the tick that sends may itself be late
        assert time.monotonic() < ends, "it would tick for ever"


def test_stopping_in_the_middle_of_a_tick_that_was_woken_ends(runner: runner_module.Runner) -> None:
    for number in range(20):
        put(f"a:{number}", f"sample:{number}")  # the fixture stops it while it sends


def test_off_means_off(app: Flask, make_settings: MakeSettings) -> None:
    app.config["SETTINGS"] = make_settings(jobs="off")
    assert jobs.start_runner(app) is None


def test_a_second_process_waits_until_the_first_is_killed(app: Flask, settings: Settings) -> None:
    waiting = lock_of(settings)
    with ticking(settings) as process:
        wait_for_beat()
        assert waiting.hold() is False
        process.kill()
        process.wait()
        ends = time.monotonic() + SOON
        while not waiting.hold():
            assert time.monotonic() < ends, "nobody could take over"
            time.sleep(0.1)
    assert waiting.hold() is True
    waiting.release()


def test_a_released_lock_is_free(app: Flask, settings: Settings, tmp_path: Path) -> None:
    first, second = lock_of(settings), lock_of(settings)
    assert first.hold() is True
    assert second.hold() is False
    first.release()
    assert second.hold() is True
    second.release()
