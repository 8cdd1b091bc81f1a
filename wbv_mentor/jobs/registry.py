"""The jobs of the house, and the tick that runs those that are due, each guarded on its own."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select

from wbv_mentor import clock
from wbv_mentor.db import insert_if_new, session, unit_of_work
from wbv_mentor.jobs.models import HEARTBEAT, JobRun

log = logging.getLogger(__name__)
Work = Callable[[], int]
Work_ = TypeVar("Work_", bound=Work)

TICK_SECONDS = 30
AN_HOUR = 3600
SLACK = TICK_SECONDS / 2  # a tick that comes a moment early still counts as on time


@dataclass(frozen=True)
class Job:
    """A function that says how many things it did. `on_wake`: also right after each commit."""

    name: str
    every: int
    work: Work
    on_wake: bool


_jobs: dict[str, Job] = {}


def job(name: str, *, every: int = TICK_SECONDS, on_wake: bool = False) -> Callable[[Work_], Work_]:
    """Register a job that runs every so many seconds. ValueError if the name is taken."""

    def keep(work: Work_) -> Work_:
        if name in _jobs or name == HEARTBEAT:
            raise ValueError(f"there is already a job {name}")
        _jobs[name] = Job(name, every, work, on_wake)
        return work

    return keep


def names() -> list[str]:
    """The names of all jobs, as `jobs run NAME` takes them."""
    return sorted(_jobs)


def seldom() -> set[str]:
    """The names of the jobs that run once an hour or less: they tidy up, nobody waits for them."""
    return {found.name for found in _jobs.values() if found.every >= AN_HOUR}


def tick(*, woken: bool = False) -> int:
    """Run what is due; how many things were done. A job that fails stops no other one.

    Jobs that a commit wakes run last, so that a mail a sweep has just written leaves in the same
    tick. Needs an application context; raises only if the database cannot be reached.
    """
    _beat()
    last = {
        row.name: row.last_started_at for row in session.execute(select(JobRun.name, JobRun.last_started_at))
    }
    session.rollback()  # no read transaction stays open while jobs work
    done = 0
    for found in sorted(_jobs.values(), key=lambda found: found.on_wake):
        if _due(found, last.get(found.name)) or (woken and found.on_wake):
            done += _guarded(found)
            _beat()
    return done


def run(name: str) -> int:
    """Run one job now, due or not. KeyError for an unknown name; the job's own errors are raised."""
    found = _jobs[name]
    _note(name, started=clock.now())
    try:
        count = found.work()
    except Exception as error:
        session.rollback()
        _note(name, finished=clock.now(), error=f"{type(error).__name__}: {error}"[:1000])
        raise
    _note(name, finished=clock.now(), count=count)
    return count


def work(name: str) -> int:
    """Do what a job does without noting that it ran: the demo lives through thousands of mornings."""
    return _jobs[name].work()


def _guarded(found: Job) -> int:
    try:
        return run(found.name)
    except Exception:
        session.rollback()
        log.exception("job %s failed", found.name)
        return 0


def _due(found: Job, last: datetime | None) -> bool:
    """A clock that was set back must not silence a job until it has caught up."""
    if last is None:
        return True
    elapsed = (clock.now() - last).total_seconds()
    return elapsed < 0 or elapsed + SLACK >= found.every


def _beat() -> None:
    _note(HEARTBEAT, started=clock.now(), finished=clock.now())


def _note(
    name: str,
    *,
    started: datetime | None = None,
    finished: datetime | None = None,
    error: str | None = None,
    count: int = 0,
) -> None:
    with unit_of_work() as current:
        row = current.get(JobRun, name)
        if row is None:  # two processes may meet here
            first = {"name": name, "last_started_at": started or clock.now(), "count": 0}
            insert_if_new(JobRun, first, unique="name")
            row = current.get_one(JobRun, name)
        if started:
            row.last_started_at = started
        if finished:
            row.last_finished_at, row.last_error, row.count = finished, error, count
