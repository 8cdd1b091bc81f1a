"""States, and how an instance begins."""

from __future__ import annotations

from collections.abc import Iterator

from wbv_mentor.engine.check.repeats import repeats
from wbv_mentor.engine.draft import Draft, Finding
from wbv_mentor.engine.types import State


def states(draft: Draft) -> Iterator[Finding]:
    """What is wrong with the beginning, the stages and the states."""
    yield from _start(draft)
    for name, state in draft.workflow.states.items():
        at = ("states", name)
        if no_stage := draft.missing("stages", state.stage):
            yield (*at, "stage"), no_stage
        if no_form := draft.missing("forms", state.form):
            yield (*at, "form"), no_form
        yield from ((at, text) for text in _kind(state))
    yield from _unused_stages(draft)


def _start(draft: Draft) -> Iterator[Finding]:
    workflow = draft.workflow
    if not workflow.start.by:
        yield ("start", "by"), "nobody may begin this"
    for key in ("by", "guards", "effects"):
        yield from repeats(("start", key), getattr(workflow.start, key))
    if no_form := draft.missing("forms", workflow.start.form):
        yield ("start", "form"), no_form
    if draft.knows("initial"):
        if no_state := draft.missing("states", workflow.initial):
            yield ("initial",), no_state
        first = workflow.states.get(workflow.initial)
        if first is not None and (first.final or first.detour):
            kind = "final" if first.final else "a detour"
            yield ("initial",), f"{workflow.initial} is {kind}: nothing could begin there"


def _unused_stages(draft: Draft) -> Iterator[Finding]:
    used = {state.stage for state in draft.workflow.states.values()}
    misspelt = any(draft.missing("stages", name) for name in used)
    if draft.knows("states") and not misspelt:
        for name in draft.workflow.stages:
            if name not in used:
                yield ("stages", name), f"no state stands in the stage {name}"


def _kind(state: State) -> Iterator[str]:
    if state.owner is None and not state.final:
        yield "a state that is not final needs an owner"
    if state.owner == "system":
        yield "the system is nobody who could act: a state needs a person as its owner"
    if state.final and state.detour:
        yield "a state cannot be both final and a detour"
    if state.final and state.form is not None:
        yield "nobody fills in the form of a final state"
