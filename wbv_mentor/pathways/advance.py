"""Starting and moving instances. No other module changes a state.

One call does it all inside the caller's unit of work: rights, row version, guards, the move itself,
the journal, what was entered, effects, deadlines. It never commits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.engine.registry import VOCABULARY, Context
from wbv_mentor.errors import WbvError
from wbv_mentor.pathways import deadlines, journal, overwritten, records
from wbv_mentor.pathways.deadlines import Changed
from wbv_mentor.pathways.definitions import find_definition, machine_for, machine_of
from wbv_mentor.pathways.families import root_of
from wbv_mentor.pathways.holding import hold
from wbv_mentor.pathways.journal import Entered, Line
from wbv_mentor.pathways.judging import check_role, check_version, judge, refuse, stale
from wbv_mentor.pathways.models import Instance
from wbv_mentor.pathways.options import blocked_by
from wbv_mentor.pathways.storing import Position, Step, store

I = TypeVar("I", bound=Instance)  # noqa: E741


@dataclass(frozen=True)
class Advanced:
    """The journal's line about a firing; `repeated` when the same submission had already made it."""

    entry: Line
    repeated: bool


@dataclass(frozen=True)
class Firing:
    """One transition of one instance to be fired; what the fields mean stands at `advance`."""

    instance: Instance
    trigger: str
    submission: str
    expected_version: int | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    note: str | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of one firing among many: done, or refused and why."""

    firing: Firing
    done: Advanced | None = None
    error: WbvError | None = None


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
        return session.get_one(model, begun)
    definition = find_definition(workflow)
    if definition is None:
        raise LookupError(f"no definition of {workflow} is registered")
    path = machine_of(definition).workflow
    check_role(by, path.start.by)
    instance = model(
        definition_id=definition.id, parent_id=parent.id if parent else None, state=path.initial,
        return_to=[], started_at=now, entered_at=now, row_version=1, reference=reference, **columns,
    )  # fmt: skip
    session.add(instance)
    session.flush()
    context = Context(instance, path, None, by, now, dict(data or {}))
    refuse(blocked_by(context, path.start.guards))
    line = journal.append(
        instance=instance, kind="start", trigger="start", left=None, by=by, now=now, submission=submission
    )
    _follow(context, line, path.start.form, path.start.effects)
    deadlines.recompute(instance=instance, now=now, cause=line.id, trigger="start")
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
    firing = Firing(instance, trigger, submission, expected_version, data or {}, note)
    (line,) = _perform([firing], [_judged(firing, by, now)], by, now)
    return Advanced(line, repeated=False)


def advance_many(*, firings: Sequence[Firing], by: Actor, now: datetime) -> list[Outcome]:
    """Fire many, by the same rules, with a handful of statements; what became of each, in their order.

    What one is refused for stops no other one.
    """
    hold(*(one.instance for one in firings))
    submitted = journal.find_submissions((one.instance.id, one.submission) for one in firings)
    outcomes: dict[int, Outcome] = {}
    together: dict[int, Context] = {}
    taken: set[int] = set()
    for number, one in enumerate(firings):
        line = submitted.get((one.instance.id, one.submission))
        if line is not None:
            outcomes[number] = Outcome(one, Advanced(line, repeated=True))
        elif _is_plain(one) and (root := root_of(one.instance).id) not in taken:
            taken.add(root)  # the next one of its family has to see what this one did
            try:
                together[number] = _judged(one, by, now)
            except WbvError as error:
                outcomes[number] = Outcome(one, error=error)
    lines = _perform([firings[number] for number in together], list(together.values()), by, now)
    outcomes |= {
        number: Outcome(firings[number], Advanced(line, repeated=False))
        for number, line in zip(together, lines, strict=True)
    }
    return [outcomes.get(number) or _alone(one, by, now) for number, one in enumerate(firings)]


def _is_plain(firing: Firing) -> bool:
    """Nothing follows the move that could still be refused: no effect, and no form to be kept."""
    way = machine_for(firing.instance).workflow.transitions[firing.trigger]
    return not way.effects and not firing.data


def _alone(firing: Firing, by: Actor, now: datetime) -> Outcome:
    try:
        with session.begin_nested():
            done = advance(
                instance=firing.instance, trigger=firing.trigger, by=by, now=now,
                submission=firing.submission, expected_version=firing.expected_version,
                data=firing.data, note=firing.note,
            )  # fmt: skip
    except WbvError as error:
        session.expire(firing.instance)  # an effect may have refused after the move was written
        return Outcome(firing, error=error)
    return Outcome(firing, done)


def _judged(firing: Firing, by: Actor, now: datetime) -> Context:
    check_version(firing.instance, firing.expected_version)
    return judge(instance=firing.instance, trigger=firing.trigger, by=by, now=now, data=firing.data)


def _perform(firings: Sequence[Firing], contexts: Sequence[Context], by: Actor, now: datetime) -> list[Line]:
    """Do what was judged: move, journal, keep what was entered, effects, deadlines."""
    if not firings:
        return []
    steps = []
    for one in firings:
        position = Position(one.instance.state, list(one.instance.return_to))
        move = machine_for(one.instance).fire(position, one.trigger)
        steps.append(Step(one.instance, move.entered, move.return_to))
    if not store(steps, now):
        raise stale(firings[0].instance)
    entered = [
        Entered(one.instance, "transition", one.trigger, context.left, one.submission, one.note)
        for one, context in zip(firings, contexts, strict=True)
    ]
    lines = journal.append_all(entered, by=by, now=now)
    for context, line in zip(contexts, lines, strict=True):
        way = context.workflow.transitions[line.trigger]
        _follow(context, line, way.form, way.effects)
    changed = [Changed(one.instance, line.id, line.trigger) for one, line in zip(firings, lines, strict=True)]
    deadlines.recompute_all(changed, now=now)
    return lines


def _follow(context: Context, line: Line, form: str | None, effects: tuple[str, ...]) -> None:
    """What follows a move: the record of its form, and its effects."""
    if form is not None and context.data:
        record = records.submit_form(
            instance=context.instance, form=form, data=context.data, by=context.by, now=context.now
        )
        record.entry_id = line.id
    if effects:
        done, before = replace(context, entry_id=line.id), overwritten.values_of(context.instance)
        for name in effects:
            VOCABULARY.effects[name](done)
        if not VOCABULARY.lasting.keys() & set(effects):  # nothing can be undone, least of all an erasure
            overwritten.keep(line.id, before, context.instance, context.now)
