"""The parts of a path, as frozen types. YAML names things; Python defines what they do.

The docstrings below are what an editor shows while a definition is typed (workflows/schema/).
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, field_validator

from wbv_mentor.engine.actors import Role

BACK = "$back"
OUR_OWN = re.compile(r"\[D\]\s*")  # how definitions mark what this project proposes itself
FieldType = Literal[
    "text", "long_text", "choice", "multi_choice", "date", "integer", "decimal", "money_eur",
    "yes_no", "email", "phone", "file", "reference",
]  # fmt: skip
Category = Literal["contact", "education", "family", "funding", "health", "money", "process", "work"]
Retention = Literal["case_content", "consent_proof", "process", "register"]


class Part(BaseModel):
    """Frozen and closed: an unknown key is a mistake, never ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True)


def _as_tuple(value: object) -> object:
    """YAML and JSON know lists only; everything else is left for validation to refuse."""
    return tuple(value) if isinstance(value, list) else value


# A name stands in addresses, in the journal and in Python.
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Said = Annotated[str, StringConstraints(pattern=r"\S")]
Names = Annotated[tuple[Name, ...], BeforeValidator(_as_tuple)]
Roles = Annotated[tuple[Role, ...], BeforeValidator(_as_tuple)]
# Names that Python defines: the JSON Schema lists them (engine/schema.py).
GuardNames = Annotated[Names, Field(json_schema_extra={"defined": "guards"})]
EffectNames = Annotated[Names, Field(json_schema_extra={"defined": "effects"})]
AnchorNames = Annotated[Names, Field(json_schema_extra={"defined": "anchors"})]


class Label(Part):
    """A text a person sees, in both languages."""

    de: Said
    en: Said


class Choice(Part):
    """One answer of a choice field."""

    value: Said
    """What is stored."""
    label: Label
    """What is shown."""


class FormField(Part):
    """One input."""

    name: Name
    type: FieldType
    label: Label
    required: bool = False
    sometimes_needed: bool = False
    """A guard asks for the answer in the cases that the hint names: pages do not call it voluntary."""
    hint: Label | None = None
    """A sentence below the label."""
    choices: Annotated[tuple[Choice, ...], BeforeValidator(_as_tuple)] = ()
    """What a choice or multi_choice offers."""
    source: Name | None = Field(default=None, json_schema_extra={"defined": "choices"})
    """Choices that a room registers: for a reference, or instead of `choices`."""
    visible_to: Roles = ()
    """Who may read the value; enforced where data is read."""
    category: Category
    """What kind of personal data it is."""
    retention: Retention
    """How long it is kept; decides what an erasure takes away."""
    max_length: int | None = Field(default=None, ge=1)
    """The most characters a text may have."""
    past: bool = False
    """The day of something that has happened: it cannot lie ahead."""


class Form(Part):
    """What is asked in a state or when a transition is fired."""

    label: Label
    fields: Annotated[tuple[FormField, ...], BeforeValidator(_as_tuple)] = ()

    def field(self, name: str) -> FormField:
        """The field of that name; KeyError if there is none."""
        return next(field for field in self.fields if field.name == name)


class State(Part):
    """Where an instance can stand."""

    label: Label
    stage: Name | None = None
    """The step at the top of the page to which the state belongs."""
    owner: Role | None = None
    """Who has to act next; every state that is not final has one."""
    form: Name | None = None
    """The form of forms.yaml that is filled in here."""
    detour: bool = False
    """Remembers the state it was entered from; a transition to `$back` returns there."""
    final: bool = False
    """Nothing leads on from here, and no deadline runs."""


class Start(Part):
    """Who begins an instance, and what must hold."""

    by: Roles
    guards: GuardNames = ()
    effects: EffectNames = ()
    form: Name | None = None


class Transition(Part):
    """A way from one of several states to one."""

    label: Label
    source: Names = Field(alias="from")
    """The states it leaves."""
    to: str
    """The state it enters, or `$back` out of a detour."""
    by: Roles
    """Who may fire it."""
    past: Names = ()
    """Detours that are passed over on the way back."""
    guards: GuardNames = ()
    """What must hold; each may block with a reason."""
    effects: EffectNames = ()
    """What follows."""
    form: Name | None = None
    """The form of forms.yaml that is asked when it is fired; the system is asked nothing."""
    hint: Label | None = None
    """A sentence below the button."""


class Offset(Part):
    """A distance from an anchor. Months are calendar months, working days Monday to Friday."""

    days: int = Field(default=0, ge=-3660, le=3660)
    weeks: int = Field(default=0, ge=-520, le=520)
    months: int = Field(default=0, ge=-120, le=120)
    working_days: int = Field(default=0, ge=-2600, le=2600)


class DeadlineRule(Part):
    """A date that follows from named dates. `due_on` is the last safe day, inclusive."""

    label: Label
    announce: Label | None = None
    """What a reminder says where the day is no last day for doing something: a course begins, somebody has
    been silent for too long. It may name `%(day)s`, the due day, and `%(next)s`, the one after."""
    anchors: AnchorNames
    """Named dates; the first that is known counts."""
    offset: Offset | None = None
    """How far the due day lies from the anchor; either this or `rule`."""
    rule: Name | None = Field(default=None, json_schema_extra={"defined": "rules"})
    """A rule of the law, defined in Python."""
    shift: Literal["none", "next_working_day"] = "none"
    """Whether a due day on which nobody works moves on."""
    recommended: Offset | None = None
    """A safer day, counted from the anchor as well."""
    running: Names = Field(default=(), alias="while")
    """The states in which it runs; without any, in all that are not final."""
    when: GuardNames = ()
    """What must hold for it to run."""
    met_by: Names = ()
    """Transitions that meet it."""
    owner: Role
    """Who has to act, and is reminded."""
    strict: bool = False
    """A person who is a day late gets nothing."""
    lapses: bool = False
    """Over after that day (a remedy): nothing is left to do or to be reminded of."""
    source: Said
    """Where the rule stands; [D] marks a proposal of this project."""
    remind: Annotated[tuple[Offset, ...], BeforeValidator(_as_tuple)] = ()
    """When to remind, counted from the due day."""
    on_overdue: Name | None = None
    """A transition that the system fires on the day after."""

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

    name: Name = Field(alias="workflow")
    """The name of the folder."""
    version: int = Field(ge=1)
    """The number of the folder; a released version is never edited."""
    label: Label
    initial: Name
    """The state in which an instance begins."""
    start: Start
    stages: dict[Name, Label] = {}
    """The steps at the top of the page, in their order."""
    states: dict[Name, State]
    transitions: dict[Name, Transition]
    forms: dict[Name, Form] = {}
    deadlines: dict[Name, DeadlineRule] = {}

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
