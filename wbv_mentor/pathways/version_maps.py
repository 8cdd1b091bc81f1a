"""The maps by which instances were carried from one version of a path to another, as they were used.

A journal entry of kind migrate names its map by digest: `migrate:<digest>` moved the instance along,
`revert:<digest>` took that back. So the map belongs to the chain, although it stands in a table of its own.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from sqlalchemy import select

from wbv_mentor.db import session
from wbv_mentor.engine.carrying import Carrying, VersionMap
from wbv_mentor.errors import say
from wbv_mentor.pathways.definitions import machine_of
from wbv_mentor.pathways.fold import MIGRATED, REVERTED, Way
from wbv_mentor.pathways.journal import register_event
from wbv_mentor.pathways.models import WorkflowDefinition, WorkflowMigration

register_event(MIGRATED, say("Auf eine neue Fassung des Ablaufs umgestellt"))
register_event(REVERTED, say("Umstellung auf die neue Fassung des Ablaufs zurückgenommen"))


def keep_map(way: Carrying, old: WorkflowDefinition, new: WorkflowDefinition, now: datetime) -> str:
    """Store a map, once; its digest."""
    body = way.body()
    digest = _digest(body)
    known = session.scalars(select(WorkflowMigration.id).where(WorkflowMigration.digest == digest)).first()
    if known is None:
        row = WorkflowMigration(source_id=old.id, target_id=new.id, digest=digest, body=body, made_at=now)
        session.add(row)
        session.flush()
    return digest


def find_way(digest: str) -> Way | None:
    """The map with this digest and its two machines; None if there is none, or it was changed since."""
    row = find_map(digest)
    if row is None:
        return None
    named = {name: value for name, value in json.loads(row.body).items() if name not in ("workflow", "to")}
    old, new = machine_of(row.source), machine_of(row.target)
    return Way(Carrying(old.workflow, new.workflow, VersionMap.model_validate(named)), old, new)


def find_map(digest: str) -> WorkflowMigration | None:
    """The row of a map, as far as it is still what its digest says."""
    row: WorkflowMigration | None = session.scalars(
        select(WorkflowMigration).where(WorkflowMigration.digest == digest)
    ).first()
    return row if row is not None and _digest(row.body) == digest else None


def _digest(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()
