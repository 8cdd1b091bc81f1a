"""Transitions: from where, to where, by whom."""

from __future__ import annotations

from collections.abc import Iterator

from wbv_mentor.engine.check.repeats import repeats
from wbv_mentor.engine.draft import Draft, Finding
from wbv_mentor.engine.types import BACK, Transition


def transitions(draft: Draft) -> Iterator[Finding]:
    """What is wrong with each transition."""
    for name, way in draft.workflow.transitions.items():
        at = ("transitions", name)
        for key, names in (("from", way.source), ("by", way.by), ("past", way.past),
                           ("guards", way.guards), ("effects", way.effects)):  # fmt: skip
            yield from repeats((*at, key), names)
        yield from (((*at, *where), text) for where, text in _sources(draft, way))
        yield from (((*at, *where), text) for where, text in _target(draft, way))
        if not way.by:
            yield (*at, "by"), "nobody may fire this"
        if no_form := draft.missing("forms", way.form):
            yield (*at, "form"), no_form


def _sources(draft: Draft, way: Transition) -> Iterator[Finding]:
    if not way.source:
        yield ("from",), "a transition needs a state to leave"
    for index, name in enumerate(way.source):
        state = draft.workflow.states.get(name)
        if no_state := draft.missing("states", name):
            yield ("from", index), no_state
        elif state is not None and state.final:
            yield ("from", index), f"{name} is final"
        elif state is not None and way.to == BACK and not state.detour:
            yield ("from", index), f"{name} is no detour, so there is no way back from it"


def _target(draft: Draft, way: Transition) -> Iterator[Finding]:
    if way.to != BACK and (no_state := draft.missing("states", way.to)):
        yield ("to",), no_state
    if way.past and way.to != BACK:
        yield ("past",), "only a way back passes over states"
    for index, name in enumerate(way.past):
        state = draft.workflow.states.get(name)
        if no_state := draft.missing("states", name):
            yield ("past", index), no_state
        elif state is not None and not state.detour:
            yield ("past", index), f"{name} is no detour, so nothing passes over it"
