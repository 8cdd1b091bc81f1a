"""Tells the tales: each act at a working hour of a working day, in order of time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from wbv_mentor import clock
from wbv_mentor.demo import tales_begun, tales_now, tales_of_becker, tales_past
from wbv_mentor.demo.accounts import fill_directory
from wbv_mentor.demo.asking import ask_companies
from wbv_mentor.demo.cast import Cast
from wbv_mentor.demo.days import office_day_until
from wbv_mentor.demo.life import Life, When
from wbv_mentor.demo.register import mentors
from wbv_mentor.demo.tale import Tale
from wbv_mentor.demo.timeline import Story, at

TALES = tales_past.TALES + tales_of_becker.TALES + tales_now.TALES + tales_begun.TALES
FIRST_HOUR, HOURS = 8, 9  # the last talks begin before five


def stories(cast: Cast, *, begins: date, present: date, seed: int) -> Iterator[Story]:
    """All stories, each from its first day to where it stands on the morning of `present`."""
    yield fill_directory(cast, begins)
    yield from mentors(cast, present)
    yield from ask_companies(cast, present)
    for number, tale in enumerate(TALES, 1):
        chance = Random(f"{seed}:{number}")
        life = Life(cast=cast, number=number, mentor=tale.mentor, person=tale.person, chance=chance)
        yield _tell(life, tale, present)


def _tell(life: Life, tale: Tale, present: date) -> Story:
    later = 0 if tale.keeps_time else life.chance.randrange(3)
    day = present - timedelta(days=tale.days_ago - later)
    moment = at(office_day_until(day))
    for when, act in tale.script:
        day = _day_of(life, when, day)
        moment = _working_moment(life, day, moment, goes_on=when == 0)
        yield moment
        act(life)


def _day_of(life: Life, when: When, before: date) -> date:
    return before + timedelta(days=when) if isinstance(when, int) else when(life)


def _working_moment(life: Life, day: date, before: datetime, *, goes_on: bool) -> datetime:
    """A moment on the last working day up to `day`; what goes on follows some minutes later."""
    soon = before + timedelta(minutes=life.chance.randrange(4, 13))
    hour, minute = FIRST_HOUR + life.chance.randrange(HOURS), life.chance.randrange(60)
    if goes_on and before.astimezone(clock.BERLIN).hour >= FIRST_HOUR:
        return soon
    return max(at(office_day_until(day), hour=hour, minute=minute), soon)
