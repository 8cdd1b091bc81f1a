"""The accounts of the demo's staff, and the directory of companies that the coordination fills."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

from wbv_mentor import clock
from wbv_mentor.companies.actions import Details, add_company
from wbv_mentor.companies.contacts import ContactData, add_contact
from wbv_mentor.companies.models import Company
from wbv_mentor.db import unit_of_work
from wbv_mentor.demo.cast import Cast
from wbv_mentor.demo.companies import FIRMS, Firm, Head
from wbv_mentor.demo.names import address
from wbv_mentor.demo.timeline import Story, at
from wbv_mentor.engine.actors import SYSTEM
from wbv_mentor.people.actions import create_with_password
from wbv_mentor.people.passwords import hashed

STAFF = {
    "coordinator": ("Thomas", "Lauer"),
    "trainer": ("Nadja", "Schorr"),
    "admin": ("Petra", "Dörr"),
}


def make_staff(cast: Cast) -> None:
    """Create the accounts of the AK. Passwords are random and end up in demo-accounts.json."""
    for role, (first_name, last_name) in STAFF.items():
        password, email = secrets.token_urlsafe(12), address(first_name, last_name, "ak.example")
        cast.passwords[role] = {"email": email, "password": password}
        password_hash = hashed(password)
        with unit_of_work():
            cast.staff[role] = create_with_password(
                email=email, first_name=first_name, last_name=last_name, role=role,
                password_hash=password_hash, by=SYSTEM, now=clock.now(),
            ).id  # fmt: skip


def fill_directory(cast: Cast, first_day: date) -> Story:
    """The coordination enters the companies with their contacts, one after the other, on one morning."""
    for number, firm in enumerate(FIRMS):
        yield at(first_day, hour=9, minute=4 * number)
        agreed_on = first_day - timedelta(days=20 + number) if firm.agreement else None
        details = Details(
            sites=firm.sites, training_agreement=firm.training_agreement, agreement_kind=firm.agreement,
            agreement_on=agreed_on,
        )  # fmt: skip
        with unit_of_work():
            made = add_company(
                name=firm.name, size=firm.size, domains=list(firm.domains), details=details,
                by=cast.coordinator, now=clock.now(),
            )  # fmt: skip
            cast.firms.append(made.id)
            cast.heads[made.id] = [
                _add_head(cast, made, firm, head, 10 * number + place)
                for place, head in enumerate(firm.heads)
            ]


def _add_head(cast: Cast, company: Company, firm: Firm, head: Head, number: int) -> int:
    made = add_contact(
        company=company, by=cast.coordinator, now=clock.now(), submission=f"demo:contact:{number}",
        data=ContactData(
            name=head.name, function=head.function, phone=f"0681 5550{200 + number}",
            email=f"{head.at}@{firm.domains[0]}" if firm.domains else None, works_council=head.council,
        ),
    )  # fmt: skip
    return made.id
