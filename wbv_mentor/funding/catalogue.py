"""The catalogue of funding, read from workflows/funding.yaml and checked when the house starts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from wbv_mentor.config import ROOT
from wbv_mentor.engine.source import Where, load_checked
from wbv_mentor.engine.types import Label, Part
from wbv_mentor.funding.eligibility import of_company, of_course, of_person
from wbv_mentor.funding.eligibility.amounts import AMOUNTS
from wbv_mentor.funding.eligibility.conditions import CONDITIONS
from wbv_mentor.funding.eligibility.findings import Learns
from wbv_mentor.funding.eligibility.parameters import Parameter, overlaps

FILE = ROOT / "workflows" / "funding.yaml"
Law = Literal["sgb3", "afbg", "sbfg", "kdw", "bonus", "none"]
Remedy = Literal["objection", "labour_court", "none"]
KNOWN = (of_company, of_course, of_person)  # imported, so that their conditions are
Applicant = Literal["mentee", "employer", "provider", "public_body"]


def _as_tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


class Document(Part):
    """A paper that an application needs. `employer`: only the company has it."""

    id: str = Field(min_length=1, max_length=60)
    label: Label
    employer: bool = False


class Asking(Part):
    """A condition by its name; `source` where it stands, if its parameter does not say it already."""

    rule: str
    source: str | None = None


class Instrument(Part):
    """One kind of funding. `law` says which deadlines apply, `remedy` what can be done against a no.

    `conditions`, `amounts` and `deadline` name what Python defines; `follows` is the instrument without which
    this one is not paid; `law_on` the day of the course whose law counts; `excludes` what goes not with it.
    """

    id: str = Field(min_length=1, max_length=60)
    name: Label
    authority: Label | str | None  # the name of an office stays German, a description does not
    applicant: Annotated[tuple[Applicant, ...], BeforeValidator(_as_tuple)] = ()
    law: Law
    remedy: Remedy
    active: bool
    reason: Label | None = None
    ended: str | None = None
    replaced_by: str | None = None
    source: str | None = None
    employer_learns: Learns | None = None
    conditions: Annotated[tuple[Asking, ...], BeforeValidator(_as_tuple)] = ()
    follows: str | None = None
    amounts: str | None = None
    deadline: str | None = None
    law_on: Literal["start", "end"] = "start"
    excludes: Annotated[tuple[str, ...], BeforeValidator(_as_tuple)] = ()
    documents: Annotated[tuple[Document, ...], BeforeValidator(_as_tuple)] = ()


class Catalogue(Part):
    """All instruments, the day of the law they follow, and what every page with a result says."""

    catalogue_state: str
    disclaimer: Label
    parameters: dict[str, Parameter] = {}
    instruments: Annotated[tuple[Instrument, ...], BeforeValidator(_as_tuple)]


def load(file: Path = FILE) -> Catalogue:
    """Read and check a catalogue. DefinitionError with every problem, each with its line."""
    return load_checked(file, Catalogue, _problems)


def _problems(found: Catalogue) -> Iterator[tuple[Where, str]]:
    known: set[str] = set()
    ids = {instrument.id for instrument in found.instruments}
    yield from overlaps(found.parameters)
    for index, instrument in enumerate(found.instruments):
        at = ("instruments", index)
        if instrument.id in known:
            yield (*at, "id"), f"{instrument.id} stands there twice"
        if instrument.follows is not None and instrument.follows not in known:
            yield (*at, "follows"), f"{instrument.follows} has to stand above it"
        known.add(instrument.id)
        for name, others in (("replaced_by", [instrument.replaced_by]), ("excludes", instrument.excludes)):
            for other in others:
                if other is not None and other not in ids:
                    yield (*at, name), f"there is no instrument {other}"
        if not instrument.active and instrument.reason is None:
            yield at, "an instrument that is not active needs a reason"
        if instrument.active and not instrument.applicant:
            yield at, "an active instrument needs an applicant"
        papers = [paper.id for paper in instrument.documents]
        if len(set(papers)) != len(papers):
            yield (*at, "documents"), "a document stands there twice"
        yield from _unknown(instrument, at, found)


def _unknown(instrument: Instrument, at: Where, found: Catalogue) -> Iterator[tuple[Where, str]]:
    """Names that nobody defines, and conditions whose numbers are not given."""
    if instrument.amounts is not None and instrument.amounts not in AMOUNTS:
        yield (*at, "amounts"), f"nobody computes the amounts {instrument.amounts}"
    for index, asked in enumerate(instrument.conditions):
        where = (*at, "conditions", index, "rule")
        condition = CONDITIONS.get(asked.rule)
        if condition is None:
            yield where, f"there is no condition {asked.rule}"
            continue
        for name in condition.parameters:
            if name not in found.parameters:
                yield where, f"{asked.rule} needs the parameter {name}"
        if asked.source is None and not condition.parameters:
            yield where, f"{asked.rule} needs a source"


@cache
def catalogue() -> Catalogue:
    """The house's catalogue; read once a process."""
    return load()


def instruments() -> tuple[Instrument, ...]:
    """All instruments in the catalogue's order, also those that ended."""
    return catalogue().instruments


def active_instruments() -> tuple[Instrument, ...]:
    """What can be applied for."""
    return tuple(one for one in instruments() if one.active)


def instrument(identity: str) -> Instrument:
    """The instrument with this id; KeyError if the catalogue has none."""
    for one in instruments():
        if one.id == identity:
            return one
    raise KeyError(identity)


def instrument_choices() -> list[tuple[str, Label]]:
    """Active instruments for a list."""
    return [(one.id, one.name) for one in active_instruments()]


def document_choices() -> list[tuple[str, Label]]:
    """Every document of any instrument, each id once."""
    labels = {paper.id: paper.label for one in instruments() for paper in one.documents}
    return list(labels.items())
