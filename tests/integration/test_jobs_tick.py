"""The tick: what is due runs, one failure stops nothing else, and every run leaves its trace."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from wbv_mentor import jobs
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.jobs import registry
from wbv_mentor.jobs.models import HEARTBEAT, JobRun
from wbv_mentor.jobs.registry import Job, tick

START = datetime(2026, 10, 25, 0, 0, tzinfo=UTC)  # the night in which 02:30 comes twice in Berlin


class Work:
    """A job that counts its runs, or fails."""

    def __init__(self) -> None:
        self.runs = 0
        self.error: Exception | None = None

    def __call__(self) -> int:
        self.runs += 1
        if self.error:
            raise self.error
        return 1


@pytest.fixture
def only_jobs(app: Flask) -> Iterator[dict[str, Work]]:
    """Three jobs of the test's own in place of the house's: a, b (hourly) and c (woken)."""
    kept = dict(registry._jobs)
    works = {"a": Work(), "b": Work(), "c": Work()}
    registry._jobs.clear()
    registry._jobs.update(
        c=Job("c", 3600, works["c"], True),
        a=Job("a", 30, works["a"], False),
        b=Job("b", 3600, works["b"], False),
    )
    yield works
    registry._jobs.clear()
    registry._jobs.update(kept)


def tick_at(moment: datetime, *, woken: bool = False) -> int:
    """Tick at a moment."""
    with time_machine.travel(moment, tick=False):
        return tick(woken=woken)


def trace(name: str) -> JobRun:
    """The row of a job."""
    session.rollback()
    return session.get_one(JobRun, name)


def test_runs_each_job_at_its_own_pace(only_jobs: dict[str, Work]) -> None:
    for seconds in range(0, 7200, 30):
        tick_at(START + timedelta(seconds=seconds))
    assert {name: work.runs for name, work in only_jobs.items()} == {"a": 240, "b": 2, "c": 2}


def test_a_late_tick_runs_a_job_once(only_jobs: dict[str, Work]) -> None:
    tick_at(START)
    tick_at(START + timedelta(days=9))
    assert only_jobs["a"].runs == 2


def test_a_tick_that_comes_a_moment_early_counts(only_jobs: dict[str, Work]) -> None:
    tick_at(START)
    tick_at(START + timedelta(seconds=29.9))
    assert only_jobs["a"].runs == 2


def test_a_commit_wakes_only_the_jobs_that_asked_for_it(only_jobs: dict[str, Work]) -> None:
    tick_at(START)
    tick_at(START + timedelta(seconds=1), woken=True)
    assert {name: work.runs for name, work in only_jobs.items()} == {"a": 1, "b": 1, "c": 2}


def test_woken_jobs_run_last(only_jobs: dict[str, Work]) -> None:
    tick_at(START)
    started = [
        row.name for row in session.query(JobRun).order_by(JobRun.last_started_at) if row.name != HEARTBEAT
    ]
    assert set(started) == {"a", "b", "c"}
    assert [job.name for job in sorted(registry._jobs.values(), key=lambda job: job.on_wake)][-1] == "c"


def test_a_failure_stops_no_other_job_and_is_written_down(
    only_jobs: dict[str, Work], caplog: pytest.LogCaptureFixture
) -> None:
    only_jobs["a"].error = ValueError("no such thing")
    with caplog.at_level(logging.CRITICAL, registry.__name__):
        assert tick_at(START) == 2
    assert only_jobs["b"].runs == only_jobs["c"].runs == 1
    assert trace("a").last_error == "ValueError: no such thing"
    only_jobs["a"].error = None
    tick_at(START + timedelta(seconds=30))
    assert (trace("a").last_error, trace("a").count) == (None, 1)


def test_a_half_done_unit_of_work_of_a_failed_job_is_rolled_back(
    only_jobs: dict[str, Work], caplog: pytest.LogCaptureFixture
) -> None:
    def half() -> int:
        with unit_of_work() as current:
            current.add(JobRun(name="half", last_started_at=START, count=0))
            current.flush()
            raise ValueError("in the middle")

    registry._jobs["a"] = Job("a", 30, half, False)
    with caplog.at_level(logging.CRITICAL, registry.__name__):
        tick_at(START)
    assert session.get(JobRun, "half") is None
    assert only_jobs["b"].runs == 1


def test_a_clock_that_was_set_back_silences_no_job(only_jobs: dict[str, Work]) -> None:
    tick_at(START)
    tick_at(START - timedelta(days=400))
    assert only_jobs["b"].runs == 2


def test_the_heartbeat_follows_each_tick(only_jobs: dict[str, Work]) -> None:
    tick_at(START)
    tick_at(START + timedelta(minutes=7))
    assert trace(HEARTBEAT).last_started_at == START + timedelta(minutes=7)


def test_a_job_run_by_hand_tells_its_errors(only_jobs: dict[str, Work]) -> None:
    only_jobs["a"].error = ValueError("no such thing")
    with pytest.raises(ValueError, match="no such thing"):
        jobs.run("a")
    with pytest.raises(KeyError):
        jobs.run("unheard of")


def test_a_name_is_taken_once() -> None:
    with pytest.raises(ValueError, match="already a job outbox"):
        jobs.job("outbox")(lambda: 0)
