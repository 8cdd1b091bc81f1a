"""Where an instance stands according to its journal alone: the fold of its entries.

Each kind of entry has one rule in RULES: from where the instance stood so far, to where it stands now. A new
kind is taught by adding its rule there; whoever asks (`audit verify`, tests) then follows it too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol

from wbv_mentor.engine.machine import NotPossible, PathMachine
from wbv_mentor.pathways.storing import Position


class Recorded(Protocol):
    """An entry, as far as it moves an instance."""

    @property
    def kind(self) -> str: ...
    @property
    def trigger(self) -> str: ...
    @property
    def from_state(self) -> str | None: ...
    @property
    def to_state(self) -> str: ...


class Standing(NamedTuple):
    """A state and the stack of those that detours came from."""

    state: str
    return_to: tuple[str, ...]


class DoesNotFollow(Exception):
    """An entry tells a step that its path does not know from there. `at`: which one, counted from 0."""

    def __init__(self, at: int, why: str) -> None:
        super().__init__(why)
        self.at = at


Rule = Callable[[Sequence[Standing], Recorded, PathMachine], Standing]
"""Takes where the instance stood after each entry so far, the next entry, and the path's machine."""


def fold(entries: Iterable[Recorded], machine: PathMachine) -> Standing | None:
    """Where the entries of one instance, oldest first, lead; None without entries. Raises DoesNotFollow."""
    past: list[Standing] = []
    for number, entry in enumerate(entries):
        try:
            rule = RULES[entry.kind]
        except KeyError:
            raise DoesNotFollow(number, f"nobody knows what an entry of kind {entry.kind} does") from None
        try:
            past.append(rule(past, entry, machine))
        except _Wrong as wrong:
            raise DoesNotFollow(number, str(wrong)) from None
    return past[-1] if past else None


class _Wrong(Exception):
    """Why a step cannot have been."""


def _start(past: Sequence[Standing], entry: Recorded, machine: PathMachine) -> Standing:
    initial = machine.workflow.initial
    if past or entry.from_state is not None or entry.to_state != initial:
        raise _Wrong(f"an instance starts once, in {initial}")
    return Standing(initial, ())


def _transition(past: Sequence[Standing], entry: Recorded, machine: PathMachine) -> Standing:
    here = _here(past, entry)
    entered = _moved(machine, here, entry.trigger)
    if entered is None:
        raise _Wrong(f"{entry.trigger} does not lead on from {here.state}")
    if entered.state != entry.to_state:
        raise _Wrong(f"{entry.trigger} leads from {here.state} to {entered.state}, not to {entry.to_state}")
    return entered


def _note(past: Sequence[Standing], entry: Recorded, machine: PathMachine) -> Standing:
    here = _here(past, entry)
    if entry.to_state != here.state:
        raise _Wrong("an entry about something that moves nothing moved the instance")
    return here


def _here(past: Sequence[Standing], entry: Recorded) -> Standing:
    """Where the instance stood, which the entry has to confirm."""
    if not past:
        raise _Wrong("nothing starts the instance")
    if entry.from_state != past[-1].state:
        raise _Wrong(f"the instance stood in {past[-1].state}, not in {entry.from_state}")
    return past[-1]


@lru_cache(maxsize=10_000)
def _moved(machine: PathMachine, standing: Standing, trigger: str) -> Standing | None:
    """One firing; thousands of instances take the same few steps."""
    position = Position(standing.state, list(standing.return_to))
    try:
        move = machine.fire(position, trigger)
    except NotPossible:
        return None
    return Standing(move.entered, move.return_to)


RULES: Mapping[str, Rule] = {"start": _start, "transition": _transition, "note": _note}
