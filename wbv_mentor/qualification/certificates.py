"""What the qualification knows about the documents at its end: the cohort as it was frozen and the colloquium
for a certificate, the lists of attendance for a confirmation of attendance."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy import select

from wbv_mentor.certificates.attendance import Attended, AttendedModule
from wbv_mentor.certificates.facts import Facts, Module
from wbv_mentor.db import session
from wbv_mentor.pathways import records
from wbv_mentor.qualification.cohorts.models import CohortModule, CohortSession
from wbv_mentor.qualification.learning.models import Attendance
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


def attended_by(enrolment: Enrolment) -> Attended | None:
    """What lists of attendance say about somebody, in whichever cohorts; None if that is nothing.

    Credited modules and the practice are no attendance and do not count here. As in `learning.done`, each
    piece of the curriculum counts once; a module is called what it was in the last cohort it was attended in.
    """
    rows = session.execute(
        select(Attendance.units, CohortSession.part, CohortSession.held_on, CohortModule)
        .join(CohortSession, CohortSession.id == Attendance.session_id)
        .join(CohortModule, CohortModule.id == CohortSession.module_id)
        .where(Attendance.enrolment_id == enrolment.id, Attendance.units > 0)
        .order_by(CohortSession.held_on, CohortSession.id)
    ).all()
    if not rows:
        return None
    modules: dict[str, CohortModule] = {}
    pieces: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for units, part, _day, module in rows:
        modules[module.code] = module
        pieces[module.code][part] = max(units, pieces[module.code].get(part, 0))
    return Attended(
        name=enrolment.display_name, first_on=rows[0].held_on, last_on=rows[-1].held_on,
        modules=tuple(
            AttendedModule(
                name=module.name, units=min(sum(pieces[code].values()), module.units), of=module.units
            )
            for code, module in sorted(modules.items(), key=lambda one: (one[1].position, one[0]))
        ),
    )  # fmt: skip
