"""The people who sign in to the demo, and the companies they work for."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from sqlalchemy import select

from wbv_mentor import clock
from wbv_mentor.clock import berlin_date
from wbv_mentor.companies.actions import add_company
from wbv_mentor.companies.models import Company
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.demo.personas import plain
from wbv_mentor.engine.actors import SYSTEM, Actor
from wbv_mentor.people.actions import create_with_password
from wbv_mentor.people.invitations import INVITATION, set_password_by_link
from wbv_mentor.people.models import MailedLink
from wbv_mentor.people.passwords import hashed
from wbv_mentor.qualification.actions import add_trained_mentor

STAFF = {
    "coordinator": ("Thomas", "Lauer"),
    "trainer": ("Nadja", "Schorr"),
    "admin": ("Petra", "Dörr"),
}
COMPANIES = [
    ("Metallbau Kessler GmbH", "10_to_49", ["metallbau-kessler.example"]),
    ("SaarGuss Neunkirchen AG", "250_and_more", ["saarguss.example"]),
    ("Pflegedienst Warndt", "50_to_249", ["pflege-warndt.example"]),
    ("Bäckerei Thiel", "under_10", []),
    ("Blies Logistik GmbH & Co. KG", "50_to_249", ["blies-logistik.example"]),
    ("Stadtwerke Homburg-Süd", "50_to_249", ["stadtwerke-homburg-sued.example"]),
]
MENTORS = [
    ("Sandra", "Becker"), ("Murat", "Aslan"), ("Christine", "Jung"), ("Pascal", "Weber"),
    ("Elif", "Kaya"), ("Jörg", "Scherer"), ("Ewa", "Nowak"), ("Daniel", "Altmeyer"), ("Rita", "Backes"),
]  # fmt: skip
FUNCTIONS = ("colleague", "works_council_or_no_answer", "colleague", "supervisor")


@dataclass
class Cast:
    """Ids of the accounts, and the passwords of those that are shown. The first mentor is shown."""

    mentors: list[int] = field(default_factory=list)
    staff: dict[str, int] = field(default_factory=dict)
    passwords: dict[str, dict[str, str]] = field(default_factory=dict)

    def mentor(self, number: int) -> Actor:
        """The mentor of that number as an actor."""
        return Actor("mentor", self.mentors[number])

    @property
    def coordinator(self) -> Actor:
        """The coordination as an actor."""
        return Actor("coordinator", self.staff["coordinator"])


def make_cast(*, seed: int) -> Cast:
    """Create the staff, the companies and the mentors, recognised as active. Passwords are random."""
    cast, chance = Cast(), Random(seed)
    for role, name in STAFF.items():
        cast.staff[role] = _make_staff(cast, role, name)
    companies = [_make_company(cast, *company) for company in COMPANIES]
    for number, name in enumerate(MENTORS):
        trained_days_ago = chance.randrange(40, 160)
        cast.mentors.append(_make_mentor(cast, number, name, companies, trained_days_ago))
    return cast


def _make_staff(cast: Cast, role: str, name: tuple[str, str]) -> int:
    password, email = secrets.token_urlsafe(12), _address(name, "ak.example")
    cast.passwords[role] = {"email": email, "password": password}
    password_hash = hashed(password)
    with unit_of_work():
        return create_with_password(
            email=email, first_name=name[0], last_name=name[1], role=role,
            password_hash=password_hash, by=SYSTEM, now=clock.now(),
        ).id  # fmt: skip


def _make_company(cast: Cast, name: str, size: str, domains: list[str]) -> int:
    with unit_of_work():
        made: Company = add_company(
            name=name, size=size, domains=domains, by=cast.coordinator, now=clock.now()
        )
        return made.id


def _make_mentor(
    cast: Cast, number: int, name: tuple[str, str], companies: Sequence[int], trained_days_ago: int
) -> int:
    email = _address(name, "post.example")
    with unit_of_work():
        account = add_trained_mentor(
            first_name=name[0], last_name=name[1], email=email,
            company_id=companies[number % len(companies)],
            function_in_company=FUNCTIONS[number % len(FUNCTIONS)],
            trained_on=berlin_date(clock.now()) - timedelta(days=trained_days_ago),
            proof="Teilnahmebescheinigung der Arbeitskammer liegt vor",
            by=cast.coordinator, now=clock.now(), submission=f"demo:mentor:{number}",
        ).member  # fmt: skip
        number_of_account, actor = account.id, account.actor
    password = secrets.token_urlsafe(12)
    if number == 0:
        cast.passwords["mentor"] = {"email": email, "password": password}
    password_hash = hashed(password)
    with unit_of_work():
        link = session.scalars(
            select(MailedLink).where(
                MailedLink.purpose == INVITATION, MailedLink.subject_id == number_of_account
            )
        ).one()
        set_password_by_link(link=link, password_hash=password_hash, by=actor, now=clock.now())
    return number_of_account


def _address(name: tuple[str, str], domain: str) -> str:
    return f"{plain(name[0])}.{plain(name[1])}@{domain}"
