"""What does not fit together: instances in states nobody knows, released versions that were edited."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from wbv_mentor.db import session
from wbv_mentor.engine.loader import digest
from wbv_mentor.engine.types import Workflow
from wbv_mentor.pathways.models import Instance, WorkflowDefinition


@dataclass(frozen=True)
class Stranded:
    """One instance, and the state nobody knows: its own, or one that it is to return to."""

    id: int
    kind: str
    reference: str | None
    state: str
    definition: str

    def __str__(self) -> str:
        name = f"{self.kind} {self.reference or self.id}"
        return f"{name}: {self.definition} has no state {self.state}"


def stranded_rows() -> list[Stranded]:
    """Every instance in such a state; reads the rows of none that stands where it may."""
    found = []
    for definition in session.scalars(select(WorkflowDefinition).order_by(WorkflowDefinition.id)):
        states: dict[str, dict[str, Any]] = json.loads(definition.body)["states"]
        plain = {name for name, state in states.items() if not state.get("detour")}
        rows = session.execute(
            select(Instance.id, Instance.kind, Instance.reference, Instance.state, Instance.return_to)
            .where(Instance.definition_id == definition.id, Instance.state.not_in(plain))
            .order_by(Instance.id)
        )
        for row in rows:
            for state in (row.state, *row.return_to):
                if state not in states:
                    name = f"{definition.name} {definition.version}"
                    found.append(Stranded(row.id, row.kind, row.reference, state, name))
    return found


def edited_versions(paths: Iterable[Workflow]) -> list[Workflow]:
    """Those whose structure is not what instances run on under this name and version."""
    columns = select(WorkflowDefinition.name, WorkflowDefinition.version, WorkflowDefinition.digest)
    stored = {(row.name, row.version): row.digest for row in session.execute(columns)}
    return [path for path in paths if stored.get((path.name, path.version)) not in (None, digest(path))]
