"""Every state of a case can be reached through the real use cases, and there the grid holds."""

from __future__ import annotations

from itertools import product

import pytest
from flask import Flask

from tests.factories import DETOURS, STRAIGHT, case_at
from wbv_mentor import clock
from wbv_mentor.cases.models import Case
from wbv_mentor.engine.actors import Actor
from wbv_mentor.engine.grid import ROLES, cell
from wbv_mentor.errors import Forbidden, Refused
from wbv_mentor.pathways import journal
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.judging import judge


@pytest.mark.parametrize("state", [*STRAIGHT, *DETOURS])
def test_a_case_reaches(app: Flask, state: str) -> None:
    case = case_at(state)

    assert journal.broken_entry(journal.entries_of(case)) is None
    assert_grid(case)


def assert_grid(case: Case) -> None:
    """What each role meets with each transition from here: as the grid says, a guard's reason included."""
    path = workflow_of(case)
    ids = {"mentor": case.mentor_id, "mentee": case.mentee_id, "system": None}
    for (trigger, way), role in product(path.transitions.items(), ROLES):
        stated = cell(way, role) if case.state in way.source or role not in way.by else "refused"
        met = what_is_met(case, trigger, Actor(role, ids.get(role, 1)))
        assert met == stated or {met, stated} == {"allowed", "guarded"}, f"{trigger} by {role}"


def what_is_met(case: Case, trigger: str, by: Actor) -> str:
    """The answer to a firing without any input, in the grid's words."""
    path = workflow_of(case)
    try:
        judge(instance=case, trigger=trigger, by=by, now=clock.now(), data=None)
    except Forbidden:
        return "forbidden"
    except Refused as reason:
        elsewhere = f"Im Status „{path.states[case.state].label.de}“ geht das nicht."
        return "refused" if str(reason) == elsewhere else "guarded"
    return "allowed"
