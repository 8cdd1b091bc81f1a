"""Who may see whose path through the qualification."""

from __future__ import annotations

from sqlalchemy import Select, false, select

from wbv_mentor.engine.actors import Actor
from wbv_mentor.qualification.models import Enrolment
from wbv_mentor.web.access import register_scope


def enrolments_seen_by(actor: Actor) -> Select[Enrolment]:
    """Trainers and the coordination see all, a mentor the own one."""
    seen = select(Enrolment)
    if actor.role in {"trainer", "coordinator", "system"}:
        return seen
    return seen.where(Enrolment.account_id == actor.id if actor.role == "mentor" else false())


def register_scopes() -> None:
    """Tell the shell."""
    register_scope(Enrolment, enrolments_seen_by)
