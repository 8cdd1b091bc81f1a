"""Opens the room: the catalogue, the names its path uses, its choices and its job. Its pages are a case's."""

from __future__ import annotations

from flask import Flask

from wbv_mentor.engine.registry import register_choices
from wbv_mentor.funding import anchors, effects, employer_answer, guards
from wbv_mentor.funding.card import papers_lacking
from wbv_mentor.funding.catalogue import catalogue, document_choices, instrument_choices
from wbv_mentor.pathways.evaluation.lists import register_evaluation
from wbv_mentor.reminders import register_missing


def init_funding(app: Flask) -> None:
    """Register everything about funding. Raises DefinitionError for a broken catalogue."""
    catalogue()
    register_choices("active_instruments", instrument_choices)
    register_choices("funding_documents", document_choices)
    register_missing("funding_application", papers_lacking)
    register_evaluation("funding_application", ["coordinator"], place=3)
    app.extensions["wbv_funding"] = (anchors, effects, employer_answer, guards)  # imported for their names
