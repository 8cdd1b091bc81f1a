"""Who may see whose path through the qualification, and which cohorts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, false, select

from wbv_mentor.engine.actors import Actor
from wbv_mentor.qualification.cohorts.models import Cohort, CohortModule, CohortSession
from wbv_mentor.qualification.learning.models import Attendance, Evidence, ModuleCredit
from wbv_mentor.qualification.models import MAY_ACCOMPANY, Enrolment
from wbv_mentor.web.access import register_scope

SEE_ALL = frozenset({"trainer", "coordinator", "system"})


def enrolments_seen_by(actor: Actor) -> Select[Enrolment]:
    """Trainers and the coordination see all, a mentor and an applicant the own one."""
    seen = select(Enrolment)
    if actor.role in SEE_ALL:
        return seen
    if actor.role == "applicant":
        return seen.where(Enrolment.id == actor.id)
    return seen.where(Enrolment.account_id == actor.id if actor.role == "mentor" else false())


def companies_of_mentor(account_id: int) -> Select[Any]:
    """The ids of the companies in which a mentor works; none once somebody accompanies nobody any more."""
    mine = select(Enrolment.company_id).where(Enrolment.account_id == account_id)
    return mine.where(Enrolment.company_id.is_not(None), Enrolment.state.in_(MAY_ACCOMPANY))


def cohorts_seen_by(actor: Actor) -> Select[Cohort]:
    """Trainers and the coordination see all, a mentor the cohort of the own enrolment."""
    seen = select(Cohort)
    return seen if actor.role in SEE_ALL else seen.where(Cohort.id.in_(_own(actor, Enrolment.cohort_id)))


def modules_seen_by(actor: Actor) -> Select[CohortModule]:
    """The modules of the cohorts that are seen."""
    seen = select(CohortModule)
    if actor.role in SEE_ALL:
        return seen
    return seen.where(CohortModule.cohort_id.in_(_own(actor, Enrolment.cohort_id)))


def sessions_seen_by(actor: Actor) -> Select[CohortSession]:
    """The sessions of the cohorts that are seen."""
    seen = select(CohortSession)
    if actor.role in SEE_ALL:
        return seen
    return seen.where(CohortSession.cohort_id.in_(_own(actor, Enrolment.cohort_id)))


def attendance_seen_by(actor: Actor) -> Select[Attendance]:
    """Trainers and the coordination see every list, a mentor the own lines."""
    seen = select(Attendance)
    if actor.role in SEE_ALL:
        return seen
    return seen.where(Attendance.enrolment_id.in_(_own(actor, Enrolment.id)))


def evidence_seen_by(actor: Actor) -> Select[Evidence]:
    """Trainers and the coordination see what was handed in, a mentor the own."""
    seen = select(Evidence)
    return seen if actor.role in SEE_ALL else seen.where(Evidence.enrolment_id.in_(_own(actor, Enrolment.id)))


def credits_seen_by(actor: Actor) -> Select[ModuleCredit]:
    """As attendance."""
    seen = select(ModuleCredit)
    if actor.role in SEE_ALL:
        return seen
    return seen.where(ModuleCredit.enrolment_id.in_(_own(actor, Enrolment.id)))


def _own(actor: Actor, column: Any) -> Any:
    mine = select(column).select_from(Enrolment)
    return mine.where(Enrolment.account_id == actor.id if actor.role == "mentor" else false())


def register_scopes() -> None:
    """Tell the shell."""
    register_scope(Enrolment, enrolments_seen_by)
    register_scope(Cohort, cohorts_seen_by)
    register_scope(CohortModule, modules_seen_by)
    register_scope(CohortSession, sessions_seen_by)
    register_scope(Attendance, attendance_seen_by)
    register_scope(Evidence, evidence_seen_by)
    register_scope(ModuleCredit, credits_seen_by)
