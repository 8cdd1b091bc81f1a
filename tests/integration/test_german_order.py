"""Names stand in German order everywhere, on both databases alike: Bäcker before Bosen, Weiss beside Weiß."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests.company_questions import a_company, a_contact
from wbv_mentor import clock
from wbv_mentor.companies.actions import add_company
from wbv_mentor.companies.models import Company
from wbv_mentor.companies.queries import company_choices, directory
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import SYSTEM
from wbv_mentor.german import german, german_order

IN_ORDER = [
    "Aachen", "Ärzte", "Afrika", "Bäckerei", "Bahn", "Böhm", "Bosen", "Élan", "Ernst", "Łódź", "lose",
    "Müller", "Mueller Söhne", "Muth", "Özlem", "Öztürk", "Ofen", "Straße", "Strasse 2", "Ünal", "Zoë",
]  # fmt: skip


def test_python_and_the_database_order_alike(app: Flask) -> None:
    with unit_of_work():
        for name in reversed(IN_ORDER):
            add_company(name=name, size="under_10", domains=(), by=SYSTEM, now=clock.now())
    assert [company.name for company in directory(select(Company)).companies] == sorted(IN_ORDER, key=german)
    assert [label.de for _number, label in company_choices()] == sorted(IN_ORDER, key=german)
    keys = dict(session.execute(select(Company.name, german_order(Company.name))).all())
    assert keys == {name: german(name) for name in IN_ORDER}


def test_contacts_stand_in_german_order(app: Flask) -> None:
    company = a_company()
    for name in ("Zoë Zander", "Ärmel Anna", "Afra Abel", "Bernd Bosen", "Bärbel Bach"):
        a_contact(company, name, email=f"{name.encode().hex()}@metallbau.example")
    names = [contact.name for contact in session.get_one(Company, company).current_contacts]
    assert names == sorted(names, key=german)
    assert names[0] == "Ärmel Anna"


@pytest.mark.parametrize(
    ("before", "after"),
    [("Bäckerei", "Bosen"), ("bäckerei", "Bahn"), ("Ärzte", "Afrika"), ("Weiß", "Weisz"), ("ÖZLEM", "ofen")],
)
def test_an_umlaut_stands_where_a_telephone_book_has_it(before: str, after: str) -> None:
    assert german(before) < german(after)
