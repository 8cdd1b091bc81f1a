"""Which instances go to another version of their path, and which come back: decided portion by portion."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from wbv_mentor.db import session
from wbv_mentor.engine.carrying import Carrying
from wbv_mentor.pathways.definitions import machine_for, machine_of, workflow_of
from wbv_mentor.pathways.fold import MIGRATED, REVERTED, DoesNotFollow, Standing, trail
from wbv_mentor.pathways.migrating import Decided, stays
from wbv_mentor.pathways.models import Instance, JournalEntry, StepRecord, WorkflowDefinition
from wbv_mentor.pathways.resettling import Plan
from wbv_mentor.pathways.suiting import Kept, carried, hindrance, reasons_against, unfit
from wbv_mentor.pathways.version_maps import find_map, find_way, keep_map


def standing_in(definition: WorkflowDefinition) -> set[str]:
    """The states in which running instances of a version stand, or to which they return."""
    final = {name for name, state in machine_of(definition).workflow.states.items() if state.final}
    rows = session.execute(
        select(Instance.state, Instance.return_to).where(
            Instance.definition_id == definition.id, Instance.state.not_in(final)
        )
    )
    return {name for state, stack in rows for name in (state, *stack)}


@dataclass(frozen=True)
class Migration:
    """From one version to another by a map."""

    way: Carrying
    old: WorkflowDefinition
    new: WorkflowDefinition

    def __call__(self, instances: Sequence[Instance], now: datetime) -> list[Decided]:
        trigger = f"{MIGRATED}:{keep_map(self.way, self.old, self.new, now)}"
        kept = _kept(instances)
        return [self._decide(instance, kept[instance.id], trigger) for instance in instances]

    def _decide(self, instance: Instance, kept: Kept, trigger: str) -> Decided:
        path = workflow_of(instance)
        if instance.definition_id == self.new.id:
            return stays(instance, "unnecessary", f"it follows version {path.version} already")
        if path.states[instance.state].final:
            return stays(instance, "unnecessary", "it has ended")
        if instance.definition_id != self.old.id:
            return stays(instance, "unsafe", f"the map leads from version {self.old.version}")
        reasons = reasons_against(instance, kept, self.way)
        if reasons:
            return stays(instance, "unsafe", *reasons)
        state, *stack = (str(self.way.state(name)) for name in (instance.state, *instance.return_to))
        records = {record: carried(self.way, record) for record in kept.records}
        return Plan(
            instance, path, self.way.new, self.new.id, state, tuple(stack), trigger, _renamed(records)
        )


def take_back(instances: Sequence[Instance], now: datetime) -> list[Decided]:
    """Back to the version from which each instance was moved last, if nothing has happened since."""
    kept, entries = _kept(instances), defaultdict(list)
    query = select(JournalEntry).where(JournalEntry.instance_id.in_([one.id for one in instances]))
    for entry in session.scalars(query.order_by(JournalEntry.seq)):
        entries[entry.instance_id].append(entry)
    return [_take_back(one, kept[one.id], entries[one.id]) for one in instances]


def _take_back(instance: Instance, kept: Kept, entries: list[JournalEntry]) -> Decided:
    moves = [entry for entry in entries if entry.kind == "migrate"]
    if not moves or not moves[-1].trigger.startswith(f"{MIGRATED}:"):
        return stays(instance, "unnecessary", "no migration is there to be taken back")
    if moves[-1] is not entries[-1]:
        return stays(instance, "unsafe", f"something has happened since: {entries[-1].trigger}")
    try:
        before, after = trail(entries, machine_for(instance), find_way)[-2:]
    except DoesNotFollow as error:
        return stays(instance, "unsafe", f"its journal is broken: {error}")
    digest = entries[-1].trigger.partition(":")[2]
    way, row = find_way(digest), find_map(digest)
    if after != Standing(instance.state, tuple(instance.return_to)) or way is None or row is None:
        return stays(instance, "unsafe", "it does not stand where its journal says")
    back, why = way.map.back(), hindrance(instance)
    reasons = [*([why] if why else []), *unfit(back, kept.records)]
    if reasons:
        return stays(instance, "unsafe", *reasons)
    records = {record: carried(back, record) for record in kept.records}
    return Plan(
        instance, back.old, back.new, row.source_id, before.state, before.return_to, f"{REVERTED}:{digest}",
        _renamed(records),
    )  # fmt: skip


def _renamed(
    records: dict[StepRecord, tuple[str, dict[str, object]]],
) -> dict[StepRecord, tuple[str, dict[str, object]]]:
    return {record: named for record, named in records.items() if named != (record.form, record.data)}


def _kept(instances: Sequence[Instance]) -> dict[int, Kept]:
    """Records and states left of a whole portion, in two queries."""
    ids = [instance.id for instance in instances]
    records, left = defaultdict(list), defaultdict(set)
    found = select(StepRecord).where(StepRecord.instance_id.in_(ids))
    for record in session.scalars(found.order_by(StepRecord.form, StepRecord.revision)):
        records[record.instance_id].append(record)
    rows = select(JournalEntry.instance_id, JournalEntry.from_state).where(
        JournalEntry.instance_id.in_(ids), JournalEntry.kind == "transition"
    )
    for number, state in session.execute(rows.distinct()):
        left[number].add(str(state))
    return {number: Kept(records[number], frozenset(left[number])) for number in ids}
