"""What stands in somebody's calendar: the rooms above know what is whose to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from wbv_mentor.engine.actors import ROLES, Actor
from wbv_mentor.errors import Message


@dataclass(frozen=True)
class Entry:
    """One date. `key` stays the same however often the date moves; `title` names no person, no company and
    not what it is about; `address` is where to do it, a path or a full address, None for who has no account;
    `better_on` is the earlier day that is safe as well, if there is one."""

    key: str
    title: Message
    on: date
    address: str | None
    better_on: date | None = None


FindDates = Callable[[Actor, date], Sequence[Entry]]

_dates: dict[str, list[FindDates]] = {}


def register_dates(role: str, find: FindDates) -> None:
    """Say what a role has to do and when: `find(actor, today)`. Several rooms may know the same role."""
    if role not in ROLES:
        raise ValueError(f"{role} is no role")
    known = _dates.setdefault(role, [])
    if find not in known:
        known.append(find)


def dates_of(actor: Actor, today: date) -> list[Entry]:
    """Everything open that is this actor's to do, in the order of the days; past ones included."""
    found = (entry for find in _dates.get(actor.role, ()) for entry in find(actor, today))
    return sorted(found, key=lambda entry: (entry.on, entry.key))
