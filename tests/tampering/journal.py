"""A journal of some instances that walk at random, sealed day by day; the last day is not sealed yet."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.unit import small_path
from wbv_mentor import clock
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import Actor
from wbv_mentor.pathways import definitions
from wbv_mentor.pathways.advance import advance, start
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.journal import note
from wbv_mentor.pathways.models import Instance
from wbv_mentor.pathways.sealing import seal_journal

BEGIN = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
MENTOR = Actor("mentor", 1)
DAYS = 4
STEPS_A_DAY = 30
INSTANCES = 12
ENDING = {"finish"}


def fill(chance: Random) -> None:
    """Write it into the empty database of the application whose context is pushed."""
    with TemporaryDirectory() as folder:
        small_path.write(Path(folder))
        with unit_of_work():
            definitions.register(now=BEGIN, root=Path(folder))
    for day in range(DAYS + 1):
        with clock.standing_at(BEGIN + timedelta(days=day)):
            with unit_of_work():
                _live_through(day, chance)
            if day < DAYS:
                seal_journal()


def _live_through(day: int, chance: Random) -> None:
    now = clock.now()
    for number in range(INSTANCES if day == 0 else 2):
        start(
            model=Instance, workflow="small", by=MENTOR, now=now, submission=f"{day}:{number}",
            reference=f"2026-{100 * day + number:04d}",
        )  # fmt: skip
    everybody = session.query(Instance).order_by(Instance.id).all()
    for step in range(STEPS_A_DAY):
        _step(chance.choice(everybody), f"{day}:step:{step}", now + timedelta(minutes=step), chance)


def _step(one: Instance, submission: str, now: datetime, chance: Random) -> None:
    ways = [
        name
        for name, way in workflow_of(one).transitions.items()
        if one.state in way.source and name not in ENDING
    ]
    text = chance.choice([None, "Kind krank", "Schichtwechsel"])
    if not ways or chance.random() < 0.2:
        note(instance=one, event="talk", by=MENTOR, now=now, submission=submission, text=text)
    else:
        advance(
            instance=one, trigger=chance.choice(ways), by=MENTOR, now=now, submission=submission, note=text
        )
