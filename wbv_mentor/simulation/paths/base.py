"""One instance that is simulated, and what can be done with it."""

from __future__ import annotations

import inspect
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from wbv_mentor import clock
from wbv_mentor.engine.actors import SYSTEM, Actor
from wbv_mentor.engine.types import Workflow
from wbv_mentor.errors import Refused, say
from wbv_mentor.pathways.advance import advance
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.models import Instance
from wbv_mentor.simulation.given import arguments, form_data
from wbv_mentor.simulation.house import House
from wbv_mentor.simulation.script import START, Step

UseCase = Callable[..., Any]
NOBODY = say("Hier gibt es noch niemanden in der Rolle „%(role)s“.")


@dataclass(frozen=True)
class Move:
    """One transition that is to be fired."""

    trigger: str
    by: Actor
    data: dict[str, Any]
    submission: str
    note: str | None = None

    @property
    def wanted(self) -> dict[str, Any]:
        """The arguments by which use cases fire a transition."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


class Subject(ABC):
    """The instance of a script. `use_cases` are what can be recorded without a change of state: by the names
    of the rooms' own functions, `data` being their arguments."""

    use_cases: ClassVar[Mapping[str, UseCase]] = {}
    children: ClassVar[str | None] = None  # the path that steps with `of` are about

    def __init__(self, house: House) -> None:
        self.house = house
        self.instance_id = 0

    @classmethod
    def knows(cls, path: Workflow) -> Collection[str]:
        """What `do` may say."""
        return {START, *path.transitions, *path.forms, *cls.use_cases}

    @property
    @abstractmethod
    def instance(self) -> Instance:
        """The instance, read anew."""

    @abstractmethod
    def begin(self, step: Step, submission: str) -> int:
        """Begin it; its id."""

    def actor(self, who: str) -> Actor:
        """Who acts. Refused for somebody who is not there yet."""
        if who == "system":
            return SYSTEM
        found = self.house.people.get(who)
        if found is None:
            raise Refused(say(NOBODY.text, role=who))
        return found

    @property
    def people(self) -> Mapping[str, Actor]:
        """Everybody by the names of the script."""
        return self.house.people

    def nobody(self, role: str) -> Actor:
        """Somebody of a role in which there is nobody yet, to ask what such a person may do."""
        return Actor(role)  # type: ignore[arg-type]

    def perform(self, step: Step, submission: str) -> None:
        """Do one step in the running unit of work. Raises what the use cases raise."""
        if step.do == START:
            self.instance_id = self.begin(step, submission)
            return
        target = self.target(step)
        path = workflow_of(target)
        if step.do in path.transitions:
            self.fire(target, step, submission)
        elif step.do in path.forms:
            self.save(target, step.do, step, submission)
        else:
            self.call(self.use_cases[step.do], target, step, submission)

    def target(self, step: Step) -> Instance:
        """The instance that a step is about."""
        return self.instance

    def fire(self, target: Instance, step: Step, submission: str) -> None:
        """Fire a transition with the data of its form. Where it has none of its own, data belong to the
        form of the state that is left and are kept first."""
        path = workflow_of(target)
        way = path.transitions[step.do]
        by = self.actor(step.by)
        state = path.states.get(target.state)
        if step.data and way.form is None and state is not None and state.form is not None:
            self.save(target, state.form, step, f"{submission}:form")
            data: dict[str, Any] = {}
        else:
            form = path.forms[way.form] if way.form is not None else None
            data = form_data(form, step.data, self.house, way=way_of(step.by))
        self.move(target, Move(step.do, by, data, submission, step.note))

    def move(self, target: Instance, move: Move) -> None:
        """Fire it: one way for all, unless a room has a use case for it."""
        advance(instance=target, now=clock.now(), **move.wanted)

    @abstractmethod
    def save(self, target: Instance, form: str, step: Step, submission: str) -> None:
        """Complete a form."""

    def call(self, use_case: UseCase, target: Instance, step: Step, submission: str) -> None:
        """Call a use case of the room."""
        by = self.actor(step.by)
        given = arguments(use_case, step.data, self.house)
        given |= self.about(use_case, target, given)
        try:
            bound = inspect.signature(use_case).bind(**given, by=by, now=clock.now(), submission=submission)
        except TypeError as error:
            raise Refused(say("Es fehlt eine Angabe: %(what)s.", what=str(error))) from None
        use_case(**bound.kwargs)

    def about(self, use_case: UseCase, target: Instance, given: Mapping[str, Any]) -> dict[str, Any]:
        """What the use case is about, by the names of its parameters."""
        return {}


def way_of(who: str) -> str:
    """How somebody gives a yes unless the script says otherwise."""
    return "link" if who in ("mentee", "applicant", "company") else "spoken"
