"""What is to be tried: a YAML list of `{at: DATE, do: NAME, by: WHO, data: {...}}`, read with its lines."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from wbv_mentor.engine.source import DefinitionError, Problem, line_of, plain, read_list, sentence

Who = Literal[
    "mentor", "other_mentor", "trainer", "coordinator", "admin", "mentee", "company", "applicant", "system"
]
START = "start"


class Written(BaseModel):
    """One entry, as it is written. `of` is the number of the case's funding application that is meant."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    at: date
    do: str
    by: Who
    data: dict[str, Any] = Field(default_factory=dict)
    of: int | None = Field(default=None, ge=1)
    note: str | None = None


@dataclass(frozen=True)
class Step:
    """One entry and the line on which it stands; 0 for one that nobody wrote."""

    line: int
    at: date
    do: str
    by: Who
    data: dict[str, Any]
    of: int | None = None
    note: str | None = None


def read_script(file: Path) -> list[Step]:
    """The steps in their order. DefinitionError with every problem: no list, an unknown key, a day before
    the last one."""
    document = read_list(file)
    steps: list[Step] = []
    problems: list[Problem] = []
    for number, entry in enumerate(document):
        try:
            written = Written.model_validate(plain(entry))
        except ValidationError as error:
            problems += _problems(file, document, number, error)
            continue
        steps.append(Step(line_of(document, (number,)), **written.model_dump()))
    problems += [
        Problem(file, later.line, "at", f"{later.at} lies before the step above it, {earlier.at}")
        for earlier, later in pairwise(steps)
        if later.at < earlier.at
    ]
    if not problems and not steps:
        problems.append(Problem(file, 1, "", "there is no step in this script"))
    if problems:
        raise DefinitionError(sorted(problems, key=lambda one: one.line))
    return steps


def check_names(file: Path, steps: Iterable[Step], own: Collection[str], children: Collection[str]) -> None:
    """DefinitionError for a `do` that neither the path nor its applications (steps with `of`) know."""
    problems = [
        Problem(file, step.line, "do", f"there is no {step.do} here; known: {', '.join(sorted(known))}")
        for step in steps
        if step.do not in (known := children if step.of is not None else own)
    ]
    if problems:
        raise DefinitionError(problems)


def _problems(file: Path, document: Any, number: int, error: ValidationError) -> Sequence[Problem]:
    found = []
    for item in error.errors():
        where = tuple(item["loc"])
        line = line_of(document, (number, *where))
        found.append(Problem(file, line, ".".join(map(str, where)), sentence(item)))
    return found
