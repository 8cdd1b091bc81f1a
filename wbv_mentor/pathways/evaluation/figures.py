"""The figures of a path. Percentiles are computed here, not in SQL: both databases say the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from statistics import median

from wbv_mentor.engine.picture.rows import is_end
from wbv_mentor.engine.types import Workflow
from wbv_mentor.pathways.evaluation.stays import Stay, trails
from wbv_mentor.pathways.models import WorkflowDefinition

DAY = timedelta(days=1)
FEWEST = 3  # below that a figure tells of persons and not of the path


@dataclass(frozen=True)
class Days:
    """How long something took, over all times that it happened."""

    count: int
    middle: float
    most: float  # nine of ten took no longer


@dataclass(frozen=True)
class StateFigures:
    """Who stands in a state now and since when, and how long those stayed who have left."""

    standing: int
    since: Days | None
    stayed: Days | None


@dataclass(frozen=True)
class Way:
    """The states of one way from the start to an end, without detours, and how long it took."""

    states: tuple[str, ...]
    days: Days


@dataclass(frozen=True)
class Figures:
    """All that the page shows. `slowest` and `longest` need at least three who walked, three who left."""

    total: int
    states: Mapping[str, StateFigures]
    slowest: Way | None
    longest: str | None  # the state in which one stays longest


def days_of(values: Sequence[float]) -> Days | None:
    """Median, and the 90th percentile by nearest rank: the smallest value that 90 of 100 do not exceed."""
    if not values:
        return None
    ordered = sorted(values)
    return Days(len(ordered), median(ordered), ordered[ceil(len(ordered) * 9 / 10) - 1])


def figures_of(definition: WorkflowDefinition, workflow: Workflow, now: datetime) -> Figures:
    """The figures over every instance that is on this version."""
    return compute(workflow, trails(definition.id), now)


def compute(workflow: Workflow, found: Iterable[list[Stay]], now: datetime) -> Figures:
    """The same from any trails."""
    stayed: dict[str, list[float]] = defaultdict(list)
    since: dict[str, list[float]] = defaultdict(list)
    ways: dict[tuple[str, ...], list[float]] = defaultdict(list)
    total = 0
    for stays in found:
        total += 1
        for stay in stays:
            bucket = since if stay.until is None else stayed
            bucket[stay.state].append(((stay.until or now) - stay.since) / DAY)
        walked = _walked(workflow, stays)
        if walked is not None:
            ways[walked[0]].append(walked[1])
    states = {
        name: StateFigures(len(since[name]), days_of(since[name]), days_of(stayed[name]))
        for name in workflow.states
    }
    return Figures(total, states, _slowest(ways), _longest(states))


def _walked(workflow: Workflow, stays: Sequence[Stay]) -> tuple[tuple[str, ...], float] | None:
    """The way of an instance that stands at an end: its states and its days until it arrived there."""
    ends = {name for name, state in workflow.states.items() if is_end(workflow, state)}
    if not stays or stays[-1].state not in ends:
        return None
    arrived = len(stays) - 1
    while arrived and stays[arrived - 1].state in ends:
        arrived -= 1
    way: list[str] = []
    for stay in stays[: arrived + 1]:
        state = workflow.states.get(stay.state)
        if (state is None or not state.detour) and way[-1:] != [stay.state]:
            way.append(stay.state)
    return tuple(way), (stays[arrived].since - stays[0].since) / DAY


def _slowest(ways: Mapping[tuple[str, ...], Sequence[float]]) -> Way | None:
    """The longest by its median; of equal ones always the same."""
    found = [Way(states, days) for states, values in ways.items() if (days := days_of(values))]
    often = [way for way in found if way.days.count >= FEWEST]
    return max(often, key=lambda way: (way.days.middle, way.states), default=None)


def _longest(states: Mapping[str, StateFigures]) -> str | None:
    known = {name: one.stayed for name, one in states.items() if one.stayed and one.stayed.count >= FEWEST}
    return max(known, key=lambda name: (known[name].middle, name), default=None)
