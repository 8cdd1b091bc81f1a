"""Whom a deadline's owner is: the rooms that know people say so."""

from __future__ import annotations

from collections.abc import Callable

from wbv_mentor.engine.actors import ROLES
from wbv_mentor.pathways.models import Instance

Find = Callable[[Instance], list[str]]

_owners: dict[tuple[str, str | None], list[Find]] = {}


def register_owner(role: str, find: Find, *, rule: str | None = None) -> None:
    """Say who is reminded where a deadline is this role's; with a rule, for that rule alone.

    `find(instance)` answers recipients such as "account:12". Several rooms may know the same role,
    each for its own kinds of instances; what any of them answers is reminded.
    """
    if role not in ROLES:
        raise ValueError(f"{role} is no role")
    known = _owners.setdefault((role, rule), [])
    if find not in known:
        known.append(find)


def recipients_of(role: str, instance: Instance, rule: str | None = None) -> list[str]:
    """Everybody to be reminded, each once. Nobody is an answer too: after a consent was withdrawn.

    LookupError if no room knows the role at all.
    """
    found = _owners.get((role, rule)) or _owners.get((role, None))
    if found is None:
        raise LookupError(f"no room says who {role} is")
    return list(dict.fromkeys(recipient for find in found for recipient in find(instance)))
