"""A dry run changes nothing, and the real run does exactly what it said: on many instances of all sorts."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from tests import two_versions as two
from tests.two_versions import (
    MENTOR,
    NOW,
    begin,
    draft,
    faithful,
    fire,
    migration,
    moved,
    register_first,
    register_second,
    revert,
    thing,
)
from tests.unit import small_path
from wbv_mentor.db import Base, session
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.models import Instance
from wbv_mentor.pathways.options import options

TABLES = sorted(name for name in Base.metadata.tables if not name.startswith("job"))
WORDS = ("Meister", "Techniker und noch viel mehr", "zwei\nZeilen")

# Shorter texts, one detour less, and a deadline that lets the system act.
STRICTER = {
    "path": two.PATH.replace("from: [at_work, paused], to: handover", "from: [at_work], to: handover")
    + "  give_up: {label: {de: Aufgeben, en: Give up}, from: [at_work, paused], to: done, by: [system]}\n",
    "forms": two.FORMS.replace("required: true", "required: true, max_length: 20"),
    "deadlines": two.DEADLINES.replace("days: 21", "days: 20")
    .replace("on_overdue: null", "on_overdue: give_up")
    .replace("[at_work]", "[at_work, paused]"),
}


def everything() -> dict[str, list[tuple[object, ...]]]:
    """Every row of the database."""
    session.rollback()
    return {
        name: sorted(tuple(map(str, row)) for row in session.execute(text(f'SELECT * FROM "{name}"')))
        for name in TABLES
    }


def wander(number: int, chance: random.Random) -> None:
    """A few random steps."""
    for _ in range(chance.randrange(5)):
        session.rollback()
        ways = options(instance=thing(number), by=MENTOR, now=NOW)
        if ways:
            fire(number, chance.choice(ways).name, now=NOW + timedelta(days=chance.randrange(3)))


@pytest.mark.parametrize("seed", [1, 2])
def test_dry_run_and_real_run_agree(app: Flask, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    register_first(tmp_path, forms=small_path.FORMS.replace("type: text", "type: long_text"))
    numbers = []
    for name in range(30):
        goal = chance.choice([*WORDS, None])
        entered: dict[str, Any] = {"goal": goal} if goal else {}
        number = begin(str(name), **entered)
        if chance.random() < 0.3:
            draft(number, goal=chance.choice(WORDS))
        wander(number, chance)
        numbers.append(number)
    register_second(tmp_path, **STRICTER)
    decide = migration(tmp_path, two.MAP)
    when = NOW + timedelta(days=21)
    before = everything()

    said = moved(decide, now=when, dry_run=True, portion=7)
    assert everything() == before
    done = moved(decide, now=when, portion=11)

    assert said == done
    assert set(Counter(item.verdict for item in done)) == {"unnecessary", "safe", "unsafe"}
    for item in done:
        version = 2 if item.verdict == "safe" else 1
        one = thing(item.id)
        assert (workflow_of(one).version, one.state) == (version, item.to_state or item.state)
    assert all(faithful(number) for number in numbers)

    kept = everything()
    said_back = revert(dry_run=True)
    assert everything() == kept
    assert revert() == said_back
    assert all(workflow_of(one).version == 1 for one in session.scalars(select(Instance)))
    assert all(faithful(number) for number in numbers)
    assert everything()["step_record"] == before["step_record"]
