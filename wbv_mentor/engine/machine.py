"""One shared state machine a definition; an instance is anything with `state` and `return_to`.

State logic comes from the `transitions` library, used without models: events are triggered on the
instance itself, so that thousands of instances share one machine.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, cast

from transitions import EventData, Machine

from wbv_mentor.engine.types import BACK, Transition, Workflow


class Movable(Protocol):
    """An instance as the machine sees it: where it stands and the detours it has to come back from."""

    state: str
    return_to: list[str]


@dataclass(frozen=True)
class Move:
    """What one firing did."""

    trigger: str
    left: str
    entered: str
    return_to: tuple[str, ...]


class NotPossible(Exception):
    """The path has no such way from where the instance stands."""


def build(workflow: Workflow) -> Machine:
    """The machine of a definition; `$back` becomes one conditional way a possible return."""
    machine = Machine(
        model=None,
        states=list(workflow.states),
        initial=workflow.initial,
        auto_transitions=False,
        send_event=True,
    )
    for name, way in workflow.transitions.items():
        if way.to != BACK:
            machine.add_transition(name, list(way.source), way.to)
            continue
        for target in sorted(workflow.way_back(way)):
            machine.add_transition(name, list(way.source), target, conditions=_returns_to(target, way))
    return machine


def _returns_to(target: str, way: Transition) -> Callable[[EventData], bool]:
    def holds(event: EventData) -> bool:
        instance = cast(Movable, event.model)
        return _pop(instance.return_to, way)[0] == target

    return holds


def _pop(stack: list[str], way: Transition) -> tuple[str | None, list[str]]:
    rest = list(stack)
    while rest and rest[-1] in way.past:
        rest.pop()
    return (rest[-1], rest[:-1]) if rest else (None, [])


class PathMachine:
    """Fires transitions of one definition. Holds no instance.

    Where a way leads depends on the definition and on where the instance stands, on nothing else: so the
    library is asked once for each such question, and its answer is kept.
    """

    def __init__(self, workflow: Workflow) -> None:
        self.workflow = workflow
        self._machine = build(workflow)
        self._known: dict[tuple[str, str, tuple[str, ...]], Move] = {}

    def fire(self, instance: Movable, trigger: str) -> Move:
        """Move the instance: set its state and its stack of returns. NotPossible if no way leads on."""
        standing = (trigger, instance.state, tuple(instance.return_to))
        move = self._known.get(standing)
        if move is None:
            move = self._known[standing] = self._find_out(instance, trigger)
        instance.state, instance.return_to = move.entered, list(move.return_to)
        return move

    def _find_out(self, instance: Movable, trigger: str) -> Move:
        left = instance.state
        way = self.workflow.transitions.get(trigger)
        if way is None or left not in way.source:
            raise NotPossible(trigger)
        if not self._machine.events[trigger].trigger(instance):
            raise NotPossible(trigger)
        return Move(trigger, left, instance.state, tuple(self._stack_after(instance, way, left)))

    def _stack_after(self, instance: Movable, way: Transition, left: str) -> list[str]:
        if way.to == BACK:
            return _pop(instance.return_to, way)[1]
        if self.workflow.states[instance.state].detour:
            return [*instance.return_to, left]
        return []
