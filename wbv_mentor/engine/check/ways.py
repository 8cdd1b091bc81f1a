"""Whether every state can be reached and left, and every detour leads back."""

from __future__ import annotations

from collections.abc import Iterator

from wbv_mentor.engine.draft import Finding
from wbv_mentor.engine.types import BACK, Workflow


def ways(workflow: Workflow) -> Iterator[Finding]:
    """States that are cut off, for a path whose states and transitions are right by themselves."""
    reached = _reached(workflow)
    left = {source for way in workflow.transitions.values() for source in way.source}
    backwards = [way for way in workflow.transitions.values() if way.to == BACK]
    returning = {name for way in backwards for name in (*way.source, *way.past)}
    for name, state in workflow.states.items():
        if name not in reached:
            yield ("states", name), "no way leads to this state"
        if not state.final and name not in left:
            yield ("states", name), "no way leads out of this state, and it is not final"
        elif state.detour and name not in returning:
            yield ("states", name), "no way leads back from this detour"


def _reached(workflow: Workflow) -> set[str]:
    reached, waiting = {workflow.initial}, [workflow.initial]
    while waiting:
        state = waiting.pop()
        for way in workflow.transitions.values():
            if state in way.source:
                targets = workflow.way_back(way) if way.to == BACK else {way.to}
                waiting += targets - reached
                reached |= targets
    return reached
