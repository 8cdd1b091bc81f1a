"""May this actor fire this, and does the instance allow it? One answer for button and request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from wbv_mentor.engine.actors import Actor
from wbv_mentor.engine.registry import VOCABULARY, Context
from wbv_mentor.engine.types import Transition
from wbv_mentor.errors import Reason
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.models import Instance


@dataclass(frozen=True)
class Option:
    """A transition that leads on from here, and why it is blocked; nothing blocks: it may be fired."""

    name: str
    transition: Transition
    blocked: tuple[Reason, ...]


def blocked_by(context: Context, guards: Sequence[str]) -> tuple[Reason, ...]:
    """The reasons of every guard that does not hold."""
    answers = (VOCABULARY.guards[name](context) for name in guards)
    return tuple(answer for answer in answers if answer is not None)


def options(*, instance: Instance, by: Actor, now: datetime) -> list[Option]:
    """Every transition from where the instance stands that this role may fire, in the path's order.

    Guards that judge what is typed into the transition's form say nothing yet.
    """
    workflow = workflow_of(instance)
    found = []
    for name, way in workflow.transitions.items():
        if instance.state in way.source and by.role in way.by:
            context = Context(instance, workflow, way, by, now)
            found.append(Option(name, way, blocked_by(context, way.guards)))
    return found
