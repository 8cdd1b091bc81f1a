"""Stays, percentiles and the slowest way, by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from wbv_mentor.engine.types import Workflow
from wbv_mentor.pathways.evaluation.figures import Days, compute, days_of
from wbv_mentor.pathways.evaluation.stays import Stay, trail

DAY_0 = datetime(2024, 1, 1, tzinfo=UTC)
NAMES = ("open", "work", "paused", "done", "gone")
PATH = Workflow.model_validate(
    {
        "workflow": "small",
        "version": 1,
        "label": {"de": "Klein", "en": "Small"},
        "initial": "open",
        "start": {"by": ["mentor"]},
        "states": {
            name: {
                "label": {"de": name, "en": name}, "owner": "mentor", "detour": name == "paused",
                "final": name in ("done", "gone"),
            }
            for name in NAMES
        },
        "transitions": {},
    }
)  # fmt: skip


@dataclass
class Told:
    """An entry of the journal."""

    day: float
    to_state: str
    kind: str = "transition"

    @property
    def at(self) -> datetime:
        return DAY_0 + timedelta(days=self.day)


def stays(*told: Told) -> list[tuple[str, float, float | None]]:
    return [(one.state, day(one.since), day(one.until) if one.until else None) for one in trail(told)]


def day(moment: datetime) -> float:
    return (moment - DAY_0) / timedelta(days=1)


def test_each_entry_ends_the_stay_before() -> None:
    told = (Told(0, "open", "start"), Told(2, "work"), Told(2.5, "paused"), Told(9, "work"))
    assert stays(*told) == [("open", 0, 2), ("work", 2, 2.5), ("paused", 2.5, 9), ("work", 9, None)]


def test_what_was_taken_back_has_not_been() -> None:
    told = (Told(0, "open", "start"), Told(2, "work"), Told(3, "open", "undo"), Told(5, "work"))
    assert stays(*told) == [("open", 0, 5), ("work", 5, None)]


def test_another_version_renames_where_one_stands() -> None:
    told = (Told(0, "open", "start"), Told(2, "old"), Told(4, "work", "migrate"), Told(7, "done"))
    assert stays(*told) == [("open", 0, 2), ("work", 2, 7), ("done", 7, None)]


def test_a_transition_to_the_same_state_leaves_nothing() -> None:
    assert stays(Told(0, "open", "start"), Told(3, "open"), Told(4, "work")) == [
        ("open", 0, 4), ("work", 4, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "middle", "most"),
    [
        ([7.0], 7, 7),
        ([4.0, 1.0], 2.5, 4),
        ([3.0, 1.0, 2.0], 2, 3),
        ([float(value) for value in range(1, 11)], 5.5, 9),  # 9 of 10 took no longer than 9
        ([float(value) for value in range(1, 12)], 6, 10),
        ([float(value) for value in range(1, 101)], 50.5, 90),
    ],
)
def test_percentiles(values: list[float], middle: float, most: float) -> None:
    assert days_of(values) == Days(len(values), middle, most)


def test_no_stay_has_no_figures() -> None:
    assert days_of([]) is None


def walked(*steps: tuple[str, float]) -> list[Stay]:
    return trail([Told(day, name) for name, day in steps])


def test_the_slowest_way_is_the_one_walked_often_and_long() -> None:
    quick = [walked(("open", 0), ("done", days)) for days in (5, 6, 100)]  # its median is 6
    slow = [
        walked(("open", 0), ("work", 1), ("paused", 2), ("work", 8), ("done", days)) for days in (9, 10, 11)
    ]
    once = [walked(("open", 0), ("work", 1), ("gone", 900))] * 2  # twice says nothing
    found = compute(PATH, [*quick, *slow, *once], DAY_0 + timedelta(days=1000))

    assert found.total == 8
    assert found.slowest is not None
    assert found.slowest.states == ("open", "work", "done")
    assert found.slowest.days == Days(3, 10, 11)
    assert found.states["paused"].stayed == Days(3, 6, 6)
    assert found.states["work"].stayed == Days(8, 1.5, 899)  # 1, 1, 1, 1, 2, 3, 899, 899
    assert found.longest == "paused"
    assert found.states["done"].standing == 6


def test_without_three_walks_no_way_is_the_slowest() -> None:
    found = compute(PATH, [walked(("open", 0), ("done", 4))] * 2, DAY_0 + timedelta(days=5))
    assert (found.slowest, found.longest) == (None, None)
    assert found.states["done"].since == Days(2, 1, 1)
