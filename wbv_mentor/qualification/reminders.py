"""Whom the dates of a person's path remind, and which page they mean."""

from __future__ import annotations

from collections.abc import Callable

from wbv_mentor import clock
from wbv_mentor.errors import say
from wbv_mentor.outbox.mails import absolute
from wbv_mentor.pathways.models import Instance
from wbv_mentor.qualification.joining.links import current_link, link_address
from wbv_mentor.qualification.models import Enrolment
from wbv_mentor.qualification.places import learns_in_cohort
from wbv_mentor.reminders.owners import register_owner
from wbv_mentor.reminders.places import Place, register_place


def the_person(instance: Instance) -> list[str]:
    """The mentor, or who wants to become one."""
    return [instance.recipient] if isinstance(instance, Enrolment) else []


def all_with(role: str) -> Callable[[Instance], list[str]]:
    """Everybody with a role looks after people's paths."""

    def find(instance: Instance) -> list[str]:
        return [f"role:{role}"] if isinstance(instance, Enrolment) else []

    return find


def place(instance: Instance, recipient: str) -> Place:
    """The own page for the person, the person's page for everybody else."""
    assert isinstance(instance, Enrolment)
    if recipient == f"applicant:{instance.id}":
        link = current_link(instance, now=clock.now())
        return Place(say("Bewerbung"), link_address(link) if link is not None else absolute("home.start"))
    if recipient == f"account:{instance.account_id}":
        return Place(say("Qualifizierung"), absolute("qualification.own"))
    page = (
        absolute("cohort_people.show", number=instance.cohort_id, person=instance.id)
        if learns_in_cohort(instance)
        else absolute("mentors.show", number=instance.id)
    )
    return Place(say("Qualifizierung M-%(number)s", number=instance.id), page)


def register_reminders() -> None:
    """Tell the reminders."""
    register_owner("mentor", the_person)
    register_owner("applicant", the_person)
    register_owner("trainer", all_with("trainer"))
    register_owner("coordinator", all_with("coordinator"))
    register_place("mentor_qualification", place)
