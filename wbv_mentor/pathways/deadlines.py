"""Computing an instance's deadlines from its path: which run, when they are due, when to remind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import or_, select

from wbv_mentor.clock import berlin_date, berlin_moment
from wbv_mentor.db import session
from wbv_mentor.engine import dates
from wbv_mentor.engine.actors import SYSTEM
from wbv_mentor.engine.dates import Computed
from wbv_mentor.engine.registry import VOCABULARY, Context, anchor
from wbv_mentor.engine.types import DeadlineRule, Workflow
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.models import Deadline, Instance

STATE_LEFT = "state_left"  # the instance moved on, or what the deadline is for no longer holds
ANCHOR_MOVED = "anchor_moved"
PASSED = "passed"  # the last day of a deadline that lapses is over


@anchor("entered")
def _entered(instance: Instance) -> object:
    return berlin_date(instance.entered_at)


@anchor("started")
def _started(instance: Instance) -> object:
    return berlin_date(instance.started_at)


def recompute(*, instance: Instance, now: datetime, cause: int | None, trigger: str | None = None) -> None:
    """Bring the open deadlines of an instance and of its children into line with what is now known.

    A changed date makes the old row obsolete and adds a new one; a row whose transition was fired is met.
    """
    workflow = workflow_of(instance)
    still_open = {row.rule: row for row in open_deadlines(instance)}
    over = _is_over(instance)
    for name, rule in workflow.deadlines.items():
        row = still_open.get(name)
        if row is not None and trigger in rule.met_by:
            row.met_at, row.next_reminder_at, row = now, None, None
        wanted = None if over else _wanted(instance, workflow, rule, now)
        if row is not None and (wanted is None or wanted[1].due_on != row.due_on):
            _close(row, now, STATE_LEFT if wanted is None else ANCHOR_MOVED)
            row = None
        if row is None and wanted is not None and not _was_over(instance, name, rule, wanted[1]):
            session.add(_row(instance, name, rule, wanted, now, cause))
    session.flush()
    for child in instance.children:
        recompute(instance=child, now=now, cause=cause)


def meet(*, instance: Instance, rule: str, now: datetime) -> bool:
    """Mark the open deadline of a rule as met by something that is no transition; False without one."""
    row = next((row for row in open_deadlines(instance) if row.rule == rule), None)
    if row is None:
        return False
    row.met_at, row.next_reminder_at = now, None
    session.flush()
    return True


def compute(rule: DeadlineRule, anchor_on: object) -> Computed:
    """The due day of a rule for one anchor date, with its arithmetic."""
    if rule.offset is not None:
        return dates.explain(rule.offset, anchor_on, rule.shift)  # type: ignore[arg-type]
    computed: Computed = VOCABULARY.rules[str(rule.rule)](anchor_on)
    return computed


def rule_of(row: Deadline) -> DeadlineRule:
    """The rule in the definition that a stored deadline follows."""
    return workflow_of(row.instance).deadlines[row.rule]


def better_day(rule: DeadlineRule, due_on: date, recommended_on: date | None, today: date) -> date | None:
    """A safer day while it is still ahead: the recommended one, else the last working day before a last
    day on which nobody works. The deadline itself stays; where nothing has to be done by then there is none.
    """
    if recommended_on is not None and recommended_on >= today:
        return recommended_on
    by_itself = rule.announce is not None or (rule.on_overdue is not None and not rule.strict)
    if by_itself or rule.shift != "none" or dates.is_working_day(due_on):
        return None
    day = dates.working_day_before(due_on)
    return day if day >= today else None


def next_reminder(rule: DeadlineRule, due_on: object, after: datetime) -> datetime | None:
    """The first moment later than `after` at which the rule reminds: 07:00 Berlin on its days."""
    moments = sorted(berlin_moment(dates.apply(offset, due_on)) for offset in rule.remind)  # type: ignore[arg-type]
    return next((moment for moment in moments if moment > after), None)


def open_deadlines(instance: Instance) -> Sequence[Deadline]:
    """The deadlines of an instance that are neither met nor obsolete, soonest first."""
    found: Sequence[Deadline] = session.scalars(
        select(Deadline)
        .where(Deadline.instance_id == instance.id, Deadline.met_at.is_(None), Deadline.obsolete_at.is_(None))
        .order_by(Deadline.due_on, Deadline.id)
    ).all()
    return found


def _wanted(
    instance: Instance, workflow: Workflow, rule: DeadlineRule, now: datetime
) -> tuple[object, Computed] | None:
    if rule.running and instance.state not in rule.running:
        return None
    context = Context(instance, workflow, None, SYSTEM, now)
    if any(VOCABULARY.guards[name](context) is not None for name in rule.when):
        return None
    known = (VOCABULARY.anchors[name](instance) for name in rule.anchors)
    anchor_on = next((day for day in known if day is not None), None)
    return None if anchor_on is None else (anchor_on, compute(rule, anchor_on))


def _is_over(instance: Instance | None) -> bool:
    """Whether the instance, or one it hangs on, is final: nothing is due below an erased case."""
    while instance is not None:
        if workflow_of(instance).states[instance.state].final:
            return True
        instance = instance.parent
    return False


def _was_over(instance: Instance, name: str, rule: DeadlineRule, computed: Computed) -> bool:
    """Whether this very date has lapsed or was met before: it does not come back.

    Where the system acts on the day, a met one does: a state that was entered again (withdrawn, undone
    and withdrawn on one day) has to be left again.
    """
    over = [Deadline.closed_reason == PASSED]
    if rule.on_overdue is None:
        over.append(Deadline.met_at.is_not(None))
    query = select(Deadline.id).where(
        Deadline.instance_id == instance.id, Deadline.rule == name, Deadline.due_on == computed.due_on,
        or_(*over),
    )  # fmt: skip
    return session.scalars(query).first() is not None


def _close(row: Deadline, now: datetime, reason: str) -> None:
    row.obsolete_at, row.closed_reason, row.next_reminder_at = now, reason, None


def _row(
    instance: Instance,
    name: str,
    rule: DeadlineRule,
    wanted: tuple[object, Computed],
    now: datetime,
    cause: int | None,
) -> Deadline:
    anchor_on, computed = wanted
    recommended = dates.apply(rule.recommended, anchor_on) if rule.recommended else None  # type: ignore[arg-type]
    return Deadline(
        instance_id=instance.id, rule=name, anchor_on=anchor_on, due_on=computed.due_on,
        recommended_on=recommended, owner=rule.owner, strict=rule.strict, lapses=rule.lapses,
        on_overdue=rule.on_overdue,
        next_reminder_at=next_reminder(rule, computed.due_on, now), cause=cause, created_at=now,
    )  # fmt: skip
