"""Every (state, transition, actor) of every path is fired: what the grid forbids cannot be done.

The instances are bare, so no guard of a room is asked here: that each holds and blocks is tested with the
room. What nothing guards is judged to the end, with its form filled in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.factories import fresh, paths_known
from wbv_mentor import clock
from wbv_mentor.config import ROOT
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import Actor
from wbv_mentor.engine.grid import ROLES, cell
from wbv_mentor.engine.loader import load_all
from wbv_mentor.engine.types import Form, FormField, Workflow
from wbv_mentor.errors import Forbidden, Refused
from wbv_mentor.pathways.advance import advance
from wbv_mentor.pathways.definitions import find_definition
from wbv_mentor.pathways.judging import judge
from wbv_mentor.pathways.models import Instance, JournalEntry

PATHS = load_all(ROOT / "workflows")
Cell = tuple[str, str, Actor]


def cells(path: Workflow) -> Iterator[Cell]:
    """Every state, transition and actor."""
    for state, trigger, role in product(path.states, path.transitions, ROLES):
        yield state, trigger, Actor(role, None if role == "system" else 1)


def instances(path: Workflow) -> dict[str, Instance]:
    """One bare instance in each state."""
    paths_known()
    now = clock.now()
    with unit_of_work() as current:
        found = {
            state: Instance(
                kind="instance", definition=find_definition(path.name), state=state, return_to=[],
                started_at=now, entered_at=now,
            )
            for state in path.states
        }  # fmt: skip
        current.add_all(found.values())
    return found


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_nothing_else_can_be_fired(app: Flask, path: Workflow) -> None:
    at = instances(path)
    wrong = []
    with unit_of_work():
        for state, trigger, by in cells(path):
            wanted = refusal(path, state, trigger, by)
            if wanted is not None:
                with pytest.raises((Forbidden, Refused)) as refused:
                    fire(at[state], trigger, by)
                if str(refused.value) != wanted:
                    wrong.append((state, trigger, by.role, str(refused.value)))
        assert session.scalar(select(func.count(JournalEntry.id))) == 0
    assert wrong == []


def fire(instance: Instance, trigger: str, by: Actor) -> None:
    """Fire one transition."""
    advance(instance=instance, trigger=trigger, by=by, now=clock.now(), submission=fresh())


def look(instance: Instance, trigger: str, by: Actor, data: Mapping[str, Any] | None = None) -> None:
    """Whether it may be fired, as `advance` asks."""
    judge(instance=instance, trigger=trigger, by=by, now=clock.now(), data=data)


def refusal(path: Workflow, state: str, trigger: str, by: Actor) -> str | None:
    """How the grid's words are said to people; None where the cell is allowed or guarded."""
    way = path.transitions[trigger]
    if cell(way, by.role) == "forbidden":
        return "Das darf Ihre Rolle nicht."
    return None if state in way.source else f"Im Status „{path.states[state].label.de}“ geht das nicht."


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_what_is_allowed_needs_nothing_but_its_form(app: Flask, path: Workflow) -> None:
    at = instances(path)
    for state, trigger, by in cells(path):
        way = path.transitions[trigger]
        if state in way.source and cell(way, by.role) == "allowed":
            data = filled(path.forms[way.form]) if way.form else {}
            look(at[state], trigger, by, data)


def filled(form: Form) -> dict[str, Any]:
    """Something in each required field."""
    return {field.name: something(field) for field in form.fields if field.required}


def something(field: FormField) -> Any:
    """A value of the field's type."""
    yesterday, one = clock.today() - timedelta(days=1), Decimal(1)
    values = {"date": yesterday, "integer": 1, "decimal": one, "money_eur": one, "yes_no": True}
    return field.choices[0].value if field.choices else values.get(field.type, "etwas")
