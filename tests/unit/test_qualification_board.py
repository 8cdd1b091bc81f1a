"""What the board of a cohort says about its modules."""

from __future__ import annotations

from wbv_mentor.engine.types import Label
from wbv_mentor.qualification.cohorts.board import Bar, bottleneck_of


def bar(code: str, *, overdue: int, done: int) -> Bar:
    return Bar(code, Label(de=code, en=code), {"done": done, "running": 0, "open": 0, "overdue": overdue})


def test_the_bottleneck_is_where_most_are_overdue_and_of_two_where_fewer_are_through() -> None:
    first, second, third = (
        bar("M1", overdue=1, done=13),
        bar("M2", overdue=1, done=12),
        bar("M3", overdue=0, done=0),
    )

    assert bottleneck_of([first, second, third]) == "M2"
    assert bottleneck_of([first, third]) == "M1"
    assert bottleneck_of([third]) is None
    assert bottleneck_of([]) is None
