"""The main navigation, the chip that says who is signed in, links of the footer: rooms register them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import request, url_for
from flask_babel import lazy_gettext as _l

from wbv_mentor.engine.actors import Actor, Role
from wbv_mentor.web.access import actor_or_none

MOST_ITEMS = 4  # more do not fit the bar at the bottom of a phone

ROLE_LABELS: dict[str, Any] = {
    "mentor": _l("Weiterbildungsmentor*in"),
    "trainer": _l("AK-Trainer*in"),
    "coordinator": _l("AK-Koordination"),
    "admin": _l("Technische Verwaltung"),
    "mentee": _l("Ratsuchende Person"),
    "company": _l("Ansprechperson im Betrieb"),
    "applicant": _l("Bewerber*in"),
    "system": _l("System"),
}


@dataclass(frozen=True)
class Item:
    """One entry: `count` gives the number of due tasks shown beside it."""

    roles: frozenset[str]
    label: Any
    endpoint: str
    icon: str
    count: Callable[[Actor], int] | None = None
    place: int = 5


@dataclass(frozen=True)
class Person:
    """Who is signed in, as the header shows it."""

    name: str
    role: Role

    @property
    def initials(self) -> str:
        """First letters of the first and the last name."""
        words = self.name.split()
        return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper() if words else "?"


@dataclass(frozen=True)
class Entry:
    """An item as the layout draws it."""

    label: Any
    address: str
    icon: str
    count: int
    current: str | None


_items: dict[tuple[str, frozenset[str]], Item] = {}
_account: dict[str, Any] = {}
footer_links: dict[str, Any] = {}  # endpoint -> label


def register_item(
    roles: Iterable[Role],
    label: Any,
    endpoint: str,
    icon: str,
    count: Callable[[Actor], int] | None = None,
    place: int = 5,
) -> None:
    """Add an entry for these roles; `place` orders the entries, equal ones stay as registered.

    Raises ValueError when a role would see more than four."""
    item = Item(frozenset(roles), label, endpoint, icon, count, place)
    _items[endpoint, item.roles] = item
    for role in item.roles:
        if sum(role in other.roles for other in _items.values()) > MOST_ITEMS:
            raise ValueError(f"more than {MOST_ITEMS} entries for {role}")


def register_footer_link(label: Any, endpoint: str) -> None:
    """Add a public page to the footer, before the pages that every site has."""
    footer_links[endpoint] = label


def register_person(
    load: Callable[[], Person | None],
    *,
    sign_out: str,
    account: str | None = None,
    idle: timedelta | None = None,
) -> None:
    """Say who is signed in, and the endpoints of signing out (POST) and of the person's account.

    `idle` is how long a session lives untouched: a page warns two minutes before.
    """
    _account.update(load=load, sign_out=sign_out, account=account, idle=idle)


def entries() -> list[Entry]:
    """What the signed-in actor may go to, by place."""
    actor = actor_or_none()
    if actor is None:
        return []
    seen = (item for item in _items.values() if actor.role in item.roles)
    return [_entry(item, actor) for item in sorted(seen, key=lambda item: item.place)]


def _entry(item: Item, actor: Actor) -> Entry:
    address = url_for(item.endpoint)
    current = "page" if request.path == address else None
    if current is None and address != "/" and request.path.startswith(address + "/"):
        current = "true" if not _more_exact(address) else None
    return Entry(item.label, address, item.icon, item.count(actor) if item.count else 0, current)


def _more_exact(address: str) -> bool:
    """Whether another entry lies on the way below this one (/cases/new below /cases)."""
    others = (url_for(item.endpoint) for item in _items.values())
    return any(
        other.startswith(address + "/") and (request.path == other or request.path.startswith(other + "/"))
        for other in others
    )


def person() -> Person | None:
    """Who is signed in, for the header."""
    return _account["load"]() if _account else None


def idle_seconds() -> int:
    """After how many seconds without a request the person is signed out; 0 for never."""
    idle: timedelta | None = _account.get("idle")
    return int(idle.total_seconds()) if idle else 0


def account_links() -> dict[str, str | None]:
    """Addresses of the account page and of signing out."""
    account = _account.get("account")
    return {
        "account": url_for(account) if account else None,
        "sign_out": url_for(_account["sign_out"]) if _account else None,
    }
