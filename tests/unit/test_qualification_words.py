"""Names that the room keeps in tables of its own must be names of the path."""

from __future__ import annotations

from wbv_mentor.config import ROOT
from wbv_mentor.engine.loader import load_folder
from wbv_mentor.qualification.effects import NOTED
from wbv_mentor.qualification.sentences import TOLD

PATH = load_folder(ROOT / "workflows" / "mentor_qualification" / "1")


def test_the_history_tells_every_transition() -> None:
    assert set(TOLD) - {"start"} == set(PATH.transitions)


def test_no_event_is_called_like_a_transition() -> None:
    assert set(NOTED) & set(TOLD) == set()
