"""Which cases, and what hangs on them, an actor may see (design.md, section 6)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select

from wbv_mentor import clock
from wbv_mentor.cases.models import (
    Case,
    Consent,
    EmployerRequest,
    Handover,
    LookInto,
    Mentee,
    Offer,
    Talk,
    Task,
)
from wbv_mentor.cases.rows.models import CaseWord, ListedCase, SavedView
from wbv_mentor.clock import berlin_date, berlin_moment
from wbv_mentor.engine.actors import Actor
from wbv_mentor.funding.models import FundingApplication
from wbv_mentor.pathways.models import Instance
from wbv_mentor.qualification.models import Enrolment
from wbv_mentor.web.access import register_scope

GONE = ("locked", "erased")
OVER = ("closed", "closed_without_course", *GONE)
SUPERVISED = ("in_practice", "colloquium")
Enrolled, Standing = Enrolment.__table__.alias(), Instance.__table__.alias()


def cases_seen_by(actor: Actor) -> Select[Case]:
    """A mentor's own, a trainer's supervised ones, the coordination's all, a mentee's own."""
    return select(Case).where(_seen(actor))


def _seen(actor: Actor) -> ColumnElement[bool]:
    if actor.role in {"coordinator", "system"}:
        return Case.id.is_not(None)
    if actor.role == "mentor":
        suspended = _mentor_stands_in("suspended")
        return and_(Case.mentor_id == actor.id, Case.state.not_in((*GONE, "awaiting_mentor")), ~suspended)
    if actor.role == "trainer":
        return and_(Case.state.not_in(GONE), _supervised())
    if actor.role == "mentee":
        return and_(Case.mentee_id == actor.id, Case.state != "erased")
    return false()


def _supervised() -> ColumnElement[bool]:
    """The mentor is in practice, and the mentee agreed that a trainer reads along without the name."""
    in_practice = _mentor_stands_in(*SUPERVISED)
    agreed = exists().where(
        Consent.case_id == Case.id,
        Consent.purpose == "supervision_without_name",
        Consent.withdrawn_at.is_(None),
    )
    return and_(in_practice, agreed)


def _mentor_stands_in(*states: str) -> ColumnElement[bool]:
    """Whether the case's mentor stands in one of these states of the register.

    By the bare tables: the enrolment's row of workflow_instance must not be taken for the case's.
    """
    return exists().where(
        Enrolled.c.id == Standing.c.id,
        Enrolled.c.account_id == Case.mentor_id,
        Standing.c.state.in_(states),
    )


def content_seen_by(actor: Actor) -> Select[int]:
    """Ids of the cases whose content an actor reads."""
    return select(Case.id).where(_read(actor))


def _read(actor: Actor) -> ColumnElement[bool]:
    """The coordination reads only what it looked into today, saying why."""
    if actor.role in {"mentor", "mentee", "system"}:
        return _seen(actor)
    if actor.role != "coordinator":
        return false()
    looked = exists().where(
        LookInto.case_id == Case.id,
        LookInto.account_id == actor.id,
        LookInto.looked_at >= start_of_day(clock.now()),
    )
    return and_(looked, Case.state.not_in(GONE))


def applications_seen_by(actor: Actor) -> Select[FundingApplication]:
    """An application belongs to the content of its case."""
    return select(FundingApplication).where(FundingApplication.case_id.in_(content_seen_by(actor)))


def start_of_day(now: datetime) -> datetime:
    """Midnight in Berlin: a look into a case counts until the end of its day."""
    return berlin_moment(berlin_date(now), 0)


def mentees_seen_by(actor: Actor) -> Select[Mentee]:
    """The persons of cases whose content the actor reads."""
    return select(Mentee).where(Mentee.id.in_(select(Case.mentee_id).where(_read(actor))))


def talks_seen_by(actor: Actor) -> Select[Talk]:
    """Talks are content."""
    return select(Talk).where(Talk.case_id.in_(content_seen_by(actor)))


def offers_seen_by(actor: Actor) -> Select[Offer]:
    """Offers are content."""
    return select(Offer).where(Offer.case_id.in_(content_seen_by(actor)))


def tasks_seen_by(actor: Actor) -> Select[Task]:
    """Tasks are content; the coordination always sees its own."""
    seen = Task.case_id.in_(content_seen_by(actor))
    if actor.role == "coordinator":
        return select(Task).where(or_(seen, Task.owner == "coordinator"))
    if actor.role == "mentee":
        return select(Task).where(seen, Task.owner == "mentee")
    return select(Task).where(seen)


def consents_seen_by(actor: Actor) -> Select[Consent]:
    """Consents are status: the coordination ticks the arrival of originals."""
    if actor.role == "trainer":
        return select(Consent).where(false())
    return select(Consent).where(Consent.case_id.in_(_ids_seen_by(actor)))


def handovers_seen_by(actor: Actor) -> Select[Handover]:
    """Those of the own cases, and for a mentor the open ones that ask her."""
    seen = Handover.case_id.in_(_ids_seen_by(actor))
    if actor.role == "mentor":
        asked = and_(
            Handover.to_account_id == actor.id,
            Handover.answered_at.is_(None),
            Handover.case_id.in_(select(Case.id).where(Case.state == "handover")),
        )
        return select(Handover).where(or_(seen, asked))
    return select(Handover).where(false() if actor.role == "trainer" else seen)


def looks_seen_by(actor: Actor) -> Select[LookInto]:
    """Who looked into a case: the mentee, the mentor and the coordination see it."""
    if actor.role == "trainer":
        return select(LookInto).where(false())
    return select(LookInto).where(LookInto.case_id.in_(_ids_seen_by(actor)))


def _ids_seen_by(actor: Actor) -> Select[int]:
    return select(Case.id).where(_seen(actor))


def employer_requests_seen_by(actor: Actor) -> Select[EmployerRequest]:
    """Questions to the employer, with their cases; a page shows their words only with the content."""
    if actor.role == "trainer":
        return select(EmployerRequest).where(false())
    return select(EmployerRequest).where(EmployerRequest.case_id.in_(select(Case.id).where(_seen(actor))))


def rows_seen_by(actor: Actor) -> Select[ListedCase]:
    """The rows of lists of the cases an actor may see."""
    seen = select(ListedCase)
    if actor.role == "mentor":
        seen = seen.where(ListedCase.mentor_id == actor.id)  # said again, so that its index is used
    return seen if sees_all(actor) else seen.where(ListedCase.case_id.in_(_ids_seen_by(actor)))


def words_seen_by(actor: Actor) -> Select[CaseWord]:
    """By name and alias a case is found by its own mentor alone; by its number by everybody who sees it."""
    if actor.role == "mentor":
        return select(CaseWord).where(CaseWord.mentor_id == actor.id)
    return select(CaseWord).where(CaseWord.named == false())


def views_seen_by(actor: Actor) -> Select[SavedView]:
    """The own ones."""
    return select(SavedView).where(SavedView.account_id == actor.id)


def sees_all(actor: Actor) -> bool:
    """Whether no case is hidden from this actor."""
    return actor.role in {"coordinator", "system"}


def register_scopes() -> None:
    """Tell the shell."""
    register_scope(ListedCase, rows_seen_by)
    register_scope(CaseWord, words_seen_by)
    register_scope(SavedView, views_seen_by)
    register_scope(EmployerRequest, employer_requests_seen_by)
    register_scope(Case, cases_seen_by)
    register_scope(FundingApplication, applications_seen_by)
    register_scope(Mentee, mentees_seen_by)
    register_scope(Talk, talks_seen_by)
    register_scope(Offer, offers_seen_by)
    register_scope(Task, tasks_seen_by)
    register_scope(Consent, consents_seen_by)
    register_scope(Handover, handovers_seen_by)
    register_scope(LookInto, looks_seen_by)
