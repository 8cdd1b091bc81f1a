"""What the qualification knows about a certificate: the cohort as it was frozen, and the colloquium."""

from __future__ import annotations

from datetime import date

from wbv_mentor.certificates.facts import Facts, Module
from wbv_mentor.db import session
from wbv_mentor.pathways import records
from wbv_mentor.qualification.models import Enrolment


def facts_of(enrolment: Enrolment) -> Facts | None:
    """The facts as they stand; None for somebody who was trained outside any cohort of this house.

    Modules and units are the cohort's own copy of the curriculum, the day is that of the colloquium.
    """
    cohort = enrolment.cohort
    if cohort is None:
        return None
    held_on: date | None = records.values(enrolment, "colloquium").get("held_on")
    return Facts(
        name=enrolment.display_name, cohort=cohort.reference, cohort_name=cohort.name,
        starts_on=cohort.starts_on, ends_on=cohort.ends_on, units=cohort.total_units,
        modules=tuple(Module(name=module.name, units=module.units) for module in cohort.modules),
        colloquium_on=held_on, trainer=cohort.trainer.display_name,
    )  # fmt: skip


def facts_by_id(instance_id: int) -> Facts | None:
    """The same for the id of a path."""
    enrolment = session.get(Enrolment, instance_id)
    return None if enrolment is None else facts_of(enrolment)
