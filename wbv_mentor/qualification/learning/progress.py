"""How far somebody is, module by module: what is missing, and since when or until when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from wbv_mentor.engine.types import Label
from wbv_mentor.errors import Message, say
from wbv_mentor.qualification.cohorts.models import Cohort, CohortModule
from wbv_mentor.qualification.learning.done import Done
from wbv_mentor.qualification.learning.requirements import (
    EVIDENCE_LABELS,
    EVIDENCE_OF,
    LOG,
    LOGS_NEEDED,
    PRACTICE,
    TRANSFER,
    begins_on,
    due_on,
    evidence_label,
)
from wbv_mentor.qualification.models import LEARNING

Standing = Literal["done", "running", "open", "overdue"]


@dataclass(frozen=True)
class Lack:
    """One thing that is missing."""

    code: str
    what: Message
    due_on: date


@dataclass(frozen=True)
class ModuleProgress:
    """One module of one person."""

    code: str
    label: Label
    units: int
    of: int
    standing: Standing
    lacking: Sequence[Lack]


@dataclass(frozen=True)
class Progress:
    """All modules of one person."""

    modules: Sequence[ModuleProgress]
    units: int
    of: int

    @property
    def lacking(self) -> list[Lack]:
        """Everything that is missing, the soonest first."""
        return sorted(
            (lack for module in self.modules for lack in module.lacking), key=lambda lack: lack.due_on
        )

    def begun(self, today: date) -> list[Lack]:
        """What is missing of modules that have begun: what a reminder may name."""
        begun = {module.code for module in self.modules if module.standing != "open"}
        return [lack for lack in self.lacking if lack.code in begun or lack.due_on < today]


def progress_of(cohort: Cohort, done: Done, *, state: str, today: date) -> Progress:
    """How far a person in `state` is. Nothing is overdue for somebody who does not learn at present."""
    modules = [_module(cohort, module, done, state, today) for module in cohort.modules]
    return Progress(modules, sum(one.units for one in modules), cohort.total_units)


def units_missing(cohort: Cohort, module: CohortModule, done: Done) -> int:
    """How many units are missing until enough of a module was attended; 0 if it was."""
    least = -(-module.units * cohort.minimum_percent // 100)
    return max(0, least - done.units_of(module))


def _module(cohort: Cohort, module: CohortModule, done: Done, state: str, today: date) -> ModuleProgress:
    day = due_on(cohort, module)
    lacking = [Lack(module.code, what, day) for what in _lacking(cohort, module, done)]
    standing: Standing = "done"
    if lacking:
        standing = "open"
        if state in LEARNING and day < today:
            standing = "overdue"
        elif _has_begun(module, done) or (state in LEARNING and begins_on(cohort, module) <= today):
            standing = "running"
    return ModuleProgress(
        module.code, module.label, done.units_of(module), module.units, standing, tuple(lacking)
    )


def _has_begun(module: CohortModule, done: Done) -> bool:
    kinds = (LOG, TRANSFER) if module.kind == PRACTICE else EVIDENCE_OF.get(module.code, ())
    return done.units_of(module) > 0 or any(kind in kinds for kind, _number in done.evidence)


def _lacking(cohort: Cohort, module: CohortModule, done: Done) -> Iterator[Message]:
    if module.kind == PRACTICE:
        if module.code in done.credited:
            return
        for number in range(done.logs_signed() + 1, LOGS_NEEDED + 1):
            yield evidence_label(LOG, number)
        if not done.signed(TRANSFER):
            yield EVIDENCE_LABELS[TRANSFER]
        return
    missing = units_missing(cohort, module, done)
    if missing:
        yield say("%(module)s: noch %(units)s Unterrichtseinheiten", module=module.code, units=missing)
    for kind in EVIDENCE_OF.get(module.code, ()):
        if not done.signed(kind):
            yield EVIDENCE_LABELS[kind]
