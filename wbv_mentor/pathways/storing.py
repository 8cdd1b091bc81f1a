"""Writing where instances stand: only if nobody else moved them since they were read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy.orm.attributes import set_committed_value

from wbv_mentor.db import session
from wbv_mentor.pathways.models import Instance
from wbv_mentor.prepared import Prepared

_MOVED = ("state", "return_to", "entered_at", "row_version")
_SETTLED = ("state", "return_to", "definition_id", "row_version")  # entered_at stays: nothing was entered
_AS_READ = update(Instance.__table__).where(  # type: ignore[arg-type]
    Instance.id == bindparam("number"), Instance.row_version == bindparam("version_read")
)
_MOVE = Prepared(_AS_READ.values({name: bindparam(name) for name in _MOVED}))
_SETTLE = Prepared(_AS_READ.values({name: bindparam(name) for name in _SETTLED}))


@dataclass
class Position:
    """Where an instance stands, as the engine moves it."""

    state: str
    return_to: list[str]


@dataclass(frozen=True)
class Step:
    """An instance and where it stands from now on; `definition_id` if it is in another version."""

    instance: Instance
    state: str
    return_to: tuple[str, ...]
    definition_id: int | None = None


def store(steps: Sequence[Step], now: datetime) -> bool:
    """Write all steps at once; False if one of the instances was moved by somebody else in between."""
    rows = [
        {
            "number": step.instance.id,
            "version_read": step.instance.row_version,
            "state": step.state,
            "return_to": list(step.return_to),
            "entered_at": now,
            "row_version": step.instance.row_version + 1,
        }
        for step in steps
    ]
    return _write(_MOVE, _MOVED, steps, rows)


def step_back(step: Step, entered_at: datetime) -> bool:
    """Write where an instance stood before, since when it did; False as for `store`."""
    return store([step], entered_at)


def settle(steps: Sequence[Step]) -> bool:
    """Write where instances stand in another version of their path; False as for `store`."""
    rows = [
        {
            "number": step.instance.id,
            "version_read": step.instance.row_version,
            "state": step.state,
            "return_to": list(step.return_to),
            "definition_id": step.definition_id,
            "row_version": step.instance.row_version + 1,
        }
        for step in steps
    ]
    if not _write(_SETTLE, _SETTLED, steps, rows):
        return False
    for step in steps:
        session.expire(step.instance, ["definition"])
    return True


def _write(
    statement: Prepared, names: Sequence[str], steps: Sequence[Step], rows: Sequence[dict[str, Any]]
) -> bool:
    if statement.write(rows) != len(rows):
        return False
    for step, row in zip(steps, rows, strict=True):
        for name in names:
            set_committed_value(step.instance, name, row[name])
    return True
