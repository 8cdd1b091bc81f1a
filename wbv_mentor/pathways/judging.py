"""Whether a transition may be fired now: asked again of every request, under the write lock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from wbv_mentor.clock import BERLIN, berlin_date
from wbv_mentor.engine.actors import Actor
from wbv_mentor.engine.labels import ROLE_LABELS
from wbv_mentor.engine.registry import Context
from wbv_mentor.errors import Forbidden, Reason, Refused, Stale, say
from wbv_mentor.pathways import journal, records
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.models import Instance
from wbv_mentor.pathways.options import blocked_by


def judge(
    *, instance: Instance, trigger: str, by: Actor, now: datetime, data: Mapping[str, Any] | None
) -> Context:
    """What a firing would be, if nothing speaks against it.

    Raises Forbidden (the role may not), Refused (not from here, a guard says no, the form is incomplete).
    """
    path = workflow_of(instance)
    way = path.transitions[trigger]
    check_role(by, way.by)
    if instance.state not in way.source:
        raise Refused(say("Im Status „%(state)s“ geht das nicht.", state=path.states[instance.state].label))
    context = Context(instance, path, way, by, now, dict(data or {}), left=instance.state)
    if way.form is not None:
        records.check_days(path.forms[way.form], context.data, berlin_date(now))
    refuse(blocked_by(context, way.guards))
    if way.form is not None and by.role != "system":  # the system has nobody to ask
        records.check(path.forms[way.form], context.data)
    return context


def check_role(by: Actor, allowed: tuple[str, ...]) -> None:
    """Forbidden, unless the actor's role is among the allowed ones."""
    if by.role not in allowed:
        raise Forbidden(say("Das darf Ihre Rolle nicht."))


def refuse(reasons: tuple[Reason, ...]) -> None:
    """Refused with the reasons, if there are any."""
    if reasons:
        raise Refused(*reasons)


def check_version(instance: Instance, expected: int | None) -> None:
    """Raise Stale, saying what changed, if the instance has moved since the page was made."""
    if expected not in (None, instance.row_version):
        raise stale(instance)


def stale(instance: Instance) -> Stale:
    """The sentence that says who changed the instance since it was shown, when and how."""
    newest = journal.last_entry(instance)
    if newest is None:
        return Stale(say("Inzwischen hat sich etwas geändert. Bitte ansehen und noch einmal speichern."))
    way = workflow_of(instance).transitions.get(newest.trigger)
    told = journal.event_sentence(newest.trigger) or journal.transition_sentence(
        instance.kind, newest.trigger
    )
    what = told or (way.label if way else newest.trigger)
    return Stale(
        say(
            "Inzwischen hat %(role)s das geändert (%(time)s Uhr: %(what)s). "
            "Ihr Text ist noch da. Bitte ansehen und noch einmal speichern.",
            role=ROLE_LABELS[newest.actor_role],
            time=newest.at.astimezone(BERLIN).strftime("%H:%M"),
            what=what,
        )
    )
