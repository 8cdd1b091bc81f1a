"""Deadlines: that each can run, can be met, and has somebody who is reminded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from wbv_mentor.engine import dates
from wbv_mentor.engine.check.repeats import repeats
from wbv_mentor.engine.draft import Draft, Finding
from wbv_mentor.engine.types import DeadlineRule, Offset

SOME_DAY = date(2026, 6, 15)  # to see which of two offsets is earlier


def deadlines(draft: Draft) -> Iterator[Finding]:
    """What is wrong with each deadline."""
    for name, rule in draft.workflow.deadlines.items():
        for look in (_dates, _people, _states, _met, _overdue):
            yield from ((("deadlines", name, *where), text) for where, text in look(draft, rule))


def _dates(_draft: Draft, rule: DeadlineRule) -> Iterator[Finding]:
    if (rule.offset is None) == (rule.rule is None):
        yield (), "a deadline needs either an offset or a rule"
    if not rule.anchors:
        yield ("anchors",), "a deadline needs an anchor"
    for key, offset in (("offset", rule.offset), ("recommended", rule.recommended)):
        if offset is not None and not offset.model_fields_set:
            yield (key,), "how far? Name days, weeks, months or working_days"
    for index, offset in enumerate(rule.remind):
        if not offset.model_fields_set:
            yield ("remind", index), "how far? Name days, weeks, months or working_days"
    if rule.recommended and rule.offset and not _is_earlier(rule.recommended, rule.offset):
        yield ("recommended",), "the recommended day is not before the last one"


def _is_earlier(one: Offset, other: Offset) -> bool:
    return dates.apply(one, SOME_DAY) < dates.apply(other, SOME_DAY)


def _people(_draft: Draft, rule: DeadlineRule) -> Iterator[Finding]:
    if rule.owner == "system":
        yield ("owner",), "the system is nobody who could act: a deadline needs a person as its owner"
    named = (("anchors", rule.anchors), ("while", rule.running), ("when", rule.when), ("met_by", rule.met_by))
    for key, names in named:
        yield from repeats((key,), names)
    yield from repeats(("remind",), [offset.model_dump(exclude_defaults=True) for offset in rule.remind])


def _states(draft: Draft, rule: DeadlineRule) -> Iterator[Finding]:
    for index, name in enumerate(rule.running):
        state = draft.workflow.states.get(name)
        if no_state := draft.missing("states", name):
            yield ("while", index), no_state
        elif state is not None and state.final:
            yield ("while", index), f"{name} is final: nothing is due there"


def _met(draft: Draft, rule: DeadlineRule) -> Iterator[Finding]:
    for index, name in enumerate(rule.met_by):
        way = draft.workflow.transitions.get(name)
        if no_way := draft.missing("transitions", name):
            yield ("met_by", index), no_way
        elif way is not None and rule.running and not set(way.source) & set(rule.running):
            yield ("met_by", index), f"{name} leaves no state in which this deadline runs"


def _overdue(draft: Draft, rule: DeadlineRule) -> Iterator[Finding]:
    if no_way := draft.missing("transitions", rule.on_overdue):
        yield ("on_overdue",), no_way
    if rule.on_overdue is not None and rule.lapses:
        yield ("lapses",), "what lapses is over, so nothing can be fired afterwards"
    way = draft.workflow.transitions.get(rule.on_overdue or "")
    if way is None:
        return
    if "system" not in way.by:
        yield ("on_overdue",), f"the system may not fire {rule.on_overdue}"
    everywhere = (name for name, state in draft.workflow.states.items() if not state.final)
    stuck = [name for name in rule.running or everywhere if name not in way.source]
    if stuck:
        yield ("on_overdue",), f"{rule.on_overdue} does not leave {', '.join(stuck)}, where this runs as well"
