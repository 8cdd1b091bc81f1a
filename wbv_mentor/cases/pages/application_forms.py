"""Forms of an application that are built from the catalogue."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from wbv_mentor.funding.card import Card
from wbv_mentor.pathways.definitions import find_definition, machine_of
from wbv_mentor.pathways.forms import build_form
from wbv_mentor.web.fields import ChoiceField, LongTextField
from wbv_mentor.web.formatting import label
from wbv_mentor.web.forms import Form

STATUSES = [
    ("there", _l("Liegt vor")),
    ("company", _l("Das hat nur Ihr Betrieb")),
    ("open", _l("Fehlt noch")),
]
PREFIX = "paper_"


def new_form(role: str) -> Form:
    """The form with which an application begins, from the newest definition of its path."""
    definition = find_definition("funding_application")
    if definition is None:
        raise LookupError("no definition of funding_application is registered")
    path = machine_of(definition).workflow
    form: Form = build_form(path.forms[str(path.start.form)], role=role)()
    return form


def documents_form(card: Card, note: str | None) -> Form:
    """One question a paper, as it was ticked before, and a note."""
    members: dict[str, Any] = {
        PREFIX + paper.id: ChoiceField(label(paper.label), choices=STATUSES, default=paper.status)
        for paper in card.papers
    }
    members["note"] = LongTextField(
        _l("Notiz"), required=False, max_length=2000, hint=_l("Diese Notiz sehen nur Sie."), default=note
    )
    form: Form = type("DocumentsForm", (Form,), members)()
    return form


def ticked(form: Form, card: Card) -> tuple[list[str], list[str]]:
    """The papers that are there, and those that only the company has."""
    answers = {paper.id: form[PREFIX + paper.id].data for paper in card.papers}
    there = [name for name, answer in answers.items() if answer == "there"]
    return there, [name for name, answer in answers.items() if answer == "company"]
