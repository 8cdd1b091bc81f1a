"""Whether an instance can follow another version of its path: every reason why not, for the operator.

Reasons name states, forms and fields, never a value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wbv_mentor.engine.carrying import Carrying
from wbv_mentor.engine.fitting import misfit, seen_by_more
from wbv_mentor.pathways.models import Instance, StepRecord
from wbv_mentor.pathways.records import EMPTY

Hindrance = Callable[[Instance], str | None]
_hindrances: dict[str, Hindrance] = {}


@dataclass(frozen=True)
class Kept:
    """What is known of an instance besides where it stands: its records, and the states it has left."""

    records: Sequence[StepRecord]
    left: frozenset[str]


def register_hindrance(kind: str, why: Hindrance) -> None:
    """Let a room above say why an instance of its kind must not be moved now; None if it may."""
    _hindrances[kind] = why


def hindrance(instance: Instance) -> str | None:
    """Why an instance of this kind must not be moved now."""
    ask = _hindrances.get(instance.kind)
    return ask(instance) if ask is not None else None


def reasons_against(instance: Instance, kept: Kept, way: Carrying) -> list[str]:
    """Why an instance cannot follow the new version; nothing if it can."""
    why = hindrance(instance)
    homeless = unfit(way, kept.records)
    found = [*([why] if why else []), *_standing(way, instance), *homeless]
    if not homeless:
        found += [*_wider(way, kept.records), *_unasked(way, instance, kept)]
    return found


def carried(way: Carrying, record: StepRecord) -> tuple[str, dict[str, Any]]:
    """A record under its names in the new version; only for one that fits."""
    form = str(way.form(record.form))
    return form, {str(way.field(record.form, name)): value for name, value in record.data.items()}


def unfit(way: Carrying, records: Sequence[StepRecord]) -> list[str]:
    """What is recorded and has no place in the new version, each once."""
    return list(dict.fromkeys(why for record in records for why in _misplaced(way, record)))


def _standing(way: Carrying, instance: Instance) -> Iterator[str]:
    """A state or a detour that the new version does not know, or could never have led to."""
    line = [way.state(name) for name in (*instance.return_to, instance.state)]
    for old, new in zip((*instance.return_to, instance.state), line, strict=True):
        if new is None:
            stays = old in way.named.states
            yield f"the map leaves {old} behind" if stays else f"the new version has no state {old}"
    known = [name for name in line if name is not None]
    if len(known) < len(line):
        return
    *origins, here = known
    if way.new.states[here].final:
        yield f"{here} is final in the new version: moving ends nothing"
    for origin, detour in zip(origins, known[1:], strict=True):
        if not way.new.states[detour].detour or origin not in way.new.sources_into(detour):
            yield f"in the new version no detour leads from {origin} to {detour}"
    if way.new.states[known[0]].detour:
        yield f"{known[0]} is a detour in the new version, and there is nowhere to go back to"


def _misplaced(way: Carrying, record: StepRecord) -> Iterator[str]:
    form = way.form(record.form)
    if form is None or record.form not in way.old.forms:
        yield f"the new version has no form {record.form}, and it was filled in"
        return
    before = {field.name: field for field in way.old.forms[record.form].fields}
    taken: set[str] = set()
    for name, value in record.data.items():
        new = way.field(record.form, name) if name in before else None
        if new is None:
            yield f"the new version has no field {record.form}.{name}, and it was filled in"
        elif new in taken:
            yield f"two fields of {record.form} would become {form}.{new}"
        elif (why := misfit(before[name], way.new.forms[form].field(new), value)) is not None:
            yield f"{record.form}.{name} does not fit into {form}.{new}: {why}"
        taken.add(new or "")


def _wider(way: Carrying, records: Sequence[StepRecord]) -> Iterator[str]:
    """Who entered something was told who would read it."""
    filled = dict.fromkeys((record.form, name) for record in records for name in record.data)
    for form, name in filled:
        target, new = way.form(form), way.field(form, name)
        if target is None or new is None:
            continue
        more = seen_by_more(way.old.forms[form].field(name), way.new.forms[target].field(new))
        if more:
            yield f"{target}.{new} would be shown to more roles than {form}.{name} was: {', '.join(more)}"


def _unasked(way: Carrying, instance: Instance, kept: Kept) -> Iterator[str]:
    """Fields that the new version requires where the instance has been already."""
    newest = {record.form: record.data for record in kept.records if not record.draft}
    for form in sorted(_forms_passed(way, instance, kept, newest)):
        old = next((name for name in way.old.forms if way.form(name) == form), "")
        settled = {*way.named.not_asked.get(form, ()), *_asked_before(way, old, kept, newest)}
        settled |= {
            str(way.field(old, name)) for name, value in newest.get(old, {}).items() if value not in EMPTY
        }
        for field in way.new.forms[form].fields:
            if field.required and field.name not in settled:
                yield f"the new version requires {form}.{field.name}, and nobody will be asked any more"


def _asked_before(way: Carrying, old: str, kept: Kept, newest: Mapping[str, dict[str, Any]]) -> Iterator[str]:
    """The new names of what the old version required there: what is lacking nevertheless lacks in both."""
    behind = {way.old.states[name].form for name in kept.left if name in way.old.states}
    if old in newest or old in behind:
        yield from (str(way.field(old, field.name)) for field in way.old.forms[old].fields if field.required)


def _forms_passed(
    way: Carrying, instance: Instance, kept: Kept, newest: Mapping[str, dict[str, Any]]
) -> set[str]:
    """Forms of the new version that belong to what lies behind the instance."""
    here = {way.state(name) for name in (*instance.return_to, instance.state)}
    ahead = {way.new.states[name].form for name in here if name is not None}
    ahead |= {one.form for one in way.new.transitions.values() if here & set(one.source)}
    behind = {way.form(form) for form in newest}
    for name in kept.left:
        state = way.state(name) if name in way.old.states else None
        behind.add(way.new.states[state].form if state is not None else None)
    return {form for form in behind - ahead if form is not None}
