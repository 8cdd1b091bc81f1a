"""Names whose meaning Python defines: guards, effects, anchors, rules, choices."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from wbv_mentor.engine.draft import Finding, meant
from wbv_mentor.engine.registry import Vocabulary
from wbv_mentor.engine.source import Where
from wbv_mentor.engine.types import Start, Transition, Workflow


def unknown_names(workflow: Workflow, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Every name that nobody defines."""
    acts: dict[Where, Start | Transition] = {("start",): workflow.start}
    acts |= {("transitions", name): way for name, way in workflow.transitions.items()}
    for at, act in acts.items():
        yield from _undefined((*at, "guards"), act.guards, "guard", vocabulary.guards)
        yield from _undefined((*at, "effects"), act.effects, "effect", vocabulary.effects)
    for name, rule in workflow.deadlines.items():
        at = ("deadlines", name)
        yield from _undefined((*at, "anchors"), rule.anchors, "anchor", vocabulary.anchors)
        yield from _undefined((*at, "when"), rule.when, "guard", vocabulary.guards)
        if rule.rule is not None and rule.rule not in vocabulary.rules:
            yield (*at, "rule"), f"nobody defines the rule {rule.rule}{meant(rule.rule, vocabulary.rules)}"
    for name, form in workflow.forms.items():
        for index, field in enumerate(form.fields):
            if field.source is not None and field.source not in vocabulary.choices:
                close = meant(field.source, vocabulary.choices)
                at = ("forms", name, "fields", index, "source")
                yield at, f"nobody registers the choices {field.source}{close}"


def _undefined(at: Where, names: Sequence[str], kind: str, known: Collection[str]) -> Iterator[Finding]:
    for index, name in enumerate(names):
        if name not in known:
            yield (*at, index), f"nobody defines the {kind} {name}{meant(name, known)}"
