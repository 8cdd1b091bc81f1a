"""The catalogue of funding, read from workflows/funding.yaml and checked when the house starts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from wbv_mentor.config import ROOT
from wbv_mentor.engine.source import load_checked
from wbv_mentor.engine.types import Label, Part

FILE = ROOT / "workflows" / "funding.yaml"
Law = Literal["sgb3", "afbg", "sbfg", "kdw", "bonus", "none"]
Remedy = Literal["objection", "labour_court", "none"]
Applicant = Literal["mentee", "employer", "provider", "public_body"]


def _as_tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


class Document(Part):
    """A paper that an application needs. `employer`: only the company has it."""

    id: str = Field(min_length=1, max_length=60)
    label: Label
    employer: bool = False


class Instrument(Part):
    """One kind of funding. `law` says which deadlines apply, `remedy` what can be done against a no."""

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
    documents: Annotated[tuple[Document, ...], BeforeValidator(_as_tuple)] = ()


class Catalogue(Part):
    """All instruments, the day of the law they follow, and what every page with a result says."""

    catalogue_state: str
    disclaimer: Label
    instruments: Annotated[tuple[Instrument, ...], BeforeValidator(_as_tuple)]


def load(file: Path = FILE) -> Catalogue:
    """Read and check a catalogue. DefinitionError with every problem, each with its line."""
    return load_checked(file, Catalogue, _problems)


def _problems(found: Catalogue) -> Iterator[tuple[tuple[str | int, ...], str]]:
    known: set[str] = set()
    ids = {instrument.id for instrument in found.instruments}
    for index, instrument in enumerate(found.instruments):
        at = ("instruments", index)
        if instrument.id in known:
            yield (*at, "id"), f"{instrument.id} stands there twice"
        known.add(instrument.id)
        if instrument.replaced_by is not None and instrument.replaced_by not in ids:
            yield (*at, "replaced_by"), f"there is no instrument {instrument.replaced_by}"
        if not instrument.active and instrument.reason is None:
            yield at, "an instrument that is not active needs a reason"
        if instrument.active and not instrument.applicant:
            yield at, "an active instrument needs an applicant"
        papers = [paper.id for paper in instrument.documents]
        if len(set(papers)) != len(papers):
            yield (*at, "documents"), "a document stands there twice"


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
