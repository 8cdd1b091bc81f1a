"""Bringing stored deadlines into line with the wanted ones: a few statements, however many instances.

A row is never changed into another one: it is met, or obsolete with a reason, and a new one stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, insert, or_, select, update

from wbv_mentor.db import expire_loaded, session
from wbv_mentor.engine.types import DeadlineRule
from wbv_mentor.pathways.models import Deadline, Instance
from wbv_mentor.prepared import Prepared

STATE_LEFT = "state_left"  # the instance moved on, or what the deadline is for no longer holds
ANCHOR_MOVED = "anchor_moved"
VERSION_CHANGED = "version_changed"  # the instance follows another version of its path
UNDONE = "undone"  # what met it was taken back
HELD = "held"  # the system acted on the day and that was taken back: from now on a person decides
PASSED = "passed"  # the last day of a deadline that lapses is over

_STANDS = select(
    Deadline.instance_id,
    Deadline.rule,
    Deadline.due_on,
    Deadline.id,
    Deadline.anchor_on,
    Deadline.met_at,
    Deadline.closed_reason,
).where(or_(Deadline.obsolete_at.is_(None), Deadline.closed_reason == PASSED, Deadline.closed_reason == HELD))
_KEPT = Prepared(_STANDS.where(Deadline.instance_id == bindparam("id")))
_KEPT_OF_MANY = _STANDS.where(Deadline.instance_id.in_(bindparam("ids", expanding=True)))
_CLOSE = Prepared(
    update(Deadline.__table__)  # type: ignore[arg-type]
    .where(Deadline.id == bindparam("number"))
    .values(
        {name: bindparam(name) for name in ("met_at", "obsolete_at", "closed_reason")}
        | {"next_reminder_at": None}
    )
)
_TELL_ANEW = Prepared(
    update(Deadline.__table__)  # type: ignore[arg-type]
    .where(Deadline.id == bindparam("number"))
    .values(anchor_on=bindparam("counted_from"), recommended_on=bindparam("advised"))
)
_COLUMNS = (
    "instance_id", "rule", "anchor_on", "due_on", "recommended_on", "owner", "strict", "lapses",
    "next_reminder_at", "cause", "created_at", "on_overdue",
)  # fmt: skip
_ADD = Prepared(
    insert(Deadline.__table__).values(  # type: ignore[arg-type]
        {name: bindparam(name) for name in _COLUMNS}
    )
)


@dataclass(frozen=True)
class Wanted:
    """What a rule says about an instance now."""

    anchor_on: date
    due_on: date
    recommended_on: date | None
    next_reminder_at: datetime | None


class Rewriting:
    """The deadlines of some instances, read once; what has to change is gathered and written at the end."""

    def __init__(self, ids: Sequence[int], now: datetime) -> None:
        self._now = now
        self._open: dict[tuple[int, str], tuple[int, date, date]] = {}
        self._met: set[tuple[int, str, date]] = set()
        self._lapsed: set[tuple[int, str, date]] = set()
        self._held: set[tuple[int, str, date]] = set()
        self._closed: list[dict[str, Any]] = []
        self._retold: list[dict[str, Any]] = []
        self._added: list[dict[str, Any]] = []
        for instance_id, rule, due_on, number, anchor_on, met_at, closed_reason in _standing(ids):
            this = (instance_id, rule, due_on)
            if closed_reason is not None:
                (self._lapsed if closed_reason == PASSED else self._held).add(this)
            elif met_at is not None:
                self._met.add(this)
            else:
                self._open[this[:2]] = (number, due_on, anchor_on)

    def meet(self, instance: Instance, name: str) -> None:
        """What the rule asked for was done."""
        row = self._open.pop((instance.id, name), None)
        if row is not None:
            self._met.add((instance.id, name, row[1]))
            self._closed.append(self._closing(row[0], met_at=self._now))

    def want(
        self, instance: Instance, name: str, rule: DeadlineRule, wanted: Wanted | None, cause: int | None
    ) -> None:
        """Let the rule run as wanted; None: not at all."""
        row = self._open.get((instance.id, name))
        if row is not None and wanted is not None and wanted.due_on == row[1]:
            if wanted.anchor_on != row[2]:  # the same last day by another way: a weekend, a shorter month
                told = {"counted_from": wanted.anchor_on, "advised": wanted.recommended_on}
                self._retold.append({"number": row[0]} | told)
            return
        if row is not None:
            reason = STATE_LEFT if wanted is None else ANCHOR_MOVED
            self._closed.append(self._closing(row[0], obsolete_at=self._now, closed_reason=reason))
        if wanted is not None and not self._was_over(instance, name, rule, wanted.due_on):
            acts = rule.on_overdue if (instance.id, name, wanted.due_on) not in self._held else None
            self._added.append(_row(instance, name, rule, wanted, cause, self._now) | {"on_overdue": acts})

    def write(self) -> None:
        """Write what was gathered."""
        if self._closed:
            _CLOSE.write(self._closed)
            expire_loaded(Deadline, (row["number"] for row in self._closed))
        if self._retold:
            _TELL_ANEW.write(self._retold)
            expire_loaded(Deadline, (row["number"] for row in self._retold))
        if self._added:
            _ADD.write(self._added)

    @staticmethod
    def _closing(number: int, **how: Any) -> dict[str, Any]:
        return {"number": number, "met_at": None, "obsolete_at": None, "closed_reason": None} | how

    def _was_over(self, instance: Instance, name: str, rule: DeadlineRule, due_on: date) -> bool:
        """Whether this very date has lapsed or was met before: it does not come back.

        Where the system acts on the day, a met one does: a state that was entered again (withdrawn, undone
        and withdrawn on one day) has to be left again.
        """
        this = (instance.id, name, due_on)
        return this in self._lapsed or (this in self._met and rule.on_overdue is None)


def _standing(ids: Sequence[int]) -> Iterable[Any]:
    """The rows that still count: open, met, over, or left to a person."""
    if len(ids) == 1:
        return _KEPT.rows(id=ids[0])
    return session.connection().execute(_KEPT_OF_MANY, {"ids": list(ids)})


def _row(
    instance: Instance, name: str, rule: DeadlineRule, wanted: Wanted, cause: int | None, now: datetime
) -> dict[str, Any]:
    return {
        "instance_id": instance.id,
        "rule": name,
        "anchor_on": wanted.anchor_on,
        "due_on": wanted.due_on,
        "recommended_on": wanted.recommended_on,
        "owner": rule.owner,
        "strict": rule.strict,
        "lapses": rule.lapses,
        "next_reminder_at": wanted.next_reminder_at,
        "cause": cause,
        "created_at": now,
    }
