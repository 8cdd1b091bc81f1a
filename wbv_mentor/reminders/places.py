"""What a reminder points to. The rooms above know their pages; reminders only asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from flask import current_app

from wbv_mentor.engine.registry import VOCABULARY
from wbv_mentor.engine.types import DeadlineRule
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
_facts: dict[str, Message] = {
    "course_start": say("Kursbeginn: %(day)s."),
    "course_end": say("Kursende: %(day)s."),
    "entered": say("So steht es seit: %(day)s."),
    "started": say("Begonnen am: %(day)s."),
    "notice_sent": say("Bescheid vom: %(day)s."),
    "return_on": say("Wieder ansehen am: %(day)s."),
}
_ANY_FACT = say("Ausgangsdatum: %(day)s.")


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


def register_fact(anchor: str, sentence: Message) -> None:
    """How an anchor reads in "Warum bekomme ich das?": a sentence with `%(day)s`."""
    if _facts.setdefault(anchor, sentence) != sentence:
        raise ValueError(f"the fact {anchor} is registered twice")


def fact_of(instance: Instance, rule: DeadlineRule, anchor_on: date) -> Message:
    """The fact that a deadline rests on."""
    named = next((name for name in rule.anchors if VOCABULARY.anchors[name](instance) == anchor_on), "")
    return say(_facts.get(named, _ANY_FACT).text, day=anchor_on)
