"""Names that the room keeps in tables of its own must be names of the path."""

from __future__ import annotations

from wbv_mentor.companies.confirmation_page import PAST
from wbv_mentor.config import ROOT
from wbv_mentor.engine.loader import load_folder


def test_the_history_tells_every_transition_of_a_question_to_a_company() -> None:
    path = load_folder(ROOT / "workflows" / "company_confirmation" / "1")

    assert set(PAST) - {"start"} == set(path.transitions)
