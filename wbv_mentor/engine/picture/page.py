"""A path as a page in the repository: its picture, its states, and a line for each transition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wbv_mentor.engine.types import BACK, DeadlineRule, Start, State, Transition, Workflow

HEAD = """\
# {title} ({name} {version})

Written by `wbv-mentor workflow diagram` from `workflows/{name}/{version}`; a test compares.
Not edited by hand. Who may do what in which state: [the grid]({name}-{version}-grid.md).

![{title}: states and transitions]({name}-{version}.svg)

A dot is where a state may take a line, an arrow where it arrives; a dotted line is taken by the system alone.
Blue leads on, violet back, brown into a detour, grey to an end.
↩ returns to where the detour was entered from.
"""


def page(workflow: Workflow) -> str:
    """The whole page in Markdown, beside the SVG that it shows."""
    lines = [HEAD.format(title=workflow.label.de, name=workflow.name, version=workflow.version)]
    lines += ["## States", ""]
    lines += _table(["State", "Deutsch", "English", "Next to act", "Form", "Kind"])
    lines += [_state(name, state) for name, state in workflow.states.items()]
    lines += ["", "## Transitions", ""]
    lines += _table(["Transition", "Label", "From", "To", "By", "Guards", "Effects", "Form", "When overdue"])
    lines += [_start(workflow), *(_way(workflow, name, way) for name, way in workflow.transitions.items())]
    if workflow.deadlines:
        lines += ["", "## Deadlines", ""]
        lines += _table(["Deadline", "Label", "Counted from", "While in", "Met by", "Fires", "Strict"])
        lines += [_deadline(name, rule) for name, rule in workflow.deadlines.items()]
    return "\n".join(lines) + "\n"


def _state(name: str, state: State) -> str:
    kinds = [word for word, holds in (("detour", state.detour), ("final", state.final)) if holds]
    return _row([name, state.label.de, state.label.en, state.owner or "", state.form or "", ", ".join(kinds)])


def _start(workflow: Workflow) -> str:
    return _row(["(start)", "", "", workflow.initial, *_act(workflow.start), ""])


def _way(workflow: Workflow, name: str, way: Transition) -> str:
    to = way.to if way.to != BACK else "back" + (f", past {', '.join(way.past)}" if way.past else "")
    return _row(
        [name, way.label.de, ", ".join(way.source), to, *_act(way), ", ".join(_fired(workflow, name))]
    )


def _act(act: Start | Transition) -> list[str]:
    return [", ".join(act.by), ", ".join(act.guards), ", ".join(act.effects), act.form or ""]


def _fired(workflow: Workflow, name: str) -> Iterator[str]:
    """The deadlines that fire a transition when they are overdue."""
    return (key for key, rule in workflow.deadlines.items() if rule.on_overdue == name)


def _deadline(name: str, rule: DeadlineRule) -> str:
    lists = (rule.anchors, rule.running, rule.met_by)
    strict = "strict" if rule.strict else ""
    return _row([name, rule.label.de, *(", ".join(names) for names in lists), rule.on_overdue or "", strict])


def _table(columns: Sequence[str]) -> list[str]:
    return [_row(columns), _row(["---"] * len(columns))]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
