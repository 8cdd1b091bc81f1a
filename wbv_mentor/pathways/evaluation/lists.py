"""Which role may see the figures of which path, and where the list of its instances stands.

Rooms above own the lists, so they register them here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from wbv_mentor.engine.actors import Actor, Role

ListOf = Callable[[str], str]  # the address of the list of those who stand in a state


@dataclass(frozen=True)
class Evaluated:
    """A path whose figures these roles may see; `list_of` where there is a list that they may open."""

    name: str
    roles: frozenset[str]
    list_of: ListOf | None
    place: int


_evaluated: dict[str, Evaluated] = {}


def register_evaluation(
    name: str, roles: Iterable[Role], list_of: ListOf | None = None, *, place: int
) -> None:
    """Let these roles see the figures of a path; `place` orders the links."""
    _evaluated[name] = Evaluated(name, frozenset(roles), list_of, place)


def evaluated_for(actor: Actor) -> list[Evaluated]:
    """The paths whose figures an actor may see."""
    seen = [one for one in _evaluated.values() if actor.role in one.roles]
    return sorted(seen, key=lambda one: one.place)
