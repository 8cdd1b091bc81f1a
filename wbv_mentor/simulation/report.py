"""What a simulation tells after each step: the state, what may be done next, what is due, what was mailed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from wbv_mentor import clock
from wbv_mentor.db import session
from wbv_mentor.errors import Refused
from wbv_mentor.pathways.deadlines import rule_of
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.explaining import better_day
from wbv_mentor.pathways.families import families_of
from wbv_mentor.pathways.models import Deadline, Instance
from wbv_mentor.pathways.options import options
from wbv_mentor.simulation.mailing import Letter
from wbv_mentor.simulation.paths.base import Subject


@dataclass(frozen=True)
class Next:
    """A transition that leads on from here: who may fire it, for whom it is blocked and why, and which
    fields its form requires."""

    do: str
    label: str
    by: list[str]
    blocked: dict[str, list[str]]
    needs: list[str]


@dataclass(frozen=True)
class Due:
    """A deadline. `ended` says why it runs no more; None while it runs. `of` is the application's number."""

    rule: str
    label: str
    due_on: date
    owner: str
    strict: bool
    better_by: date | None
    of: int | None
    ended: str | None = None


@dataclass
class Happening:
    """One step, or what the system did by itself on a morning (`by` is system, `line` None)."""

    line: int | None
    at: date
    do: str
    by: str
    of: int | None = None
    reasons: list[str] = field(default_factory=list)  # why it was refused; empty: it was done
    state: str = ""
    label: str = ""
    children: list[dict[str, Any]] = field(default_factory=list)
    next: list[Next] = field(default_factory=list)
    deadlines: list[Due] = field(default_factory=list)
    ended: list[Due] = field(default_factory=list)
    mails: list[Letter] = field(default_factory=list)

    @property
    def as_data(self) -> dict[str, Any]:
        """For JSON."""
        return {"accepted": not self.reasons} | asdict(self)


def describe(happening: Happening, subject: Subject, known: set[int]) -> None:
    """Fill in where the subject stands now. `known` are the deadlines whose end was told before."""
    instance = subject.instance
    path = workflow_of(instance)
    happening.state, happening.label = instance.state, path.states[instance.state].label.de
    family = families_of([instance])
    own = [one for one in family if one is instance or one.parent_id == instance.id]
    happening.children = [_child(one) for one in own if one is not instance]
    happening.next = next_of(subject, instance)
    rows = session.scalars(
        select(Deadline)
        .where(Deadline.instance_id.in_([one.id for one in own]))
        .order_by(Deadline.due_on, Deadline.id)
    ).all()
    happening.deadlines = [_due(row) for row in rows if not _is_over(row)]
    happening.ended = [_due(row) for row in rows if _is_over(row) and row.id not in known]
    known |= {row.id for row in rows if _is_over(row)}


def next_of(subject: Subject, instance: Instance) -> list[Next]:
    """Every way on, with everybody who may go it or may not yet."""
    path = workflow_of(instance)
    found: dict[str, Next] = {}
    for name, way in path.transitions.items():
        if instance.state in way.source:
            form = path.forms[way.form].fields if way.form is not None else ()
            found[name] = Next(name, way.label.de, [], {}, [one.name for one in form if one.required])
    for role in sorted({role for name in found for role in path.transitions[name].by}):
        for option in options(instance=instance, by=_actor(subject, role), now=clock.now()):
            if option.blocked:
                found[option.name].blocked[role] = [str(reason) for reason in option.blocked]
            else:
                found[option.name].by.append(role)
    return list(found.values())


def _actor(subject: Subject, role: str) -> Any:
    try:
        return subject.actor(role)
    except Refused:
        return subject.nobody(role)


def _child(instance: Instance) -> dict[str, Any]:
    label = workflow_of(instance).states[instance.state].label.de
    number = getattr(instance, "number", None)
    return {"of": number, "workflow": instance.kind, "state": instance.state, "label": label}


def _is_over(row: Deadline) -> bool:
    return row.met_at is not None or row.obsolete_at is not None


def _due(row: Deadline) -> Due:
    rule = rule_of(row)
    ended = None
    if _is_over(row):
        ended = "met" if row.met_at is not None else str(row.closed_reason)
    return Due(
        rule=row.rule, label=rule.label.de, due_on=row.due_on, owner=row.owner, strict=row.strict,
        better_by=better_day(rule, row.due_on, row.recommended_on, clock.today()),
        of=getattr(row.instance, "number", None) if row.instance.kind == "funding_application" else None,
        ended=ended,
    )  # fmt: skip


def letters_of(happenings: Sequence[Happening]) -> list[Letter]:
    """Every mail of a simulation, in the order of sending."""
    return [letter for one in happenings for letter in one.mails]
