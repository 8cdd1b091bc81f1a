"""What makes a path wrong although it is well-formed. Each finding: where, and a sentence."""

from __future__ import annotations

from collections.abc import Iterator

from wbv_mentor.engine.registry import Vocabulary
from wbv_mentor.engine.types import BACK, Transition, Workflow

Finding = tuple[tuple[str | int, ...], str]


def find_problems(workflow: Workflow, vocabulary: Vocabulary | None = None) -> list[Finding]:
    """Everything wrong with a path. Names are only checked where a vocabulary is given."""
    findings = [*_states(workflow), *_transitions(workflow), *_forms(workflow), *_deadlines(workflow)]
    if not findings:
        findings += _ways(workflow)
    if vocabulary is not None:
        findings += [*_names(workflow, vocabulary)]
    return findings


def _states(workflow: Workflow) -> Iterator[Finding]:
    if workflow.initial not in workflow.states:
        yield ("initial",), f"there is no state {workflow.initial}"
    for name, state in workflow.states.items():
        if state.stage is not None and state.stage not in workflow.stages:
            yield ("states", name, "stage"), f"there is no stage {state.stage}"
        if state.form is not None and state.form not in workflow.forms:
            yield ("states", name, "form"), f"there is no form {state.form}"
        if state.owner is None and not state.final:
            yield ("states", name), "a state that is not final needs an owner"


def _transitions(workflow: Workflow) -> Iterator[Finding]:
    if workflow.start.form is not None and workflow.start.form not in workflow.forms:
        yield ("start", "form"), f"there is no form {workflow.start.form}"
    for name, way in workflow.transitions.items():
        at = ("transitions", name)
        yield from (((*at, "from"), text) for text in _sources(workflow, way))
        yield from (((*at, "to"), text) for text in _target(workflow, way))
        if not way.by:
            yield (*at, "by"), "nobody may fire this"
        if way.form is not None and way.form not in workflow.forms:
            yield (*at, "form"), f"there is no form {way.form}"


def _sources(workflow: Workflow, way: Transition) -> Iterator[str]:
    if not way.source:
        yield "a transition needs a state to leave"
    if len(set(way.source)) != len(way.source):
        yield "a state is named twice"
    for source in way.source:
        if source not in workflow.states:
            yield f"there is no state {source}"
        elif workflow.states[source].final:
            yield f"{source} is final"
        elif way.to == BACK and not workflow.states[source].detour:
            yield f"{source} is no detour, so there is no way back from it"


def _target(workflow: Workflow, way: Transition) -> Iterator[str]:
    if way.to != BACK and way.to not in workflow.states:
        yield f"there is no state {way.to}"
    if way.past and way.to != BACK:
        yield "only a way back passes over states"


def _forms(workflow: Workflow) -> Iterator[Finding]:
    for name, form in workflow.forms.items():
        seen: set[str] = set()
        for index, field in enumerate(form.fields):
            at = (name, "fields", index)
            if field.name in seen:
                yield ("forms", *at), f"the field {field.name} stands there twice"
            seen.add(field.name)
            chosen = field.type in {"choice", "multi_choice"}
            if chosen and not (field.choices or field.source):
                yield ("forms", *at), f"{field.name} has nothing to choose from"
            if field.type == "reference" and not field.source:
                yield ("forms", *at), f"{field.name} needs a source"


def _deadlines(workflow: Workflow) -> Iterator[Finding]:
    for name, rule in workflow.deadlines.items():
        at = ("deadlines", name)
        if (rule.offset is None) == (rule.rule is None):
            yield at, "a deadline needs either an offset or a rule"
        if not rule.anchors:
            yield (*at, "anchors"), "a deadline needs an anchor"
        for state in rule.running:
            if state not in workflow.states:
                yield (*at, "while"), f"there is no state {state}"
        for trigger in (*rule.met_by, *filter(None, [rule.on_overdue])):
            if trigger not in workflow.transitions:
                yield at, f"there is no transition {trigger}"
        if (
            rule.on_overdue in workflow.transitions
            and "system" not in workflow.transitions[rule.on_overdue].by
        ):
            yield (*at, "on_overdue"), f"the system may not fire {rule.on_overdue}"


def _ways(workflow: Workflow) -> Iterator[Finding]:
    reached, waiting = {workflow.initial}, [workflow.initial]
    while waiting:
        state = waiting.pop()
        for way in workflow.transitions.values():
            if state in way.source:
                targets = workflow.way_back(way) if way.to == BACK else {way.to}
                waiting += targets - reached
                reached |= targets
    for name, declared in workflow.states.items():
        if name not in reached:
            yield ("states", name), "no way leads to this state"
        if not declared.final and not any(name in way.source for way in workflow.transitions.values()):
            yield ("states", name), "no way leads out of this state, and it is not final"


def _names(workflow: Workflow, vocabulary: Vocabulary) -> Iterator[Finding]:
    ways: list[tuple[tuple[str | int, ...], tuple[str, ...], tuple[str, ...]]] = [
        (("start",), workflow.start.guards, workflow.start.effects)
    ]
    ways += [(("transitions", name), way.guards, way.effects) for name, way in workflow.transitions.items()]
    for at, guards, effects in ways:
        yield from (
            ((*at, "guards"), f"nobody defines the guard {name}")
            for name in guards
            if name not in vocabulary.guards
        )
        yield from (
            ((*at, "effects"), f"nobody defines the effect {name}")
            for name in effects
            if name not in vocabulary.effects
        )
    for name, rule in workflow.deadlines.items():
        at = ("deadlines", name)
        yield from (
            ((*at, "anchors"), f"nobody defines the anchor {one}")
            for one in rule.anchors
            if one not in vocabulary.anchors
        )
        yield from (
            ((*at, "when"), f"nobody defines the guard {one}")
            for one in rule.when
            if one not in vocabulary.guards
        )
        if rule.rule is not None and rule.rule not in vocabulary.rules:
            yield (*at, "rule"), f"nobody defines the rule {rule.rule}"
    for form, declared in workflow.forms.items():
        for index, field in enumerate(declared.fields):
            if field.source is not None and field.source not in vocabulary.choices:
                yield (
                    ("forms", form, "fields", index, "source"),
                    f"nobody registers the choices {field.source}",
                )
