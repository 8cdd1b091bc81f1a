"""Starting and moving instances. No other module changes a state.

One call does it all inside the caller's unit of work: rights, row version, guards, the move itself,
the journal, what was entered, effects, deadlines. It never commits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar, cast

from sqlalchemy import CursorResult, update
from sqlalchemy.orm.attributes import set_committed_value

from wbv_mentor.clock import BERLIN, berlin_date
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.engine.labels import ROLE_LABELS
from wbv_mentor.engine.machine import Move
from wbv_mentor.engine.registry import VOCABULARY, Context
from wbv_mentor.engine.types import Transition, Workflow
from wbv_mentor.errors import Forbidden, Refused, Stale, say
from wbv_mentor.pathways import deadlines, journal, records
from wbv_mentor.pathways.definitions import find_definition, machine_of
from wbv_mentor.pathways.holding import hold
from wbv_mentor.pathways.models import Instance, JournalEntry
from wbv_mentor.pathways.options import blocked_by

I = TypeVar("I", bound=Instance)  # noqa: E741


@dataclass
class Position:
    """Where an instance stands, as the engine moves it."""

    state: str
    return_to: list[str]


@dataclass(frozen=True)
class Advanced:
    """The journal entry of a firing; `repeated` when the same submission had already made it."""

    entry: JournalEntry
    repeated: bool


def start(
    *, model: type[I], workflow: str, by: Actor, now: datetime, submission: str,
    data: Mapping[str, Any] | None = None, parent: Instance | None = None,
    reference: str | None = None, **columns: Any,
) -> I:  # fmt: skip
    """Begin an instance in its path's initial state. A repeated submission answers the first one.

    Raises Forbidden when the role may not begin it and Refused when a guard or the form says no.
    """
    begun = journal.find_start(submission)
    if begun is not None:
        return session.get_one(model, begun.instance_id)
    definition = find_definition(workflow)
    if definition is None:
        raise LookupError(f"no definition of {workflow} is registered")
    path = machine_of(definition).workflow
    if by.role not in path.start.by:
        raise Forbidden(say("Das darf Ihre Rolle nicht."))
    instance = model(
        definition_id=definition.id, parent_id=parent.id if parent else None, state=path.initial,
        return_to=[], started_at=now, entered_at=now, row_version=1, reference=reference, **columns,
    )  # fmt: skip
    session.add(instance)
    session.flush()
    context = Context(instance, path, None, by, now, dict(data or {}))
    _refuse(blocked_by(context, path.start.guards))
    entry = journal.append(
        instance=instance, kind="start", trigger="start", left=None, by=by, now=now, submission=submission
    )
    _finish(context, entry, path.start.form, path.start.effects, None)
    return instance


def advance(
    *, instance: Instance, trigger: str, by: Actor, now: datetime, submission: str,
    expected_version: int | None = None, data: Mapping[str, Any] | None = None, note: str | None = None,
) -> Advanced:  # fmt: skip
    """Fire one transition. `data` are the values of the transition's form, in Python types.

    Raises Stale (somebody was faster), Forbidden (the role may not), Refused (not from here, a guard
    says no, the form is incomplete).
    """
    hold(instance)
    done = journal.find_submission(instance, submission)
    if done is not None:
        return Advanced(done, repeated=True)
    machine = machine_of(instance.definition)
    path = machine.workflow
    check_version(instance, expected_version)
    way = path.transitions[trigger]
    if by.role not in way.by:
        raise Forbidden(say("Das darf Ihre Rolle nicht."))
    if instance.state not in way.source:
        raise Refused(say("Im Status „%(state)s“ geht das nicht.", state=path.states[instance.state].label))
    context = Context(instance, path, way, by, now, dict(data or {}), left=instance.state)
    if way.form is not None:
        records.check_days(path.forms[way.form], context.data, berlin_date(now))
    _refuse(blocked_by(context, way.guards))
    if way.form is not None and by.role != "system":  # the system has nobody to ask
        records.check(path.forms[way.form], context.data)
    position = Position(instance.state, list(instance.return_to))
    _store(instance, machine.fire(position, trigger), now, path)
    entry = journal.append(
        instance=instance, kind="transition", trigger=trigger, left=context.left, by=by, now=now,
        submission=submission, note=note,
    )  # fmt: skip
    _finish(context, entry, way.form, way.effects, way)
    return Advanced(entry, repeated=False)


def check_version(instance: Instance, expected: int | None) -> None:
    """Raise Stale, saying what changed, if the instance has moved since the page was made."""
    if expected not in (None, instance.row_version):
        raise _stale(instance, machine_of(instance.definition).workflow)


def _finish(
    context: Context, entry: JournalEntry, form: str | None, effects: tuple[str, ...], way: Transition | None
) -> None:
    """What follows a move: the record of its form, its effects, and the deadlines of the family."""
    instance, trigger = context.instance, entry.trigger
    if form is not None and context.data:
        record = records.submit_form(
            instance=instance, form=form, data=context.data, by=context.by, now=context.now
        )
        record.entry_id = entry.id
    done = Context(
        instance, context.workflow, way, context.by, context.now, context.data, entry.id, context.left
    )
    for name in effects:
        VOCABULARY.effects[name](done)
    session.flush()
    deadlines.recompute(instance=instance, now=context.now, cause=entry.id, trigger=trigger)
    if instance.parent is not None:  # a deadline of the case can depend on its applications (has_afbg)
        deadlines.recompute(instance=instance.parent, now=context.now, cause=entry.id)


def _store(instance: Instance, move: Move, now: datetime, path: Workflow) -> None:
    """Write the move only if nobody else moved the instance since it was read."""
    changed = {
        "state": move.entered,
        "return_to": list(move.return_to),
        "entered_at": now,
        "row_version": instance.row_version + 1,
    }
    statement = (
        update(Instance)
        .where(Instance.id == instance.id, Instance.row_version == instance.row_version)
        .values(**changed)
        .execution_options(synchronize_session=False)
    )
    if cast(CursorResult[Any], session.execute(statement)).rowcount != 1:
        raise _stale(instance, path)
    for name, value in changed.items():
        set_committed_value(instance, name, value)


def _refuse(reasons: tuple[Any, ...]) -> None:
    if reasons:
        raise Refused(*reasons)


def _stale(instance: Instance, path: Workflow) -> Stale:
    """The sentence that says who changed the instance since it was shown, when and how."""
    newest = journal.last_entry(instance)
    if newest is None:
        return Stale(say("Inzwischen hat sich etwas geändert. Bitte ansehen und noch einmal speichern."))
    way = path.transitions.get(newest.trigger)
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
