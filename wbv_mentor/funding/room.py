"""Opens the room: the catalogue, the names its path uses, its choices and its job. Its pages are a case's."""

from __future__ import annotations

from flask import Flask

from wbv_mentor.engine.registry import register_choices
from wbv_mentor.errors import say
from wbv_mentor.funding import anchors, effects, employer_answer, guards
from wbv_mentor.funding.card import papers_lacking
from wbv_mentor.funding.catalogue import catalogue, document_choices, instrument_choices
from wbv_mentor.pathways.evaluation.lists import register_evaluation
from wbv_mentor.reminders import register_fact, register_missing

# How the dates read that a reminder rests on.
FACTS = {
    "application_arrived": say("Antrag angekommen am: %(day)s."),
    "notified": say("Bekannt gegeben am: %(day)s."),
    "requested_papers_due": say("Datum im Schreiben: %(day)s."),
    "objection_arrived": say("Widerspruch angekommen am: %(day)s."),
    "objection_decision_sent": say("Bescheid über den Widerspruch vom: %(day)s."),
    "last_remedy_day": say("Letzter Tag für Widerspruch oder Klage: %(day)s."),
    "voucher_expires": say("Datum auf dem Gutschein: %(day)s."),
}


def init_funding(app: Flask) -> None:
    """Register everything about funding. Raises DefinitionError for a broken catalogue."""
    catalogue()
    register_choices("active_instruments", instrument_choices)
    register_choices("funding_documents", document_choices)
    register_missing("funding_application", papers_lacking)
    register_evaluation("funding_application", ["coordinator"], place=3)
    for anchor, sentence in FACTS.items():
        register_fact(anchor, sentence)
    app.extensions["wbv_funding"] = (anchors, effects, employer_answer, guards)  # imported for their names
