"""Who may do what, where: the grid of a path as a page that a reviewer reads before anything else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, get_args

from wbv_mentor.engine.actors import Role
from wbv_mentor.engine.types import BACK, Start, State, Transition, Workflow

Cell = Literal["allowed", "guarded", "forbidden"]
ROLES: tuple[Role, ...] = get_args(Role)
HEAD = """\
# {name} {version}: who may do what, where

Written by `wbv-mentor workflow grid` from `workflows/{name}/{version}`; a test compares. Not edited by hand.

- **allowed**: the role may. Nothing else is asked but the form, where there is one.
- **guarded**: the role may. It is blocked, with a reason, as long as a guard of the line does not hold.
- **–**: forbidden to the role.
- What does not stand under a state is refused there, whoever asks.
- A role is a person of that role who may see the instance at all; for everybody else it is not there.
{absent}"""


def cell(act: Start | Transition, role: Role) -> Cell:
    """What a role meets where the act is possible."""
    if role not in act.by:
        return "forbidden"
    return "guarded" if act.guards else "allowed"


def page(workflow: Workflow) -> str:
    """The whole grid in Markdown: a section a state, a line a transition, a column a role."""
    used = {*workflow.start.by, *(role for way in workflow.transitions.values() for role in way.by)}
    roles = [role for role in ROLES if role in used]
    absent = [role for role in ROLES if role not in used]
    told = f"- Forbidden everywhere, so without a column: {', '.join(absent)}.\n" if absent else ""
    lines = [HEAD.format(name=workflow.name, version=workflow.version, absent=told)]
    lines += [f"## Begin: {workflow.label.de}", "", *_head(roles)]
    lines += [_line("(start)", workflow.initial, workflow.start, roles), ""]
    for name, state in workflow.states.items():
        lines += [f"## {name}: {state.label.de}", "", _facts(workflow, state), ""]
        ways = [(key, way) for key, way in workflow.transitions.items() if name in way.source]
        if ways:
            lines += [*_head(roles), *(_line(key, _target(way), way, roles) for key, way in ways), ""]
    return "\n".join(lines)


def _facts(workflow: Workflow, state: State) -> str:
    return " ".join(_sentences(workflow, state))


def _sentences(workflow: Workflow, state: State) -> Iterator[str]:
    if state.final:
        yield "Final: nothing leads on from here."
    if state.owner is not None:
        yield f"Next to act: {state.owner}."
    if state.stage is not None:
        yield f"Step: {workflow.stages[state.stage].de}."
    if state.form is not None:
        yield f"Form: {state.form}."
    if state.detour:
        yield "Detour: remembers where it was entered from."


def _target(way: Transition) -> str:
    if way.to != BACK:
        return way.to
    return "back" + (f", past {', '.join(way.past)}" if way.past else "")


def _head(roles: Sequence[Role]) -> list[str]:
    columns = ["Transition", "leads to", *roles, "guards", "form"]
    return [_row(columns), _row(["---"] * len(columns))]


def _line(name: str, target: str, act: Start | Transition, roles: Sequence[Role]) -> str:
    words = {"allowed": "allowed", "guarded": "guarded", "forbidden": "–"}
    cells = [words[cell(act, role)] for role in roles]
    return _row([name, target, *cells, ", ".join(act.guards), act.form or ""])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
