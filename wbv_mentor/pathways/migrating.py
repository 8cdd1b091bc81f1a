"""Moving the running instances of a path to another version, in portions, and taking that back.

A dry run does the very same and rolls every portion back, so that it cannot say anything else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Literal

from sqlalchemy import select

from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import Actor
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.holding import hold
from wbv_mentor.pathways.models import Instance, WorkflowDefinition
from wbv_mentor.pathways.resettling import Plan, resettle

PORTION = 500
Verdict = Literal["unnecessary", "safe", "unsafe"]


@dataclass(frozen=True)
class Item:
    """What becomes of one instance, and why. `to_state` only where it is moved."""

    id: int
    reference: str | None
    version: int
    state: str
    verdict: Verdict
    reasons: tuple[str, ...]
    to_state: str | None = None


Decided = Plan | Item
Decide = Callable[[Sequence[Instance], datetime], list[Decided]]


class _OnlyLooked(Exception):
    """Ends the unit of work of a dry run."""


def instances_of(workflow: str) -> list[int]:
    """The ids of everything that follows any version of a path."""
    query = (
        select(Instance.id)
        .join(WorkflowDefinition, WorkflowDefinition.id == Instance.definition_id)
        .where(WorkflowDefinition.name == workflow)
        .order_by(Instance.id)
    )
    return list(session.scalars(query))


def move_all(
    ids: Sequence[int], decide: Decide, *, by: Actor, now: Callable[[], datetime], dry_run: bool,
    portion: int = PORTION,
) -> Iterator[list[Item]]:  # fmt: skip
    """Move what can be moved, a transaction a portion; after each, what became of its instances."""
    waiting = iter(ids)
    while some := list(islice(waiting, portion)):
        items: list[Item] = []
        try:
            with unit_of_work():
                items = _move(some, decide, by, now())
                if dry_run:
                    raise _OnlyLooked
        except _OnlyLooked:
            pass
        yield items


def stays(instance: Instance, verdict: Verdict, *reasons: str) -> Item:
    """An instance that is not moved."""
    return Item(
        instance.id, instance.reference, workflow_of(instance).version, instance.state, verdict, reasons
    )


def _move(ids: Sequence[int], decide: Decide, by: Actor, now: datetime) -> list[Item]:
    rows = session.scalars(select(Instance).where(Instance.id.in_(ids)).order_by(Instance.id)).all()
    hold(*rows)
    decided = decide(rows, now)
    before = {row.id: stays(row, "unsafe") for row in rows}
    plans = [one for one in decided if isinstance(one, Plan)]
    refused = resettle(plans, by=by, now=now)
    return [
        one if isinstance(one, Item) else _told(one, before[one.instance.id], refused.get(one.instance.id))
        for one in decided
    ]


def _told(plan: Plan, before: Item, refused: str | None) -> Item:
    place = (before.id, before.reference, before.version, before.state)
    if refused is not None:
        return Item(*place, "unsafe", (refused,))
    return Item(*place, "safe", (), plan.state)
