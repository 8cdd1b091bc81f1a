"""Writing where instances stand: only if nobody else moved them since they were read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, update
from sqlalchemy.orm.attributes import set_committed_value

from wbv_mentor.db import session
from wbv_mentor.pathways.models import Instance

_MOVE = (
    update(Instance.__table__)  # type: ignore[arg-type]
    .where(Instance.id == bindparam("number"), Instance.row_version == bindparam("version_read"))
    .values({name: bindparam(name) for name in ("state", "return_to", "entered_at", "row_version")})
)


@dataclass
class Position:
    """Where an instance stands, as the engine moves it."""

    state: str
    return_to: list[str]


@dataclass(frozen=True)
class Step:
    """An instance and where it stands from now on."""

    instance: Instance
    state: str
    return_to: tuple[str, ...]


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
    if session.connection().execute(_MOVE, rows).rowcount != len(rows):
        return False
    for step, row in zip(steps, rows, strict=True):
        for name in ("state", "return_to", "entered_at", "row_version"):
            set_committed_value(step.instance, name, row[name])
    return True
