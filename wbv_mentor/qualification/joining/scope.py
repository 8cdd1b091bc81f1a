"""Who may see applicants, and files with people."""

from __future__ import annotations

from sqlalchemy import Select, false, select

from wbv_mentor.engine.actors import Actor
from wbv_mentor.qualification.joining.models import Applicant, PersonUpload
from wbv_mentor.qualification.models import Enrolment
from wbv_mentor.web.access import register_scope


def applicants_seen_by(actor: Actor) -> Select[Applicant]:
    """Trainers and the coordination see all, an applicant the own row."""
    seen = select(Applicant)
    if actor.role in {"trainer", "coordinator", "system"}:
        return seen
    if actor.role != "applicant":
        return seen.where(false())
    return seen.where(Applicant.id.in_(select(Enrolment.applicant_id).where(Enrolment.id == actor.id)))


def uploads_seen_by(actor: Actor) -> Select[PersonUpload]:
    """Nobody sees a file that somebody else sent."""
    seen = select(PersonUpload)
    mine = actor.role in {"trainer", "coordinator"}
    return seen.where(PersonUpload.account_id == actor.id if mine else false())


def register_scopes() -> None:
    """Tell the shell."""
    register_scope(Applicant, applicants_seen_by)
    register_scope(PersonUpload, uploads_seen_by)
