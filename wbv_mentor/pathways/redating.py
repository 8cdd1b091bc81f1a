"""What a change of version means for deadlines, around their usual computation.

A rule that changed replaces its row, a rule that vanished ends it. What was met stays met, and a reminder
that is due and has not left yet is not lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select

from wbv_mentor.clock import berlin_date
from wbv_mentor.db import session
from wbv_mentor.engine.types import DeadlineRule, Workflow
from wbv_mentor.pathways.models import Deadline
from wbv_mentor.pathways.rewriting import VERSION_CHANGED

SHAPING = (
    "anchors", "offset", "rule", "shift", "recommended", "owner", "strict", "lapses", "remind", "on_overdue",
)  # fmt: skip
Waiting = Mapping[tuple[int, str], datetime]


def end_changed(moved: Sequence[tuple[int, Workflow, Workflow]], now: datetime) -> Waiting:
    """End the open rows of rules that changed; those of their reminders that wait to leave."""
    versions = {instance: (old, new) for instance, old, new in moved}
    rows = session.scalars(
        select(Deadline).where(
            Deadline.instance_id.in_(versions), Deadline.met_at.is_(None), Deadline.obsolete_at.is_(None)
        )
    ).all()
    waiting = {}
    for row in rows:
        old, new = versions[row.instance_id]
        if _same(old.deadlines.get(row.rule), new.deadlines.get(row.rule)):
            continue
        if row.next_reminder_at is not None and row.next_reminder_at <= now:
            waiting[row.instance_id, row.rule] = row.next_reminder_at
        row.obsolete_at, row.closed_reason, row.next_reminder_at = now, VERSION_CHANGED, None
    session.flush()
    return waiting


def hold_on(causes: Mapping[int, int], waiting: Waiting) -> None:
    """Keep what was reached under the old rules: met ones are met, waiting reminders leave.

    `causes` are the journal entries of the moves, each with its instance.
    """
    added = _added(causes)
    met = _met({row.instance_id for row in added}) if added else {}
    for row in added:
        done = met.get((row.instance_id, row.rule, row.anchor_on))
        if done is not None and row.on_overdue is None:
            row.met_at, row.next_reminder_at = done, None
        elif (row.instance_id, row.rule) in waiting:
            row.next_reminder_at = waiting[row.instance_id, row.rule]
    session.flush()


def fired_at_once(causes: Mapping[int, int], now: datetime) -> dict[int, str]:
    """Instances that the system would move on at its next run: a day has passed under the new rules."""
    today, found = berlin_date(now), {}
    for row in _added(causes):
        if row.met_at is None and row.on_overdue is not None and row.due_on < today:
            found[causes[row.cause or 0]] = (
                f"the system would fire {row.on_overdue} at once: {row.rule} was due on {row.due_on}"
            )
    return found


def _same(old: DeadlineRule | None, new: DeadlineRule | None) -> bool:
    return (
        old is not None
        and new is not None
        and all(getattr(old, name) == getattr(new, name) for name in SHAPING)
    )


def _added(causes: Mapping[int, int]) -> Sequence[Deadline]:
    query = select(Deadline).where(Deadline.cause.in_(causes), Deadline.obsolete_at.is_(None))
    found: Sequence[Deadline] = session.scalars(query).all()
    return found


def _met(instances: set[int]) -> dict[tuple[int, str, date], datetime]:
    query = select(Deadline.instance_id, Deadline.rule, Deadline.anchor_on, Deadline.met_at).where(
        Deadline.instance_id.in_(instances), Deadline.met_at.is_not(None)
    )
    return {(row[0], row[1], row[2]): row[3] for row in session.execute(query) if row[3] is not None}
