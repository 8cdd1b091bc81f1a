"""Stored definitions: registered at an upgrade, run from the stored body, checked at start."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from wbv_mentor.config import ROOT
from wbv_mentor.db import session
from wbv_mentor.engine.check import unknown_names
from wbv_mentor.engine.loader import canonical, digest, from_body, load_all
from wbv_mentor.engine.machine import PathMachine
from wbv_mentor.engine.registry import VOCABULARY
from wbv_mentor.engine.types import State, Transition, Workflow
from wbv_mentor.pathways.models import Instance, WorkflowDefinition

FOLDER = ROOT / "workflows"
_machines: dict[tuple[str, int, str], PathMachine] = {}


class DefinitionChanged(Exception):
    """A released definition was edited, or a name that running instances need is gone."""


def register(*, now: datetime, root: Path = FOLDER) -> list[str]:
    """Store every version that is not stored yet; mend labels of stored ones.

    Answers the names of what was added. Raises DefinitionError for a wrong folder and
    DefinitionChanged for a released one whose structure was edited.
    """
    added = []
    for workflow in released(root):
        stored = find_definition(workflow.name, workflow.version)
        if stored is None:
            store(workflow, now=now)
            added.append(f"{workflow.name} {workflow.version}")
        elif stored.digest != digest(workflow):
            raise DefinitionChanged(
                f"workflows/{workflow.name}/{workflow.version} was released and must not be edited; "
                f"add version {workflow.version + 1} instead"
            )
        elif stored.body != canonical(workflow):
            stored.body = canonical(workflow)
    return added


def released(root: Path = FOLDER) -> list[Workflow]:
    """Every version in its folder, every name checked. DefinitionError with the problems of all of them."""
    return load_all(root, VOCABULARY)


def store(workflow: Workflow, *, now: datetime) -> None:
    """Store a version that is not stored yet."""
    row = WorkflowDefinition(
        name=workflow.name,
        version=workflow.version,
        digest=digest(workflow),
        body=canonical(workflow),
        registered_at=now,
    )
    session.add(row)


def find_definition(name: str, version: int | None = None) -> WorkflowDefinition | None:
    """A stored definition; without a version the newest one."""
    query = select(WorkflowDefinition).where(WorkflowDefinition.name == name)
    if version is not None:
        query = query.where(WorkflowDefinition.version == version)
    found: WorkflowDefinition | None = session.scalars(
        query.order_by(WorkflowDefinition.version.desc())
    ).first()
    return found


def versions_of(name: str) -> dict[int, WorkflowDefinition]:
    """Every stored version of a path, by its number."""
    rows = session.scalars(
        select(WorkflowDefinition).where(WorkflowDefinition.name == name).order_by(WorkflowDefinition.version)
    )
    return {row.version: row for row in rows}


def machine_of(definition: WorkflowDefinition) -> PathMachine:
    """The shared machine of a stored definition, built once a process."""
    key = (definition.name, definition.version, definition.digest)
    if key not in _machines:
        _machines[key] = PathMachine(from_body(definition.body))
    return _machines[key]


def machine_for(instance: Instance) -> PathMachine:
    """The machine that an instance runs on; remembered by the session, since a version never changes."""
    known: dict[int, PathMachine] = session().info.setdefault("machines", {})
    machine = known.get(instance.definition_id)
    if machine is None:
        machine = known[instance.definition_id] = machine_of(instance.definition)
    return machine


def workflow_of(instance: Instance) -> Workflow:
    """The definition that an instance runs on."""
    return machine_for(instance).workflow


def past_state(instance: Instance, name: str) -> State | None:
    """A state that the journal names: by the instance's own version, or else the newest that knows it."""
    known = workflow_of(instance).states.get(name)
    if known is not None:
        return known
    others = reversed(versions_of(workflow_of(instance).name).values())
    states = (machine_of(row).workflow.states.get(name) for row in others)
    return next((state for state in states if state is not None), None)


def past_transition(instance: Instance, name: str) -> tuple[Workflow, Transition] | None:
    """A transition that the instance's own version does not have, and the newest version that has it."""
    for row in reversed(versions_of(workflow_of(instance).name).values()):
        workflow = machine_of(row).workflow
        if name in workflow.transitions:
            return workflow, workflow.transitions[name]
    return None


def check_running() -> None:
    """Refuse a start when a stored version with running instances names what nobody defines."""
    used = select(Instance.definition_id).distinct()
    for row in session.scalars(select(WorkflowDefinition).where(WorkflowDefinition.id.in_(used))):
        for where, text in unknown_names(machine_of(row).workflow, VOCABULARY):
            raise DefinitionChanged(f"{row.name} {row.version}, {'.'.join(map(str, where))}: {text}")
