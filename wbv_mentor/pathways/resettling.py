"""Moving instances to another version of their path, many at once: the second sanctioned way to change where
an instance stands, beside `advance` (docs/decisions).

Nothing is fired: no guard is asked, no effect runs, `entered_at` stays. One journal entry an instance, its
records under their new names, its deadlines by the new rules, all in the caller's transaction.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.engine.types import Workflow
from wbv_mentor.pathways import deadlines, journal, redating
from wbv_mentor.pathways.deadlines import Changed
from wbv_mentor.pathways.journal import Entered
from wbv_mentor.pathways.models import Instance, StepRecord
from wbv_mentor.pathways.storing import Step, settle

LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Plan:
    """Where one instance is to go, and under which names its records will stand."""

    instance: Instance
    old: Workflow
    new: Workflow
    definition_id: int
    state: str
    return_to: tuple[str, ...]
    trigger: str
    records: Mapping[StepRecord, tuple[str, dict[str, Any]]]


class _Hasty(Exception):
    """Some instances would be moved on by the system as soon as they arrived."""

    def __init__(self, reasons: dict[int, str]) -> None:
        self.reasons = reasons
        super().__init__()


def resettle(plans: Sequence[Plan], *, by: Actor, now: datetime) -> dict[int, str]:
    """Move every instance that can be moved; by id, why each other one could not. One stops no other."""
    if not plans:
        return {}
    try:
        with session.begin_nested():
            _move(plans, by, now)
    except _Hasty as found:
        _read_again(plans)
        rest = [plan for plan in plans if plan.instance.id not in found.reasons]
        return found.reasons | resettle(rest, by=by, now=now)
    except Exception as error:
        _read_again(plans)
        if len(plans) == 1:
            LOG.exception("instance %s cannot be moved", plans[0].instance.id)
            return {plans[0].instance.id: f"it cannot be moved ({type(error).__name__}); see the log"}
        half = len(plans) // 2
        return resettle(plans[:half], by=by, now=now) | resettle(plans[half:], by=by, now=now)
    return {}


def _move(plans: Sequence[Plan], by: Actor, now: datetime) -> None:
    left = [plan.instance.state for plan in plans]
    steps = [Step(plan.instance, plan.state, plan.return_to, plan.definition_id) for plan in plans]
    if not settle(steps):
        raise RuntimeError("somebody moved an instance that was held")
    for plan in plans:
        for record, (form, data) in plan.records.items():
            record.form, record.data = form, data
    entered = [
        Entered(plan.instance, "migrate", plan.trigger, state, f"{plan.trigger}:{plan.instance.row_version}")
        for plan, state in zip(plans, left, strict=True)
    ]
    lines = journal.append_all(entered, by=by, now=now)
    held = redating.end_changed([(plan.instance.id, plan.old, plan.new) for plan in plans], now)
    deadlines.recompute_all(
        [Changed(plan.instance, line.id) for plan, line in zip(plans, lines, strict=True)], now=now
    )
    causes = {line.id: plan.instance.id for plan, line in zip(plans, lines, strict=True)}
    redating.hold_on(causes, held)
    hasty = redating.fired_at_once(causes, now)
    if hasty:
        raise _Hasty(hasty)


def _read_again(plans: Sequence[Plan]) -> None:
    """What was rolled back stands differently in the session."""
    for plan in plans:
        session.expire(plan.instance)
