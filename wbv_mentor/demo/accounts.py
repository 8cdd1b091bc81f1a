"""The people who sign in to the demo: one account a role to try, and the other mentors."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from random import Random

from wbv_mentor import clock
from wbv_mentor.db import unit_of_work
from wbv_mentor.engine.actors import SYSTEM
from wbv_mentor.people.actions import create_with_password
from wbv_mentor.people.models import Account
from wbv_mentor.people.passwords import hashed

STAFF = {
    "trainer": ("Nadja", "Schorr"),
    "coordinator": ("Thomas", "Lauer"),
    "admin": ("Petra", "Dörr"),
}
MENTORS = [
    ("Sandra", "Becker"), ("Murat", "Aslan"), ("Christine", "Jung"), ("Pascal", "Weber"),
    ("Elif", "Kaya"), ("Jörg", "Scherer"), ("Ewa", "Nowak"), ("Daniel", "Altmeyer"),
]  # fmt: skip


@dataclass
class People:
    """Ids of the accounts, and the passwords of those that are shown."""

    mentors: list[int] = field(default_factory=list)
    staff: dict[str, int] = field(default_factory=dict)
    passwords: dict[str, dict[str, str]] = field(default_factory=dict)


def make_accounts(*, seed: int) -> People:
    """Create the staff and eight mentors; the first mentor is the demo's. Passwords are random."""
    people = People()
    order = MENTORS[:1] + Random(seed).sample(MENTORS[1:], len(MENTORS) - 1)
    for role, name in STAFF.items():
        people.staff[role] = _create(people, role, name, shown=role)
    for number, name in enumerate(order):
        people.mentors.append(_create(people, "mentor", name, shown="mentor" if number == 0 else None))
    return people


def _create(people: People, role: str, name: tuple[str, str], *, shown: str | None) -> int:
    first, last = name
    password = secrets.token_urlsafe(12)
    email = f"{_plain(first)}.{_plain(last)}@{'ak' if role != 'mentor' else 'post'}.example"
    if shown:
        people.passwords[shown] = {"email": email, "password": password}
    password_hash = hashed(password)
    with unit_of_work():
        account: Account = create_with_password(
            email=email, first_name=first, last_name=last, role=role,
            password_hash=password_hash, by=SYSTEM, now=clock.now(),
        )  # fmt: skip
        return account.id


def _plain(name: str) -> str:
    return name.lower().translate(str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}))
