"""A certificate's way: ready, confirmed by its mentor, issued by a trainer, replaced, revoked."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests import certificate_steps as steps
from tests.factories import a_coordinator, a_mentor, a_trainer, fresh, today
from wbv_mentor import clock
from wbv_mentor.certificates import actions
from wbv_mentor.certificates.facts import Module
from wbv_mentor.certificates.models import Certificate
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Forbidden, Refused, Stale
from wbv_mentor.outbox.models import OutboxMessage
from wbv_mentor.pathways import journal


@pytest.fixture(autouse=True)
def _app(app: Flask) -> None:
    """Every test here works on the application's database."""


def mails(template: str) -> int:
    return session.query(OutboxMessage).filter_by(template=template).count()


def test_ready_asks_the_mentor_once_and_issues_nothing() -> None:
    mentor = a_mentor()
    first, again = steps.ready(mentor), steps.ready(mentor)

    assert (first.id, first.state, first.number, first.snapshot) == (again.id, "ready", None, None)
    assert mails("certificate_ready") == 1


def test_the_mentor_confirms_name_and_form_and_may_change_both() -> None:
    certificate = steps.ready()
    steps.confirm(certificate, "Dr. Zoë  Łukasiewicz-O’Hara", "inclusive")

    assert (certificate.state, certificate.name, certificate.form) == (
        "confirmed", "Dr. Zoë Łukasiewicz-O’Hara", "inclusive",
    )  # fmt: skip
    steps.confirm(certificate, "Zoë Łukasiewicz", "female")
    assert certificate.name == "Zoë Łukasiewicz"


@pytest.mark.parametrize(
    ("name", "form", "says"),
    [
        ("", "female", "Vornamen"), ("...", "female", "Vornamen"), ("A" * 81, "female", "höchstens 80"),
        ("<b>Kim</b>", "female", "„<“"), ("Kim 😀", "female", "„😀“"), ("محمد", "male", "„م“"),
        ("Kim Roth", "", "Wählen"), ("Kim Roth", "frau", "Wählen"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_names_that_cannot_be_printed(name: str, form: str, says: str) -> None:
    certificate = steps.ready()
    with pytest.raises(Refused, match=says), unit_of_work():
        actions.confirm_name(
            certificate=certificate, name=name, form=form, by=steps.owner(certificate), now=clock.now(),
            submission=fresh(),
        )  # fmt: skip
    assert certificate.state == "ready"


def test_nobody_else_confirms_and_nobody_overwrites() -> None:
    certificate = steps.ready()
    shown = certificate.row_version
    for by in (a_mentor(), a_trainer(), a_coordinator()):
        with pytest.raises(Forbidden), unit_of_work():
            actions.confirm_name(
                certificate=certificate, name="Kim", form="male", by=by, now=clock.now(), submission=fresh()
            )
    steps.confirm(certificate)
    with pytest.raises(Stale), unit_of_work():
        actions.confirm_name(
            certificate=certificate, name="Kim", form="male", by=steps.owner(certificate), now=clock.now(),
            submission=fresh(), expected_version=shown,
        )  # fmt: skip


def test_issuing_freezes_everything_printed() -> None:
    certificate = steps.confirmed()
    steps.issue(certificate)
    kept = certificate.printed

    assert (certificate.state, certificate.number) == ("issued", "WBM-2026-03-001")
    assert (kept.number, kept.name, kept.units) == ("WBM-2026-03-001", certificate.name, 64)
    assert kept.check_url == f"https://mentor.example/pruefen/{kept.number}?code={kept.check_code}"
    assert kept.issued_on == today()
    assert [line.shown for line in kept.signatures] == [
        "Geschäftsführung, Arbeitskammer des Saarlandes",
        "Karla Klee, Lehrgangsleitung, Arbeitskammer des Saarlandes",
    ]
    assert certificate.snapshot_sha256 == kept.digest
    with pytest.raises(Refused, match="schon ausgestellt"):
        steps.confirm(certificate, "Jemand anders")


def test_each_cohort_has_its_own_series() -> None:
    numbers = [steps.issued().number, steps.issued(cohort="2026-04").number, steps.issued().number]

    assert numbers == ["WBM-2026-03-001", "WBM-2026-04-001", "WBM-2026-03-002"]


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"colloquium_on": None}, "kolloquiums"), ({"trainer": None}, "Lehrgangsleitung"),
        ({"modules": ()}, "Module fehlen"), ({"modules": (Module(name="Eins", units=3),)}, "ergeben 3"),
        ({"ends_on": today() + timedelta(days=1)}, "dauert noch"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_is_missing_is_named(other: dict[str, Any], says: str) -> None:
    certificate = steps.confirmed(**other)
    with pytest.raises(Refused, match=says):
        steps.issue(certificate)
    assert certificate.number is None


def test_many_at_once_leave_out_those_that_lack_something() -> None:
    good, waiting, trainer = [steps.confirmed(), steps.confirmed()], steps.ready(), a_trainer()
    with unit_of_work():
        outcome = actions.issue_many(
            certificates=[*good, waiting], imprint=steps.imprint(), by=trainer, now=clock.now(),
            submission=fresh(),
        )  # fmt: skip

    assert sorted(str(one.number) for one in outcome.issued) == ["WBM-2026-03-001", "WBM-2026-03-002"]
    assert [(one.id, str(why[0])) for one, why in outcome.refused] == [
        (waiting.id, "Die Person hat Namen und Form noch nicht bestätigt.")
    ]


def test_only_trainers_and_the_coordination_issue() -> None:
    certificate = steps.confirmed()
    for by in (steps.owner(certificate), Actor("admin", 1), Actor("company", 1)):
        with pytest.raises(Forbidden):
            steps.issue(certificate, by=by)


def test_issued_twice_at_the_same_moment_is_issued_once(app: Flask) -> None:
    certificate = steps.confirmed()
    trainers = [a_trainer(), a_trainer()]
    number, gate, failures = certificate.id, threading.Barrier(len(trainers)), []

    def press(by: Actor) -> None:
        with app.app_context():
            try:
                gate.wait()
                steps.issue(session.get_one(Certificate, number), by=by)
            except Exception as error:
                failures.append(error)
            finally:
                session.remove()

    session.rollback()
    _all_at_once([partial(press, by) for by in trainers])
    session.expire_all()

    assert failures == []
    assert session.scalars(select(Certificate.number)).all() == ["WBM-2026-03-001"]
    issued = [entry.trigger for entry in journal.entries_of(certificate.instance)].count("certificate_issued")
    assert issued == 1


def _all_at_once(calls: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=call) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_a_corrected_one_replaces_the_wrong_one_when_it_is_issued() -> None:
    wrong, trainer, submission = steps.issued(), a_trainer(), fresh()
    for _twice in range(2):
        with unit_of_work():
            corrected = actions.replace(
                certificate=wrong, reason="Name falsch", by=trainer, now=clock.now(), submission=submission
            )
    assert (wrong.state, corrected.state, corrected.replaces_id) == ("issued", "ready", wrong.id)
    assert mails("certificate_ready") == 2

    steps.confirm(corrected, "Kim Richtig")
    before = wrong.snapshot
    steps.issue(corrected)

    assert (wrong.state, corrected.state, corrected.number) == ("replaced", "issued", "WBM-2026-03-002")
    assert wrong.snapshot == before
    assert wrong.ended_by_id == corrected.issued_by_id


def test_a_revoked_one_keeps_its_number_and_the_mentor_is_told() -> None:
    certificate, trainer, submission = steps.issued(), a_trainer(), fresh()
    for _twice in range(2):
        with unit_of_work():
            actions.revoke(
                certificate=certificate, reason="Irrtum", by=trainer, now=clock.now(), submission=submission
            )

    assert (certificate.state, certificate.number) == ("revoked", "WBM-2026-03-001")
    assert mails("certificate_revoked") == 1
    with pytest.raises(Refused), unit_of_work():
        actions.revoke(
            certificate=certificate, reason="Noch mal", by=trainer, now=clock.now(), submission=fresh()
        )
    with pytest.raises(Forbidden), unit_of_work():
        actions.replace(
            certificate=certificate, reason="Ich", by=steps.owner(certificate), now=clock.now(),
            submission=fresh(),
        )  # fmt: skip
