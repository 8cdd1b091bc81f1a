"""What a reminder points to. The rooms above know their pages; reminders only asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import current_app

from wbv_mentor.errors import Message, say
from wbv_mentor.pathways.models import Instance


@dataclass(frozen=True)
class Place:
    """A page: what it is called in a subject (never a person, never a company) and its full address."""

    title: Message
    address: str


FindPlace = Callable[[Instance, str], Place]
FindMissing = Callable[[Instance, str], Sequence[Message]]

_places: dict[str, FindPlace] = {}
_missing: dict[str, FindMissing] = {}


def register_place(kind: str, find: FindPlace) -> None:
    """Say where an instance of a kind is worked on: `find(instance, recipient)`. A mentee's place is
    the page of the own link, never one that needs an account."""
    if _places.setdefault(kind, find) is not find:
        raise ValueError(f"the place of {kind} is registered twice")


def place_of(instance: Instance, recipient: str) -> Place:
    """The page for this recipient; without a registered one the start page, by reference alone."""
    if instance.kind in _places:
        return _places[instance.kind](instance, recipient)
    title = say("Vorgang %(reference)s", reference=instance.reference or instance.id)
    return Place(title, current_app.config["SETTINGS"].base_url.rstrip("/") + "/")


def register_missing(kind: str, find: FindMissing) -> None:
    """Say what is still missing before a deadline is met: `find(instance, rule)`."""
    if _missing.setdefault(kind, find) is not find:
        raise ValueError(f"what {kind} lacks is registered twice")


def missing_for(instance: Instance, rule: str) -> Sequence[Message]:
    """What is still missing, as words for a list; empty where no room says anything."""
    return _missing[instance.kind](instance, rule) if instance.kind in _missing else ()
