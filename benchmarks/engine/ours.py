"""Our steps: `advance` one by one, a unit of work each, and `advance_many`, all in one."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter
from uuid import uuid4

from sqlalchemy import select

from benchmarks.engine import path
from benchmarks.engine.rounds import answer_rounds
from wbv_mentor import clock
from wbv_mentor.app import create_app
from wbv_mentor.config import Settings
from wbv_mentor.db import Base, db, session, unit_of_work
from wbv_mentor.engine.actors import Actor
from wbv_mentor.pathways import definitions
from wbv_mentor.pathways.advance import Firing, advance, advance_many, start
from wbv_mentor.pathways.models import Instance

MENTOR = Actor("mentor", 1)
WAYS = ("there", "back")


def begin(count: int, root: Path) -> list[int]:
    """An empty database with so many instances at the beginning of the path; their numbers."""
    Base.metadata.create_all(db.engine)
    now = clock.now()
    with unit_of_work():
        definitions.register(now=now, root=path.write(root))
        return [
            start(model=Instance, workflow="benchmark", by=MENTOR, now=now, submission=str(uuid4())).id
            for _ in range(count)
        ]


def one_by_one(numbers: list[int], trigger: str, now: datetime) -> list[float]:
    """Move each instance in a unit of work of its own, read again inside; microseconds each.

    As in a request, it was found before: by its address, through its scope.
    """
    taken = []
    for number in numbers:
        session.expunge_all()
        instance = session.get_one(Instance, number)
        before = perf_counter()
        with unit_of_work():
            advance(instance=instance, trigger=trigger, by=MENTOR, now=now, submission=str(uuid4()))
        taken.append((perf_counter() - before) * 1e6)
    return taken


def all_at_once(numbers: list[int], trigger: str, now: datetime) -> list[float]:
    """Move all instances in one unit of work; microseconds an instance, once."""
    before = perf_counter()
    with unit_of_work():
        instances = session.scalars(select(Instance).where(Instance.id.in_(numbers)))
        firings = [Firing(one, trigger, str(uuid4())) for one in instances]
        outcomes = advance_many(firings=firings, by=MENTOR, now=now)
    assert all(outcome.done for outcome in outcomes)
    return [(perf_counter() - before) * 1e6 / len(numbers)]


def main(folder: Path, how: str, count: int) -> None:
    """Answer rounds in `folder`: `advance` or `advance_many`."""
    walk = {"advance": one_by_one, "advance_many": all_at_once}[how]
    with create_app(Settings(instance=folder, jobs="off")).app_context():
        numbers = begin(count, folder / "paths")
        now = clock.now()
        answer_rounds(lambda turn: walk(numbers, WAYS[turn % 2], now + timedelta(hours=turn)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
