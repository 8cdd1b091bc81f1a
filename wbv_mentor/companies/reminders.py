"""Whom the dates of a confirmation remind, and which page they mean."""

from __future__ import annotations

from wbv_mentor.companies.letters import reachable
from wbv_mentor.companies.models import Confirmation
from wbv_mentor.errors import say
from wbv_mentor.outbox.mails import absolute
from wbv_mentor.pathways.models import Instance
from wbv_mentor.reminders.owners import register_owner
from wbv_mentor.reminders.places import Place, place_of, register_place


def contact_asked(instance: Instance) -> list[str]:
    """A company is reminded by mail only where it was asked by mail."""
    contact = reachable(instance) if isinstance(instance, Confirmation) else None
    return [f"contact:{contact.id}"] if contact is not None else []


def coordinators(instance: Instance) -> list[str]:
    """Who looks after a confirmation."""
    return ["role:coordinator"] if isinstance(instance, Confirmation) else []


def asker(instance: Instance) -> list[str]:
    """The mentor who asked."""
    return [f"account:{instance.asked_by_id}"] if isinstance(instance, Confirmation) else []


def place(instance: Instance, recipient: str) -> Place:
    """The question's page; for one from a case, that case."""
    assert isinstance(instance, Confirmation)
    if instance.parent is not None:
        return place_of(instance.parent, recipient)
    address = absolute("companies.confirmation", number=instance.company_id, confirmation=instance.id)
    return Place(say("Bestätigung"), address)


def register_reminders() -> None:
    """Tell the reminders."""
    register_owner("company", contact_asked)
    register_owner("coordinator", coordinators)
    register_owner("mentor", asker)
    register_place("company_confirmation", place)
