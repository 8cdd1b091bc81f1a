"""What the names in a definition mean: rooms above register guards, effects, anchors and choices."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from wbv_mentor.engine.actors import Actor
from wbv_mentor.engine.dates import ANY_FACT
from wbv_mentor.engine.types import Label, Transition, Workflow
from wbv_mentor.errors import Message, Reason


@dataclass(frozen=True)
class Context:
    """What a guard or an effect is told: who does what to which instance, when, with which input.

    `data` is the validated form of the transition; `entry_id` the journal entry (effects only).
    """

    instance: Any
    workflow: Workflow
    transition: Transition | None
    by: Actor
    now: datetime
    data: Mapping[str, Any] = field(default_factory=dict)
    entry_id: int | None = None
    left: str | None = None

    @property
    def trigger(self) -> str:
        """The name of the transition that is fired; "start" at the beginning of an instance."""
        ways = self.workflow.transitions.items()
        return next((name for name, way in ways if way is self.transition), "start")


Guard = Callable[[Context], Reason | None]
Effect = Callable[[Context], None]
Anchor = Callable[[Any], date | None]
ChoiceSource = Callable[[], Iterable[tuple[str, Label]]]
Telling = Callable[[Any], tuple[Message, ...]]
Any_ = TypeVar("Any_", bound=Callable[..., Any])


@dataclass
class Vocabulary:
    """Every name a definition may use, with its meaning.

    `reversals` say what undoing an effect takes beside its mails, its tasks and the instance's own columns,
    which are put back for every effect; `lasting` why an effect cannot be undone at all. `facts` say what the
    day of an anchor is, `tellings` how it came about for one instance, where that is more than a day.
    """

    guards: dict[str, Guard] = field(default_factory=dict)
    effects: dict[str, Effect] = field(default_factory=dict)
    reversals: dict[str, Effect] = field(default_factory=dict)
    lasting: dict[str, Reason] = field(default_factory=dict)
    anchors: dict[str, Anchor] = field(default_factory=dict)
    facts: dict[str, Message] = field(default_factory=dict)
    tellings: dict[str, Telling] = field(default_factory=dict)
    rules: dict[str, Callable[..., Any]] = field(default_factory=dict)
    choices: dict[str, ChoiceSource] = field(default_factory=dict)


VOCABULARY = Vocabulary()


def _into(table: dict[str, Any], name: str) -> Callable[[Any_], Any_]:
    def keep(function: Any_) -> Any_:
        if table.get(name, function) is not function:
            raise ValueError(f"{name} is defined twice")
        table[name] = function
        return function

    return keep


def guard(name: str) -> Callable[[Any_], Any_]:
    """Define a guard: `(context) -> Reason | None`; None means it holds."""
    return _into(VOCABULARY.guards, name)


def effect(name: str) -> Callable[[Any_], Any_]:
    """Define an effect: `(context) -> None`; it only adds rows to the running unit of work."""
    return _into(VOCABULARY.effects, name)


def reversal(name: str) -> Callable[[Any_], Any_]:
    """Say how an effect is undone: `(context) -> None`, `entry_id` being the entry that is undone."""
    return _into(VOCABULARY.reversals, name)


def lasts(name: str, why: Reason) -> None:
    """Say that an effect cannot be undone, and what one can do instead."""
    if VOCABULARY.lasting.setdefault(name, why) != why:
        raise ValueError(f"{name} lasts for two reasons")


def anchor(name: str, fact: Message = ANY_FACT) -> Callable[[Any_], Any_]:
    """Define an anchor: `(instance) -> date | None`, a named date of the instance or its kin.

    `fact` is a sentence with `%(day)s`: how people read the date that a deadline is counted from.
    """
    VOCABULARY.facts[name] = fact
    return _into(VOCABULARY.anchors, name)


def telling(name: str) -> Callable[[Any_], Any_]:
    """Define how an anchor is told: `(instance) -> sentences`; none where its day says enough."""
    return _into(VOCABULARY.tellings, name)


def rule(name: str) -> Callable[[Any_], Any_]:
    """Define a legal rule: `(anchor_date) -> Computed`."""
    return _into(VOCABULARY.rules, name)


def register_choices(name: str, source: ChoiceSource) -> None:
    """Register the choices of a reference field: pairs of stored value and label."""
    _into(VOCABULARY.choices, name)(source)
