"""As much of a path as can be understood, so that one mistake does not hide the others."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from wbv_mentor.engine.source import Where, sentence
from wbv_mentor.engine.types import Workflow

Finding = tuple[Where, str]
SECTIONS = {"stages": "stage", "states": "state", "transitions": "transition", "forms": "form",
            "deadlines": "deadline"}  # fmt: skip
# Stands in for what is missing at the top; never found fault with, since what is missing is told already.
GAPS: dict[str, Any] = {
    "workflow": "unknown", "version": 1, "label": {"de": "?", "en": "?"}, "initial": "unknown",
    "start": {"by": ["system"]}, "states": {}, "transitions": {},
}  # fmt: skip


@dataclass(frozen=True)
class Draft:
    """The parts that are right by themselves, and the names of all that were written, right or wrong.

    Nobody knows the names of a section that cannot be read: then nothing is missing in it.
    """

    workflow: Workflow
    names: Mapping[str, frozenset[str] | None]
    broken: tuple[Finding, ...] = ()

    def missing(self, section: str, name: str | None) -> str | None:
        """The sentence that a name is written nowhere; None if it is, or if it is none."""
        known = self.names[section]
        if name is None or known is None or name in known:
            return None
        return f"there is no {SECTIONS[section]} {name}{meant(name, known)}"

    def knows(self, key: str) -> bool:
        """Whether what stands at the top under this key can be relied on."""
        return not any(where[0] == key for where, _ in self.broken)


def meant(name: str, known: Collection[str]) -> str:
    """A question after the name that comes closest, if one does."""
    close = get_close_matches(name, sorted(known), 1, 0.75)
    return f"; was {close[0]} meant?" if close else ""


def whole(workflow: Workflow) -> Draft:
    """The draft of a path that is well-formed."""
    return Draft(workflow, {section: frozenset(getattr(workflow, section)) for section in SECTIONS})


def draft_of(body: Mapping[str, Any], unread: frozenset[str] = frozenset()) -> Draft:
    """The draft of what was written; `unread` are the sections whose file cannot be read."""
    try:
        return _without(whole(Workflow.model_validate(body)), unread)
    except ValidationError as error:
        broken = tuple((_where(item["loc"]), sentence(item)) for item in error.errors())
    rest = {key: dict(value) if key in SECTIONS and isinstance(value, dict) else value
            for key, value in body.items()}  # fmt: skip
    for key, *inner in (where for where, _ in broken):
        if inner and isinstance(rest.get(str(key)), dict) and key in SECTIONS:
            rest[str(key)].pop(inner[0], None)
        else:
            rest.pop(str(key), None)
    names = {
        section: frozenset(body[section]) if isinstance(body.get(section), dict) else frozenset[str]()
        for section in SECTIONS
    }
    odd = {str(where[0]) for where, _ in broken if len(where) == 1}  # missing, or no mapping at all
    return _without(Draft(Workflow.model_validate(GAPS | rest), names, broken), unread | odd)


def _without(draft: Draft, unread: frozenset[str] | set[str]) -> Draft:
    names = {section: None if section in unread else known for section, known in draft.names.items()}
    return Draft(draft.workflow, names, draft.broken)


def _where(loc: tuple[int | str, ...]) -> Where:
    """The place; pydantic points at a key, rather than its value, by a last step of its own."""
    return loc[:-1] if loc[-1] == "[key]" else loc
