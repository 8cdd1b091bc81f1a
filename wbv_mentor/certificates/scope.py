"""Who may see which certificates."""

from __future__ import annotations

from sqlalchemy import Select, false, select

from wbv_mentor.certificates.models import Blob, Certificate
from wbv_mentor.engine.actors import Actor
from wbv_mentor.web.access import register_scope

SEE_ALL = frozenset({"trainer", "coordinator", "system"})


def certificates_seen_by(actor: Actor) -> Select[Certificate]:
    """Trainers and the coordination see all, a mentor the own ones."""
    seen = select(Certificate)
    if actor.role in SEE_ALL:
        return seen
    return seen.where(Certificate.account_id == actor.id if actor.role == "mentor" else false())


def blobs_seen_by(actor: Actor) -> Select[Blob]:
    """The documents of the certificates that are seen."""
    seen = select(Blob)
    if actor.role in SEE_ALL:
        return seen
    mine = Certificate.account_id == actor.id if actor.role == "mentor" else false()
    return seen.where(Blob.certificate_id.in_(select(Certificate.id).where(mine)))


def register_scopes() -> None:
    """Tell the shell."""
    register_scope(Certificate, certificates_seen_by)
    register_scope(Blob, blobs_seen_by)
