"""Where an instance stands according to its journal alone: the fold of its entries.

Each kind of entry has one rule in RULES: from where the instance stood so far, to where it stands now. A new
kind is taught by adding its rule there; whoever asks (`audit verify`, tests) then follows it too.

An instance can have moved to another version of its path. Such an entry names its map by digest, so whoever
asks gives the maps too (`version_maps.find_way`), and the machine of the version that the instance is on now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from typing import NamedTuple, Protocol

from wbv_mentor.engine.carrying import Carrying
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


@dataclass(frozen=True)
class Standing:
    """A state and the stack of those that detours came from; `machine` is that of the version it is in."""

    state: str
    return_to: tuple[str, ...]
    machine: PathMachine | None = field(default=None, compare=False, repr=False)


class Way(NamedTuple):
    """A map from one version of a path to another, with their machines."""

    map: Carrying
    old: PathMachine
    new: PathMachine


Maps = Callable[[str], Way | None]  # by digest
NO_MAP = "it names a map that is not there, or was changed"
MIGRATED, REVERTED = "migrate", "revert"  # what stands before the digest in a migration's trigger


def no_map(_digest: str) -> None:
    """The maps of an instance that was never moved."""


class DoesNotFollow(Exception):
    """An entry tells a step that its path does not know from there. `at`: which one, counted from 0."""

    def __init__(self, at: int, why: str) -> None:
        super().__init__(why)
        self.at = at


Rule = Callable[[Sequence[Standing], Recorded, PathMachine], Standing]
"""Takes where the instance stood after each entry so far, the next entry, and the path's machine."""


def fold(entries: Iterable[Recorded], machine: PathMachine, maps: Maps = no_map) -> Standing | None:
    """Where the entries of one instance, oldest first, lead; None without entries. Raises DoesNotFollow."""
    past = trail(entries, machine, maps)
    return past[-1] if past else None


def trail(entries: Iterable[Recorded], machine: PathMachine, maps: Maps = no_map) -> list[Standing]:
    """Where the instance stood after each of its entries. Raises DoesNotFollow."""
    told = list(entries)
    past: list[Standing] = []
    now = _first_machine(told, machine, maps)
    rules: dict[str, Rule] = {**RULES, "migrate": partial(_migrate, maps)}
    for number, entry in enumerate(told):
        if entry.kind not in rules:
            raise DoesNotFollow(number, f"nobody knows what an entry of kind {entry.kind} does")
        try:
            standing = rules[entry.kind](past, entry, now)
        except _Wrong as wrong:
            raise DoesNotFollow(number, str(wrong)) from None
        now = standing.machine or now
        past.append(replace(standing, machine=now))
    if past and now is not machine:
        raise DoesNotFollow(len(past) - 1, f"the journal ends in version {now.workflow.version}")
    return past


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


def _undo(past: Sequence[Standing], entry: Recorded, machine: PathMachine) -> Standing:
    """Back to where the transition that is undone left from."""
    here = _here(past, entry)
    for before in reversed(past[:-1]):
        if before.state == entry.to_state and _moved(machine, before, entry.trigger) == here:
            return before
    raise _Wrong(f"{entry.trigger} did not lead from {entry.to_state} to {here.state}")


def _note(past: Sequence[Standing], entry: Recorded, machine: PathMachine) -> Standing:
    here = _here(past, entry)
    if entry.to_state != here.state:
        raise _Wrong("an entry about something that moves nothing moved the instance")
    return here


def _migrate(maps: Maps, past: Sequence[Standing], entry: Recorded, machine: PathMachine) -> Standing:
    """To another version by a map, or, taking the entry before back, to where it stood before that."""
    here = _here(past, entry)
    way = _way(entry, maps)
    if way is None:
        raise _Wrong(NO_MAP)
    if entry.trigger.startswith(f"{REVERTED}:"):
        before = past[-2] if len(past) > 1 else here
        if machine is not way.new or before.machine is not way.old or entry.to_state != before.state:
            raise _Wrong("it takes back a migration that is not the entry before it")
        return before
    state, *stack = (way.map.state(name) for name in (here.state, *here.return_to))
    known = tuple(name for name in stack if name is not None)
    if machine is not way.old or state != entry.to_state or len(known) < len(stack):
        raise _Wrong(f"its map does not lead from {here.state} to {entry.to_state}")
    return Standing(entry.to_state, known, way.new)


def _way(entry: Recorded, maps: Maps) -> Way | None:
    return maps(entry.trigger.partition(":")[2])


def _first_machine(entries: Sequence[Recorded], machine: PathMachine, maps: Maps) -> PathMachine:
    """The machine that the first migration left; without a migration the one of now."""
    for number, entry in enumerate(entries):
        if entry.kind == "migrate":
            way = _way(entry, maps)
            if way is None:
                raise DoesNotFollow(number, NO_MAP)
            return way.old
    return machine


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


RULES: Mapping[str, Rule] = {"start": _start, "transition": _transition, "note": _note, "undo": _undo}
