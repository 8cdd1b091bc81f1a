"""The curriculum, read from workflows/curriculum.yaml and checked when the house starts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from wbv_mentor.config import ROOT
from wbv_mentor.engine.dates import next_working_day
from wbv_mentor.engine.source import Where, load_checked
from wbv_mentor.engine.types import Label, Part

FILE = ROOT / "workflows" / "curriculum.yaml"
Kind = Literal["classroom", "online", "practice"]


def _as_tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _as_time(value: object) -> object:
    """'08:30' only: YAML 1.2 has no times, and a bare 8:30 is a mistake worth telling."""
    if isinstance(value, str):
        try:
            return time.fromisoformat(value)
        except ValueError:
            return value
    return value


ClockTime = Annotated[time, BeforeValidator(_as_time)]


class ProposedSession(Part):
    """One meeting of a module: on which day from the start, from when to when, how many units."""

    day: int = Field(ge=0, le=400)
    begins: ClockTime
    ends: ClockTime
    units: int = Field(gt=0, le=16)


class Module(Part):
    """A module with its teaching units. A practice has no sessions, its units come from evidence."""

    code: str = Field(min_length=1, max_length=10)
    name: Label
    kind: Kind
    units: int = Field(gt=0, le=200)
    competences: Annotated[tuple[str, ...], BeforeValidator(_as_tuple)] = Field(min_length=1)
    sessions: Annotated[tuple[ProposedSession, ...], BeforeValidator(_as_tuple)] = ()


class Curriculum(Part):
    """What a cohort learns, under the name that the cohort keeps."""

    version: str = Field(min_length=1, max_length=20)
    total_units: int = Field(gt=0)
    minimum_percent: int = Field(gt=0, le=100)
    weeks: int = Field(gt=0, le=52)
    modules: Annotated[tuple[Module, ...], BeforeValidator(_as_tuple)] = Field(min_length=1)


@dataclass(frozen=True)
class PlannedSession:
    """A session as it is proposed for one cohort. `part` counts within its module, from 1."""

    code: str
    part: int
    held_on: date
    begins: time
    ends: time
    units: int
    online: bool


def load(file: Path = FILE) -> Curriculum:
    """Read and check a curriculum. DefinitionError with every problem, each with its line."""
    return load_checked(file, Curriculum, _problems)


def _problems(found: Curriculum) -> Iterator[tuple[Where, str]]:
    total = sum(module.units for module in found.modules)
    if total != found.total_units:
        yield ("total_units",), f"the modules have {total} units"
    known: set[str] = set()
    for index, module in enumerate(found.modules):
        at: Where = ("modules", index)
        if module.code in known:
            yield (*at, "code"), f"{module.code} stands there twice"
        known.add(module.code)
        yield from _wrong_sessions(found, module, at)


def _wrong_sessions(found: Curriculum, module: Module, at: Where) -> Iterator[tuple[Where, str]]:
    if module.kind == "practice":
        if module.sessions:
            yield (*at, "sessions"), "a practice has no sessions"
        return
    held = sum(one.units for one in module.sessions)
    if held != module.units:
        yield (*at, "units"), f"the sessions have {held} units"
    for index, one in enumerate(module.sessions):
        if one.ends <= one.begins:
            yield (*at, "sessions", index, "ends"), "the end does not lie after the beginning"
        if one.day > found.weeks * 7:
            yield (*at, "sessions", index, "day"), f"lies after the {found.weeks} weeks"


@cache
def curriculum() -> Curriculum:
    """The house's curriculum; read once a process."""
    return load()


def last_day(found: Curriculum, starts_on: date) -> date:
    """The last day of a cohort that begins then, if nobody says otherwise."""
    return starts_on + timedelta(weeks=found.weeks)


def proposal(found: Curriculum, starts_on: date) -> list[PlannedSession]:
    """The sessions of a cohort that begins then: on working days in Saarland, none twice on one day."""
    planned: list[PlannedSession] = []
    for module in found.modules:
        for part, one in enumerate(module.sessions, 1):
            day = next_working_day(starts_on + timedelta(days=one.day))
            while any(other.held_on == day for other in planned):
                day = next_working_day(day + timedelta(days=1))
            planned.append(
                PlannedSession(
                    module.code, part, day, one.begins, one.ends, one.units, module.kind == "online"
                )
            )
    return planned
