"""Computing an instance's deadlines from its path: which run, when they are due, when to remind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from wbv_mentor.clock import berlin_date, berlin_moment
from wbv_mentor.db import session
from wbv_mentor.engine import dates
from wbv_mentor.engine.actors import SYSTEM
from wbv_mentor.engine.dates import Computed
from wbv_mentor.engine.registry import VOCABULARY, Context, anchor
from wbv_mentor.engine.types import DeadlineRule
from wbv_mentor.errors import say
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.families import families_of, root_of
from wbv_mentor.pathways.models import Deadline, Instance
from wbv_mentor.pathways.rewriting import Rewriting, Wanted


@anchor("entered", say("So steht es seit: %(day)s."))
def _entered(instance: Instance) -> object:
    """The day on which the present state was entered."""
    return berlin_date(instance.entered_at)


@anchor("started", say("Begonnen am: %(day)s."))
def _started(instance: Instance) -> object:
    """The day on which the instance began."""
    return berlin_date(instance.started_at)


Dated = dict[tuple[int, date], Wanted]  # by a rule's identity and the date that it is counted from


@dataclass(frozen=True)
class Changed:
    """An instance to which something happened: by which journal entry, by which transition."""

    instance: Instance
    cause: int | None
    trigger: str | None = None


def recompute(*, instance: Instance, now: datetime, cause: int | None, trigger: str | None = None) -> None:
    """Bring the open deadlines of an instance and of all its kin into line with what is now known.

    A changed date makes the old row obsolete and adds a new one; a row whose transition was fired is met.
    """
    recompute_all([Changed(instance, cause, trigger)], now=now)


def recompute_all(changed: Sequence[Changed], *, now: datetime) -> None:
    """The same for many at once, each family once: a deadline of the case can depend on its applications."""
    session.flush()
    about = {one.instance.id: one for one in changed}
    family = families_of(one.instance for one in changed)
    page = Rewriting([instance.id for instance in family], now)
    causes = {root_of(one.instance).id: one.cause for one in changed}  # of each family
    roots: dict[int | None, int] = {}
    over: set[int | None] = set()
    dated: Dated = {}
    for instance in family:  # from the top down: what is over, is over for all that hangs on it
        mine = about.get(instance.id)
        roots[instance.id] = roots.get(instance.parent_id, instance.id)
        cause = mine.cause if mine else causes[roots[instance.id]]
        workflow = workflow_of(instance)
        if workflow.states[instance.state].final or instance.parent_id in over:
            over.add(instance.id)
        context = Context(instance, workflow, None, SYSTEM, now)
        for name, rule in workflow.deadlines.items():
            if mine is not None and mine.trigger in rule.met_by:
                page.meet(instance, name)
            wanted = None if instance.id in over else _wanted(context, rule, dated)
            page.want(instance, name, rule, wanted, cause)
    page.write()


def meet(*, instance: Instance, rule: str, now: datetime) -> bool:
    """Mark the open deadline of a rule as met by something that is no transition; False without one."""
    row = next((row for row in open_deadlines(instance) if row.rule == rule), None)
    if row is None:
        return False
    row.met_at, row.next_reminder_at = now, None
    session.flush()
    return True


def due_day(rule: DeadlineRule, anchor_on: date) -> date:
    """The due day alone; where a rule is a mere offset, nothing has to be put into words for it."""
    if rule.offset is None:
        computed: Computed = VOCABULARY.rules[str(rule.rule)](anchor_on)
        return computed.due_on
    day = dates.apply(rule.offset, anchor_on)
    return dates.next_working_day(day) if rule.shift == "next_working_day" else day


def rule_of(row: Deadline) -> DeadlineRule:
    """The rule in the definition that a stored deadline follows."""
    return workflow_of(row.instance).deadlines[row.rule]


def next_reminder(rule: DeadlineRule, due_on: date, after: datetime) -> datetime | None:
    """The first moment later than `after` at which the rule reminds: 07:00 Berlin on its days."""
    moments = sorted(berlin_moment(dates.apply(offset, due_on)) for offset in rule.remind)
    return next((moment for moment in moments if moment > after), None)


def open_deadlines(instance: Instance) -> Sequence[Deadline]:
    """The deadlines of an instance that are neither met nor obsolete, soonest first."""
    found: Sequence[Deadline] = session.scalars(
        select(Deadline)
        .where(Deadline.instance_id == instance.id, Deadline.met_at.is_(None), Deadline.obsolete_at.is_(None))
        .order_by(Deadline.due_on, Deadline.id)
    ).all()
    return found


def _wanted(context: Context, rule: DeadlineRule, dated: Dated) -> Wanted | None:
    """What a rule asks of an instance now. `dated`: what it makes of a date is the same for everybody."""
    instance = context.instance
    if rule.running and instance.state not in rule.running:
        return None
    if any(VOCABULARY.guards[name](context) is not None for name in rule.when):
        return None
    days = (VOCABULARY.anchors[name](instance) for name in rule.anchors)
    anchor_on = next((day for day in days if day is not None), None)
    if anchor_on is None:
        return None
    known = dated.get((id(rule), anchor_on))
    if known is None:
        due_on = due_day(rule, anchor_on)
        recommended_on = dates.apply(rule.recommended, anchor_on) if rule.recommended else None
        known = Wanted(anchor_on, due_on, recommended_on, next_reminder(rule, due_on, context.now))
        dated[id(rule), anchor_on] = known
    return known
