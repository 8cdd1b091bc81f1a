"""What happened once may happen again: a date that was kept does not stand in the way of the next one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.factories import (
    HANDED_OVER,
    a_mentor,
    case_at,
    fire,
    mentee_of,
    mentor_of,
    on_behalf,
    pause,
    withdraw,
)
from wbv_mentor.cases.models import Case
from wbv_mentor.pathways.deadlines import open_deadlines


def _withdrawn_twice() -> Case:
    case = case_at("offers")
    withdraw(case)
    fire(case, "undo_withdrawal", by=mentee_of(case))
    withdraw(case)
    return case


def _paused_twice() -> Case:
    case = case_at("offers")
    pause(case)
    fire(case, "resume", by=mentor_of(case))
    pause(case)
    return case


def _handed_over_twice() -> Case:
    case = case_at("offers")
    for answered in (True, False):
        receiver = a_mentor()
        data = {"receiver": str(receiver.id), **on_behalf("spoken")}
        fire(case, "hand_over", by=mentor_of(case), data=data)
        if answered:
            fire(case, "refuse_handover", by=receiver)
    return case


def _closed_twice() -> Case:
    case = case_at("closed")
    fire(case, "reopen_case", by=mentor_of(case), data=on_behalf())
    fire(case, "close_without_course", by=mentor_of(case), data={"outcome_code": "informed", **HANDED_OVER})
    return case


@pytest.mark.parametrize(
    ("again", "rule"),
    [
        (_withdrawn_twice, "erasure_after_withdrawal"),
        (_paused_twice, "pause_ends"),
        (_handed_over_twice, "handover_answer"),
        (_closed_twice, "erasure_after_closing"),
    ],
)
def test_what_the_system_does_on_a_day_runs_again(app: Flask, again: Callable[[], Case], rule: str) -> None:
    assert rule in [row.rule for row in open_deadlines(again())]
