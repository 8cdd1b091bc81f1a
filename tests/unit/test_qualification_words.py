"""Names that the room keeps in tables of its own must be names of the path."""

from __future__ import annotations

from wbv_mentor.config import ROOT
from wbv_mentor.engine.loader import load_folder
from wbv_mentor.qualification.effects import NOTED
from wbv_mentor.qualification.models import LEARNING
from wbv_mentor.qualification.places import APPLICATION, REGISTER
from wbv_mentor.qualification.sentences import TOLD

PATH = load_folder(ROOT / "workflows" / "mentor_qualification" / "1")


def test_the_history_tells_every_transition() -> None:
    assert set(TOLD) - {"start"} == set(PATH.transitions)


def test_no_event_is_called_like_a_transition() -> None:
    assert set(NOTED) & set(TOLD) == set()


def test_whatever_staff_may_fire_has_one_place() -> None:
    """An application, the cohort (all between), the register: nothing is left without a page."""
    staff = {
        name for name, way in PATH.transitions.items() if {"trainer", "coordinator"} & set(way.by)
    }  # fmt: skip
    in_cohort = {
        name for name, way in PATH.transitions.items() if set(way.source) <= {*LEARNING, "interrupted"}
    }

    assert set(APPLICATION) & set(REGISTER) == set()
    assert staff == set(APPLICATION) | set(REGISTER) | in_cohort
    assert in_cohort & {*APPLICATION, *REGISTER} == set()
    for name in APPLICATION:
        assert {PATH.states[one].stage for one in PATH.transitions[name].source} == {"application"}
