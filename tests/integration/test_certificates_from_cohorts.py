"""From the passed colloquium of a cohort to its certificate: the facts are the cohort's own."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests import certificate_steps as steps
from tests.cohorts import a_cohort, a_member, move, path_of
from tests.factories import a_trainer, days_later, do, today
from wbv_mentor.certificates import actions
from wbv_mentor.certificates.queries import current_certificate, to_confirm
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Refused
from wbv_mentor.pathways import journal
from wbv_mentor.people.models import Account
from wbv_mentor.qualification.cohorts.models import Cohort
from wbv_mentor.qualification.learning.actions import (
    credit_module,
    hand_in,
    sign_off,
    simulated_talk,
    supervised_talk,
)
from wbv_mentor.qualification.learning.queries import waiting_for_signature
from wbv_mentor.qualification.scope import evidence_seen_by


def passed(cohort_id: int, trainer: Actor) -> Actor:
    """A member of the cohort who passes the colloquium today."""
    member = a_member(cohort_id, state="in_practice")
    row = path_of(member)
    do(supervised_talk, by=trainer, enrolment=row, on=today())
    do(hand_in, by=member, enrolment=row, kind="practice_log", number=1, text="Eins")
    do(simulated_talk, by=trainer, enrolment=row, reason="Person abgesprungen", on=today())
    do(hand_in, by=member, enrolment=row, kind="transfer_task", number=1, text="Plan")
    for evidence in waiting_for_signature(evidence_seen_by(trainer)):
        do(sign_off, by=trainer, evidence=evidence)
    do(credit_module, by=trainer, enrolment=row, code="M4", reason="Früher besucht")
    move(row.id, "enter_colloquium", by=trainer)
    move(row.id, "pass_colloquium", by=trainer, held_on=today())
    return member


def test_who_passes_gets_a_certificate_with_the_facts_of_the_cohort(app: Flask) -> None:
    trainer = a_trainer()
    cohort_id = a_cohort(trainer=trainer, starts_on=today())
    member = passed(cohort_id, trainer)
    row, cohort = path_of(member), session.scalars(select(Cohort).where(Cohort.id == cohort_id)).one()
    certificate = to_confirm(int(member.id or 0))
    assert certificate is not None
    assert certificate is current_certificate(row.id)
    known = certificate.known

    assert (known.name, known.cohort, known.units) == (row.display_name, cohort.reference, 64)
    assert (known.starts_on, known.ends_on, known.colloquium_on) == (
        cohort.starts_on, cohort.ends_on, today(),
    )  # fmt: skip
    assert [(one.name, one.units) for one in known.modules] == [
        (module.name, module.units) for module in cohort.modules
    ]
    assert known.trainer == session.get_one(Account, trainer.id).display_name

    steps.confirm(certificate)
    with pytest.raises(Refused, match="dauert noch bis"):
        steps.issue(certificate, by=trainer)
    with days_later(120):
        steps.issue(certificate, by=trainer)
        corrected = do(actions.replace, by=trainer, certificate=certificate, reason="Modul falsch")
    assert certificate.number == f"WBM-{cohort.reference}-001"
    assert corrected.known == known  # asked anew, and nothing has changed since
    happened = [entry.trigger for entry in journal.entries_of(row)]
    assert happened[-4:] == [
        "certificate_ready", "certificate_confirmed", "certificate_issued", "certificate_to_be_replaced",
    ]  # fmt: skip
