"""From one version of a path to another: where each state, form and field of the old one is to be found.

A map is a YAML file. It names only what changed its name; everything else is found under the name it has.
Nothing can be left behind with it: what has no place in the new version keeps its instance where it is.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from wbv_mentor.engine.draft import Finding
from wbv_mentor.engine.source import load_checked
from wbv_mentor.engine.types import Names, Part, Workflow


class VersionMap(Part):
    """What changed its name between two versions.

    `states`: null lets whoever stands there stay behind. `fields` are grouped by the old form.
    `not_asked` names required fields of the new version that nobody will be asked for any more, by form:
    without it, an instance that has passed their form stays.
    """

    source: int = Field(alias="from")
    states: dict[str, str | None] = {}
    forms: dict[str, str] = {}
    fields: dict[str, dict[str, str]] = {}
    not_asked: dict[str, Names] = {}


@dataclass(frozen=True)
class Carrying:
    """A map between the two versions it is made for."""

    old: Workflow
    new: Workflow
    named: VersionMap

    def state(self, name: str) -> str | None:
        """The new version's state for an old one; None if it has none."""
        found = self.named.states.get(name, name)
        return found if found in self.new.states else None

    def form(self, name: str) -> str | None:
        """The new version's form for an old one; None if it has none."""
        found = self.named.forms.get(name, name)
        return found if found in self.new.forms else None

    def field(self, form: str, name: str) -> str | None:
        """The new version's field for a field of an old form; None if it has none."""
        found, target = self.named.fields.get(form, {}).get(name, name), self.form(form)
        known = target is not None and any(field.name == found for field in self.new.forms[target].fields)
        return found if known else None

    def back(self) -> Carrying:
        """The way back for what is recorded. States come back by the journal: two may have become one."""
        fields = {
            self.named.forms.get(form, form): {new: old for old, new in names.items()}
            for form, names in self.named.fields.items()
        }
        forms = {new: old for old, new in self.named.forms.items()}
        named = {"from": self.new.version, "forms": forms, "fields": fields}
        return Carrying(self.new, self.old, VersionMap.model_validate(named))

    def body(self) -> str:
        """The map and what it is for as one canonical JSON text."""
        named = self.named.model_dump(mode="json", by_alias=True)
        about = {"workflow": self.new.name, "to": self.new.version}
        return json.dumps(about | named, ensure_ascii=False, sort_keys=True)


def load_map(
    file: Path, versions: Mapping[int, Workflow], to: int, standing: Callable[[int], Collection[str]]
) -> Carrying:
    """Read a map to the version `to`; `standing` answers for a version the states that running instances
    stand in or return to. Raises DefinitionError with every problem, each with file and line.
    """

    def problems(named: VersionMap) -> Iterator[Finding]:
        if named.source == to:
            yield ("from",), f"the map leads from version {to} to itself"
        elif named.source not in versions:
            yield ("from",), f"there is no version {named.source}"
        else:
            one = Carrying(versions[named.source], versions[to], named)
            yield from find_map_problems(one, standing(named.source))

    named = load_checked(file, VersionMap, problems)
    return Carrying(versions[named.source], versions[to], named)


def find_map_problems(one: Carrying, standing: Collection[str]) -> Iterator[Finding]:
    """Everything wrong with a map between two versions."""
    yield from _states(one, standing)
    yield from _forms(one)
    yield from _fields(one)
    yield from _not_asked(one)


def _states(one: Carrying, standing: Collection[str]) -> Iterator[Finding]:
    for old, new in one.named.states.items():
        at = ("states", old)
        if old not in one.old.states:
            yield at, _lacks(one.old, f"state {old}")
        elif one.old.states[old].final:
            yield at, f"{old} is final: what has ended is not moved"
        if new is not None and new not in one.new.states:
            yield at, _lacks(one.new, f"state {new}")
        elif new is not None and one.new.states[new].final:
            yield at, f"{new} is final: moving to another version ends nothing"
    for state in sorted(standing):
        if state not in one.new.states and state not in one.named.states:
            yield (
                ("states",),
                f"instances stand in {state} or return to it, and {_lacks(one.new, 'such state')}: name the "
                "state that it is now, or null to leave them where they are",
            )


def _forms(one: Carrying) -> Iterator[Finding]:
    for old, new in one.named.forms.items():
        at = ("forms", old)
        if old not in one.old.forms:
            yield at, _lacks(one.old, f"form {old}")
        if new not in one.new.forms:
            yield at, _lacks(one.new, f"form {new}")
        elif old != new and (new in one.old.forms or old in one.new.forms):
            yield at, "a form cannot take a name that means another form in one of the two versions"
    yield from _twice(("forms",), one.named.forms)


def _fields(one: Carrying) -> Iterator[Finding]:
    for form, names in one.named.fields.items():
        target = one.form(form)
        if form not in one.old.forms:
            yield ("fields", form), _lacks(one.old, f"form {form}")
        elif target is None:
            yield ("fields", form), f"{_lacks(one.new, f'form {form}')}: name it under forms"
        else:
            yield from _fields_of(one, form, target, names)


def _fields_of(one: Carrying, form: str, target: str, names: Mapping[str, str]) -> Iterator[Finding]:
    before = {field.name for field in one.old.forms[form].fields}
    after = {field.name for field in one.new.forms[target].fields}
    for old, new in names.items():
        if old not in before:
            yield ("fields", form, old), _lacks(one.old, f"field {form}.{old}")
        if new not in after:
            yield ("fields", form, old), _lacks(one.new, f"field {target}.{new}")
    unchanged = {name: name for name in before & after if name not in names}
    yield from _twice(("fields", form), unchanged | dict(names))


def _not_asked(one: Carrying) -> Iterator[Finding]:
    for form, names in one.named.not_asked.items():
        if form not in one.new.forms:
            yield ("not_asked", form), _lacks(one.new, f"form {form}")
            continue
        known = {field.name for field in one.new.forms[form].fields}
        for index, name in enumerate(names):
            if name not in known:
                yield ("not_asked", form, index), _lacks(one.new, f"field {form}.{name}")


def _twice(at: tuple[str, ...], names: dict[str, str]) -> Iterator[Finding]:
    for new, count in Counter(names.values()).items():
        if count > 1:
            old = next(name for name, found in reversed(names.items()) if found == new)
            yield (*at, old), f"two of them would become {new}: nothing recorded may be lost"


def _lacks(workflow: Workflow, what: str) -> str:
    return f"version {workflow.version} has no {what}"
