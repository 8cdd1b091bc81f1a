"""Who may see which certificates and confirmations of attendance."""

from __future__ import annotations

from sqlalchemy import Select, false, or_, select

from wbv_mentor.certificates.models import AttendanceConfirmation, Blob, Certificate
from wbv_mentor.engine.actors import Actor
from wbv_mentor.web.access import register_scope

SEE_ALL = frozenset({"trainer", "coordinator", "system"})


def certificates_seen_by(actor: Actor) -> Select[Certificate]:
    """Trainers and the coordination see all, a mentor the own ones."""
    seen = select(Certificate)
    if actor.role in SEE_ALL:
        return seen
    return seen.where(Certificate.account_id == actor.id if actor.role == "mentor" else false())


def confirmations_seen_by(actor: Actor) -> Select[AttendanceConfirmation]:
    """As certificates."""
    seen = select(AttendanceConfirmation)
    if actor.role in SEE_ALL:
        return seen
    return seen.where(AttendanceConfirmation.account_id == actor.id if actor.role == "mentor" else false())


def blobs_seen_by(actor: Actor) -> Select[Blob]:
    """The documents of what is seen."""
    certificates = certificates_seen_by(actor).with_only_columns(Certificate.id)
    confirmations = confirmations_seen_by(actor).with_only_columns(AttendanceConfirmation.id)
    return select(Blob).where(
        or_(Blob.certificate_id.in_(certificates), Blob.attendance_confirmation_id.in_(confirmations))
    )


def register_scopes() -> None:
    """Tell the shell."""
    register_scope(Certificate, certificates_seen_by)
    register_scope(AttendanceConfirmation, confirmations_seen_by)
    register_scope(Blob, blobs_seen_by)
