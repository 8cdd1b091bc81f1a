"""Dates after a step was taken back: what it met runs again; where the system acted, a person decides now."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, update

from wbv_mentor.db import session
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.models import Deadline, Instance, JournalEntry
from wbv_mentor.pathways.rewriting import HELD, UNDONE


def reopen(instance: Instance, entry: JournalEntry, now: datetime) -> None:
    """End the rows that an entry met; the next computation makes new ones for those that run again."""
    met_by = [name for name, rule in workflow_of(instance).deadlines.items() if entry.trigger in rule.met_by]
    _end(instance, (Deadline.met_at == entry.at) & Deadline.rule.in_(met_by), UNDONE, now)
    if entry.actor_role == "system":
        acted = (Deadline.met_at == entry.at) | (Deadline.obsolete_at.in_((entry.at, now)))
        _end(instance, acted & (Deadline.on_overdue == entry.trigger), HELD, now)


def _end(instance: Instance, which: ColumnElement[bool], reason: str, now: datetime) -> None:
    session.execute(
        update(Deadline)
        .where(Deadline.instance_id == instance.id, which)
        .values(met_at=None, obsolete_at=now, closed_reason=reason, next_reminder_at=None),
        execution_options={"synchronize_session": "fetch"},
    )
