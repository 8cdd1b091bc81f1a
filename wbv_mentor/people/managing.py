"""Who may open, close and invite accounts."""

from __future__ import annotations

from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Forbidden, say


def require_manager(by: Actor, role: str) -> None:
    """Forbidden unless an admin (or the system) asks; the coordination may look after mentors."""
    if by.role in {"admin", "system"} or (by.role == "coordinator" and role == "mentor"):
        return
    raise Forbidden(say("Zugänge verwaltet die technische Verwaltung."))


def name_of(actor: Actor) -> str:
    """An actor for the log: role and id, never a name."""
    return f"{actor.role}:{actor.id}" if actor.id is not None else actor.role
