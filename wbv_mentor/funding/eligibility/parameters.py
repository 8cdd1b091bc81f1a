"""Numbers of the law, each with the days on which it holds and where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from wbv_mentor.engine.types import Part


def _as_tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _as_decimal(value: object) -> object:
    """YAML has numbers; money is counted in decimals."""
    return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value


Figure = Annotated[Decimal, BeforeValidator(_as_decimal)]


class Bracket(Part):
    """What holds for companies with fewer than `below` people (None: all larger ones)."""

    below: int | None = Field(default=None, ge=1)
    values: dict[str, Figure]


class Dated(Part):
    """A value and the days on which it holds, both included; None: since or until nobody knows when."""

    value: Figure | None = None
    brackets: Annotated[tuple[Bracket, ...], BeforeValidator(_as_tuple)] = ()
    valid_from: date | None = None
    valid_to: date | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Dated:
        if (self.value is None) == (not self.brackets):
            raise ValueError("give either a value or brackets")
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError("it ends before it begins")
        return self

    def holds_on(self, day: date) -> bool:
        """Whether this is the law on that day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


class Parameter(Part):
    """A number of the law through time."""

    source: str = Field(min_length=1)
    values: Annotated[tuple[Dated, ...], BeforeValidator(_as_tuple)] = Field(min_length=1)

    def on(self, day: date) -> Dated | None:
        """What holds on that day; None if nothing is known for it."""
        return next((one for one in self.values if one.holds_on(day)), None)


def overlaps(parameters: Mapping[str, Parameter]) -> Iterator[tuple[tuple[Any, ...], str]]:
    """Values that hold on the same day, or do not stand in the order of time."""
    for name, parameter in parameters.items():
        for index, (earlier, later) in enumerate(pairwise(parameter.values)):
            if earlier.valid_to is None or later.valid_from is None or later.valid_from <= earlier.valid_to:
                yield ("parameters", name, "values", index + 1), "this holds on days of the value above it"


class Law:
    """The parameters as they hold on one day."""

    def __init__(self, parameters: Mapping[str, Parameter], day: date) -> None:
        self._parameters = parameters
        self.day = day

    def number(self, name: str) -> Decimal | None:
        """A number; None where nothing is known for the day."""
        found = self._parameters[name].on(self.day)
        return found.value if found is not None else None

    def bracket(self, name: str, headcount: float) -> Mapping[str, Decimal] | None:
        """The values for a company of that size; None where nothing is known for the day or the size."""
        found = self._parameters[name].on(self.day)
        brackets = found.brackets if found is not None else ()
        return next((one.values for one in brackets if one.below is None or headcount < one.below), None)

    def source(self, name: str) -> str:
        """Where it stands."""
        return self._parameters[name].source
