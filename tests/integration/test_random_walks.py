"""Random people and steps, a moving clock, power cuts: after every step the state is what the journal says.

`script/torture machine` walks for much longer (docs/torture.md).
"""

from __future__ import annotations

from flask import Flask
from hypothesis import HealthCheck, Phase, settings

from tests.factories import paths_known
from tests.walking.machine import let_walk
from tests.walking.walk import Tally, people
from tests.world import copied

SHORT = settings(
    max_examples=3, stateful_step_count=10, derandomize=True, deadline=None, database=None,
    phases=[Phase.generate], suppress_health_check=list(HealthCheck),
)  # fmt: skip


def test_nothing_that_must_hold_breaks_on_a_random_walk(app: Flask) -> None:
    paths_known()
    who, tally = people(), Tally()

    let_walk(who, copied(app), tally, SHORT)

    assert tally.steps["done"] > 20, f"hardly anything was done: {tally.steps}"
