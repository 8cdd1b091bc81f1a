"""A list narrowed to one state by its address (`?state=`), as the figures link to it."""

from __future__ import annotations

from typing import NamedTuple

from flask import request

from wbv_mentor.engine.types import Label
from wbv_mentor.pathways.definitions import machine_of, versions_of


class Asked(NamedTuple):
    """The state, empty where none is asked for, and what it is called."""

    name: str
    label: Label | None


def state_asked(path: str) -> Asked:
    """The state that this request asks for, if any version of the path knows it; the newest one names it."""
    name = request.args.get("state", "")
    if name:
        for definition in reversed(versions_of(path).values()):
            state = machine_of(definition).workflow.states.get(name)
            if state is not None:
                return Asked(name, state.label)
    return Asked("", None)
