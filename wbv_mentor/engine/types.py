"""The parts of a path, as frozen types. YAML names things; Python defines what they do."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from wbv_mentor.engine.actors import Role

BACK = "$back"
OUR_OWN = re.compile(r"\[D\]\s*")  # how definitions mark what this project proposes itself
FieldType = Literal[
    "text", "long_text", "choice", "multi_choice", "date", "integer", "decimal", "money_eur",
    "yes_no", "email", "phone", "file", "reference",
]  # fmt: skip


class Part(BaseModel):
    """Frozen and closed: an unknown key is a mistake, never ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, strict=True)


def _as_tuple(value: object) -> object:
    """YAML and JSON know lists only; everything else is left for validation to refuse."""
    return tuple(value) if isinstance(value, list) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]
Roles = Annotated[tuple[Role, ...], BeforeValidator(_as_tuple)]


class Label(Part):
    """A text a person sees, in both languages."""

    de: str = Field(min_length=1)
    en: str = Field(min_length=1)


class Choice(Part):
    """One answer of a choice field: what is stored and what is shown."""

    value: str
    label: Label


class FormField(Part):
    """One input. `source` names choices that a room registers; `visible_to` is enforced on reading.

    `past` marks the day of something that has happened: it cannot lie ahead.
    """

    name: str
    type: FieldType
    label: Label
    required: bool = False
    hint: Label | None = None
    choices: Annotated[tuple[Choice, ...], BeforeValidator(_as_tuple)] = ()
    source: str | None = None
    visible_to: Roles = ()
    category: str
    retention: str
    max_length: int | None = None
    past: bool = False


class Form(Part):
    """What is asked in a state or when a transition is fired."""

    label: Label
    fields: Annotated[tuple[FormField, ...], BeforeValidator(_as_tuple)] = ()

    def field(self, name: str) -> FormField:
        """The field of that name; KeyError if there is none."""
        return next(field for field in self.fields if field.name == name)


class State(Part):
    """Where an instance can stand. A detour remembers the state it was entered from."""

    label: Label
    stage: str | None = None
    owner: Role | None = None
    form: str | None = None
    detour: bool = False
    final: bool = False


class Start(Part):
    """Who begins an instance, and what must hold."""

    by: Roles
    guards: Names = ()
    effects: Names = ()
    form: str | None = None


class Transition(Part):
    """A way from one of several states to one. `past` names detours passed over on the way back."""

    label: Label
    source: Names = Field(alias="from")
    to: str
    by: Roles
    past: Names = ()
    guards: Names = ()
    effects: Names = ()
    form: str | None = None
    hint: Label | None = None


class Offset(Part):
    """A distance from an anchor. Months are calendar months, working days Monday to Friday."""

    days: int = 0
    weeks: int = 0
    months: int = 0
    working_days: int = 0


class DeadlineRule(Part):
    """A date that follows from named dates. `due_on` is the last safe day, inclusive.

    One that `lapses` is over after that day (a remedy): there is nothing left to do or to be reminded of.
    `announce` is what a reminder says where the day is no last day for doing something: a course begins,
    somebody has been silent for too long. It may name `%(day)s`, the due day, and `%(next)s`, the one after.
    """

    label: Label
    announce: Label | None = None
    anchors: Names
    offset: Offset | None = None
    rule: str | None = None
    shift: Literal["none", "next_working_day"] = "none"
    recommended: Offset | None = None
    running: Names = Field((), alias="while")
    when: Names = ()
    met_by: Names = ()
    owner: Role
    strict: bool = False
    lapses: bool = False
    source: str
    remind: Annotated[tuple[Offset, ...], BeforeValidator(_as_tuple)] = ()
    on_overdue: str | None = None

    @field_validator("announce")
    @classmethod
    def _names_days_only(cls, value: Label | None) -> Label | None:
        for text in (value.de, value.en) if value is not None else ():
            try:
                _ = text % {"day": "", "next": ""}
            except (KeyError, TypeError, ValueError):
                raise ValueError("may name %(day)s and %(next)s only") from None
        return value

    @property
    def cited(self) -> str:
        """The source as people read it: our own proposals are none, general knowledge is called unchecked."""
        return OUR_OWN.sub("", self.source).replace("[GK]", "(nicht geprüft)").strip(" ;")


class Workflow(Part):
    """One version of a path, whole."""

    name: str = Field(alias="workflow")
    version: int = Field(ge=1)
    label: Label
    initial: str
    start: Start
    stages: dict[str, Label] = {}
    states: dict[str, State]
    transitions: dict[str, Transition]
    forms: dict[str, Form] = {}
    deadlines: dict[str, DeadlineRule] = {}

    def sources_into(self, state: str) -> set[str]:
        """Every state from which a transition leads into `state`."""
        return {name for way in self.transitions.values() if way.to == state for name in way.source}

    def way_back(self, transition: Transition) -> set[str]:
        """Every state to which a `$back` transition can return, passing over `past`."""
        found: set[str] = set()
        waiting = list(transition.source)
        seen: set[str] = set()
        while waiting:
            detour = waiting.pop()
            if detour in seen:
                continue
            seen.add(detour)
            for origin in self.sources_into(detour):
                waiting.append(origin) if origin in transition.past else found.add(origin)
        return found
