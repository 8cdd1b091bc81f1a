"""Lives through the demo's months: stories take their turns in time, the jobs run every morning."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Generator, Iterable, Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import and_, or_, select

from wbv_mentor.clock import berlin_date, berlin_moment, standing_at
from wbv_mentor.db import session
from wbv_mentor.jobs.registry import names, seldom, work
from wbv_mentor.pathways.models import Deadline

Story = Generator[datetime, None, None]
"""Yields the moment of its next step and is resumed when the clock stands there."""

MONDAY = 0
A_MINUTE = timedelta(minutes=1)
NOT_IN_A_DEMO = {"outbox"}  # without a mail server mails stay and are read at /mail


def live_through(stories: Iterable[Story], *, until: datetime, on_day: Callable[[], object]) -> None:
    """Resume each story at its moments, in order of time; stop before `until`. `on_day` hears of each day."""
    begun = ((next(story, None), number, story) for number, story in enumerate(stories))
    waiting = [(moment, number, story) for moment, number, story in begun if moment is not None]
    heapq.heapify(waiting)
    morning = berlin_moment(berlin_date(waiting[0][0]))
    while waiting and waiting[0][0] < until:
        moment, number, story = heapq.heappop(waiting)
        morning = _live_to(moment, morning, on_day)
        with standing_at(moment):
            following = next(story, None)
        if following is not None:
            heapq.heappush(waiting, (max(following, moment), number, story))
    _live_to(until, morning, on_day)


def _live_to(until: datetime, morning: datetime, on_day: Callable[[], object]) -> datetime:
    for worked_on in mornings(morning, until):
        session.remove()
        on_day()
        morning = next_morning(worked_on)
    return morning


def mornings(morning: datetime, until: datetime) -> Iterator[datetime]:
    """Run the jobs on each morning before `until`; each one after its work.

    Somebody has acted since the last of them. On a morning after a day without acts nothing can be due
    unless a deadline says so.
    """
    acted = True
    while morning < until:
        with standing_at(morning + A_MINUTE):
            if acted or _is_due(morning):
                for name in _jobs_of(berlin_date(morning)):
                    work(name)
        acted = False
        yield morning
        morning = next_morning(morning)


def next_morning(moment: datetime) -> datetime:
    """Seven o'clock on the day after."""
    return berlin_moment(berlin_date(moment) + timedelta(days=1))


def _is_due(now: datetime) -> bool:
    """Whether a deadline reminds now or had its last day yesterday."""
    ended = and_(
        Deadline.due_on == berlin_date(now) - timedelta(days=1),
        Deadline.met_at.is_(None),
        Deadline.obsolete_at.is_(None),
    )
    query = select(Deadline.id).where(or_(Deadline.next_reminder_at <= now + A_MINUTE, ended)).limit(1)
    return session.scalar(query) is not None


def _jobs_of(day: date) -> list[str]:
    """What has to run that morning: jobs that only tidy up need not do so every day."""
    spared = NOT_IN_A_DEMO if day.weekday() == MONDAY else NOT_IN_A_DEMO | seldom()
    return [name for name in names() if name not in spared]


def at(day: date, *, hour: int = 9, minute: int = 0) -> datetime:
    """The moment so many minutes after an hour in Berlin."""
    return berlin_moment(day, hour) + timedelta(minutes=minute)
