"""A house for one simulation: a database that is thrown away, the paths, and one person for each role."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from wbv_mentor import clock
from wbv_mentor.app import create_app
from wbv_mentor.companies.actions import add_company
from wbv_mentor.companies.contacts import ContactData, add_contact
from wbv_mentor.config import Settings
from wbv_mentor.db import Base, db, session, unit_of_work
from wbv_mentor.demo.timeline import at
from wbv_mentor.engine.actors import SYSTEM, Actor
from wbv_mentor.engine.types import Workflow
from wbv_mentor.pathways import definitions
from wbv_mentor.people.actions import create_account
from wbv_mentor.qualification.actions import add_trained_mentor
from wbv_mentor.qualification.cohorts.actions import create_cohort

STAFF = ("coordinator", "trainer", "admin")
MENTORS = ("mentor", "other_mentor")
OPENS_AT = 6  # before the first step, and before the jobs of the first morning
TO_COHORT = timedelta(days=70)


@dataclass(frozen=True)
class House:
    """Who and what is there. `names` are words that a script may use in reference fields: name -> id."""

    people: dict[str, Actor] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)


@contextmanager
def empty_house() -> Iterator[None]:
    """An application on an empty database, its context pushed: from here on every name of a path is known.

    Nothing of it is left afterwards, and nothing outside is read or written: no settings of this machine,
    no database, no mail server.
    """
    with tempfile.TemporaryDirectory(prefix="wbv-simulation-") as folder:
        app = create_app(_settings(Path(folder)))
        with app.app_context():
            try:
                Base.metadata.create_all(db.engine)
                yield
            finally:
                session.remove()
                db.engine.dispose()


def furnished(first_day: date, tried: Workflow) -> House:
    """The house as it stands on the morning of `first_day`; `tried` is the newest version of its path."""
    with clock.standing_at(at(first_day, hour=OPENS_AT)):
        _store_paths(tried)
        found = House()
        _add_staff(found)
        _add_company(found)
        for name in MENTORS:
            _add_mentor(found, name, first_day)
        _add_cohort(found, first_day)
        return found


def _settings(folder: Path) -> Settings:
    address = f"sqlite+pysqlite:///{folder / 'simulation.sqlite3'}"
    usual = {name: known.get_default() for name, known in Settings.model_fields.items()}
    return Settings(**usual | {"instance": folder, "database_url": address, "jobs": "off"})


def _store_paths(tried: Workflow) -> None:
    released = definitions.released()
    others = [one for one in released if (one.name, one.version) != (tried.name, tried.version)]
    with unit_of_work():
        for path in (*others, tried):
            definitions.store(path, now=clock.now())


def _add_staff(found: House) -> None:
    for role in STAFF:
        with unit_of_work():
            account = create_account(
                email=f"{role}@ak.example", first_name="AK", last_name=role.title(), role=role, by=SYSTEM,
                now=clock.now(),
            )  # fmt: skip
            found.people[role] = account.actor


def _add_cohort(found: House, first_day: date) -> None:
    with unit_of_work():
        cohort = create_cohort(
            name="Kohorte", starts_on=first_day + TO_COHORT, ends_on=None, place="Bildungszentrum", seats=12,
            trainer_id=int(found.people["trainer"].id or 0), by=found.people["trainer"], now=clock.now(),
            submission="cohort",
        )  # fmt: skip
        found.names["cohort"] = str(cohort.id)


def _add_mentor(found: House, name: str, first_day: date) -> None:
    """Somebody who was trained the day before, so that the standing in the register lasts."""
    with unit_of_work():
        enrolment = add_trained_mentor(
            first_name="Weiterbildung", last_name=name.title(), email=f"{name}@post.example",
            company_id=int(found.names["company"]), function_in_company="colleague",
            trained_on=first_day - timedelta(days=1), proof="Bescheinigung",
            by=found.people["coordinator"], now=clock.now(), submission=name,
        )  # fmt: skip
        found.people[name] = Actor("mentor", enrolment.account_id)
        found.names[name] = str(enrolment.account_id)


def _add_company(found: House) -> None:
    with unit_of_work():
        by, now = found.people["coordinator"], clock.now()
        company = add_company(name="Betrieb", size="50_to_249", domains=[], by=by, now=now)
        data = ContactData(name="Ansprechperson", function="Personal", email="personal@betrieb.example")
        contact = add_contact(company=company, data=data, by=by, now=now)
        data = ContactData(
            name="Betriebsrat", function="Betriebsrat", email="rat@betrieb.example", works_council=True
        )
        council = add_contact(company=company, data=data, by=by, now=now)
        found.people["company"] = Actor("company", contact.id)
        found.names.update(company=str(company.id), contact=str(contact.id), works_council=str(council.id))
