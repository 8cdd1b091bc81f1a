"""Walks a certificate to any state, through the real use cases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from tests.factories import a_mentor, a_trainer, fresh, today
from wbv_mentor import clock
from wbv_mentor.certificates import actions
from wbv_mentor.certificates.attendance import Attended, AttendedModule
from wbv_mentor.certificates.facts import Facts, Imprint, Module
from wbv_mentor.certificates.imprint import imprint_of
from wbv_mentor.certificates.models import AttendanceConfirmation, Certificate
from wbv_mentor.certificates.rendering import Made, _keep
from wbv_mentor.config import Settings
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import SYSTEM, Actor
from wbv_mentor.people.models import Account
from wbv_mentor.qualification.queries import enrolment_of

COHORT = "2026-03"
MODULES = (
    ("Rolle, Haltung, Vertraulichkeit, Datenschutz", 16),
    ("Gespräch, Bildungsbiografie, Kompetenzen", 16),
    ("Förderung, Recherche, Grenzen, Weiterleitung", 12),
    ("Praxisphase: zwei begleitete Erstgespräche, Transferaufgabe", 12),
    ("Bedarfsermittlung im Betrieb, Netzwerk, Kolloquium", 8),
)


def facts(name: str, **other: Any) -> Facts:
    """What the qualification says about somebody of a cohort that is over."""
    usual: dict[str, Any] = {
        "name": name, "cohort": COHORT, "cohort_name": "Herbst", "starts_on": today() - timedelta(days=110),
        "ends_on": today() - timedelta(days=5), "units": 64,
        "modules": tuple(Module(name=module, units=units) for module, units in MODULES),
        "colloquium_on": today() - timedelta(days=5), "trainer": "Karla Klee",
    }  # fmt: skip
    return Facts(**(usual | other))


def imprint() -> Imprint:
    """What an operator prints by default."""
    return imprint_of(Settings(operator_phone="0681 555 01 23", base_url="https://mentor.example"))


def ready(mentor: Actor | None = None, **other: Any) -> Certificate:
    """A certificate that is ready; its mentor has been asked for the name."""
    whose = mentor or a_mentor()
    account = session.get_one(Account, whose.id)
    path = enrolment_of(account.id)
    assert path is not None
    known = facts(account.display_name, **other)
    with unit_of_work():
        return actions.make_ready(
            instance=path, account_id=account.id, facts=known, by=SYSTEM, now=clock.now()
        )


def confirm(
    certificate: Certificate, name: str | None = None, form: str = "female", submission: str = ""
) -> None:
    """Its mentor confirms name and form."""
    with unit_of_work():
        actions.confirm_name(
            certificate=certificate, name=name or certificate.name, form=form, by=owner(certificate),
            now=clock.now(), submission=submission or fresh(),
        )  # fmt: skip


def confirmed(mentor: Actor | None = None, **other: Any) -> Certificate:
    """One that a trainer may issue."""
    certificate = ready(mentor, **other)
    confirm(certificate)
    return certificate


def issue(certificate: Certificate, *, by: Actor | None = None, submission: str = "") -> Certificate:
    """A trainer issues it."""
    trainer = by or a_trainer()
    with unit_of_work():
        return actions.issue(
            certificate=certificate, imprint=imprint(), by=trainer, now=clock.now(),
            submission=submission or fresh(),
        )  # fmt: skip


def issued(mentor: Actor | None = None, **other: Any) -> Certificate:
    """One that is issued; its document is made by the job."""
    return issue(confirmed(mentor, **other))


def attended(mentor: Actor) -> AttendanceConfirmation:
    """A confirmation of attendance with some document, as for somebody who left; the path stays as it is."""
    account = session.get_one(Account, mentor.id)
    path = enrolment_of(account.id)
    assert path is not None
    was_there = Attended(
        name=account.display_name, first_on=today() - timedelta(days=110), last_on=today(),
        modules=(AttendedModule(name=MODULES[0][0], units=12, of=16),),
    )  # fmt: skip
    with unit_of_work():
        made = actions.confirm_attendance(
            instance=path, account_id=account.id, attended=was_there, imprint=imprint(), now=clock.now()
        )
    _keep(AttendanceConfirmation, made.id, Made(f"%PDF-1.7 of {account.id}".encode(), None))
    return made


def owner(certificate: Certificate) -> Actor:
    """The mentor whose it is."""
    return Actor("mentor", certificate.account_id)


def newest() -> Certificate:
    """The certificate that was made last."""
    return session.scalars(select(Certificate).order_by(Certificate.id.desc())).first() or ready()
