"""The small path and a second version of it in which much has another name, with the map between them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.unit import small_path
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import SYSTEM, Actor
from wbv_mentor.engine.carrying import load_map
from wbv_mentor.pathways import definitions, journal
from wbv_mentor.pathways.advance import advance, start
from wbv_mentor.pathways.fold import Standing, fold
from wbv_mentor.pathways.migrating import Item, instances_of, move_all
from wbv_mentor.pathways.models import Instance
from wbv_mentor.pathways.records import save_draft, submit_form
from wbv_mentor.pathways.version_changes import Migration, standing_in, take_back
from wbv_mentor.pathways.version_maps import find_way

MENTOR = Actor("mentor", 1)
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)

# `open` is called `at_work`, `facts` `answers`, its `goal` `aim`; there is more time for the answer.
PATH = (
    small_path.PATH.replace("initial: open", "initial: at_work")
    .replace("  open: {label: {de: Offen, en: Open}", "  at_work: {label: {de: In Arbeit, en: At work}")
    .replace("from: [open", "from: [at_work")
    .replace("form: facts", "form: answers")
    .replace("finish: {label: {de: Fertig, en: Finish}", "end: {label: {de: Beenden, en: End}")
)
FORMS = small_path.FORMS.replace("facts:", "answers:").replace("name: goal", "name: aim")
DEADLINES = small_path.DEADLINES.replace("days: 14", "days: 21").replace("[open]", "[at_work]")
MAP = "from: 1\nstates: {open: at_work}\nforms: {facts: answers}\nfields:\n  facts: {goal: aim}\n"


def register_first(folder: Path, **files: str) -> None:
    """Store the first version; what begins now begins in it."""
    register(folder, 1, **files)


def register_second(folder: Path, **files: str) -> None:
    """Store the second version; what begins now begins in it."""
    named = {"path": PATH, "forms": FORMS, "deadlines": DEADLINES}
    register(folder, 2, **(named | files))


def register(folder: Path, version: int, **files: str) -> None:
    """Store a version."""
    small_path.write(folder / "paths", version=version, **files)
    with unit_of_work():
        definitions.register(now=NOW, root=folder / "paths")


def begin(name: str, *, now: datetime = NOW, **data: Any) -> int:
    """Begin an instance and fill in its form, if there is something to fill in; its id."""
    with unit_of_work():
        begun = start(model=Instance, workflow="small", by=MENTOR, now=now, submission=name, reference=name)
        if data:
            submit_form(instance=begun, form="facts", data=data, by=MENTOR, now=now)
        return begun.id


def draft(number: int, form: str = "facts", **data: Any) -> None:
    """Keep a draft."""
    with unit_of_work():
        save_draft(instance=thing(number), form=form, data=data, by=MENTOR, now=NOW)


def fire(number: int, trigger: str, *, now: datetime = NOW, **more: Any) -> None:
    """Fire one transition as the mentor."""
    with unit_of_work():
        one = thing(number)
        submission = f"{trigger} {one.row_version}"
        advance(instance=one, trigger=trigger, by=MENTOR, now=now, submission=submission, **more)


def thing(number: int) -> Instance:
    """An instance as it is now."""
    found: Instance = session.get_one(Instance, number)
    return found


def faithful(number: int) -> bool:
    """The journal is unbroken and tells where the instance stands."""
    one = thing(number)
    entries = journal.entries_of(one)
    told = fold(entries, definitions.machine_for(one), find_way)
    return journal.broken_entry(entries) is None and told == Standing(one.state, tuple(one.return_to))


def migration(folder: Path, text: str = MAP, to: int = 2) -> Migration:
    """What a map file says, read for the instances that there are."""
    file = folder / "map.yaml"
    file.write_text(text, encoding="utf-8")
    versions = definitions.versions_of("small")
    paths = {number: definitions.machine_of(row).workflow for number, row in versions.items()}
    way = load_map(file, paths, to, lambda number: standing_in(versions[number]))
    return Migration(way, versions[way.old.version], versions[to])


def migrate(
    folder: Path, text: str = MAP, *, to: int = 2, now: datetime = NOW, dry_run: bool = False
) -> list[Item]:
    """Move everything of the small path by a map; what became of each."""
    decide = migration(folder, text, to)
    return moved(decide, now=now, dry_run=dry_run)


def revert(*, now: datetime = NOW, dry_run: bool = False) -> list[Item]:
    """Take the last migrations back; what became of each."""
    return moved(take_back, now=now, dry_run=dry_run)


def moved(decide: Any, *, now: datetime = NOW, dry_run: bool = False, portion: int = 500) -> list[Item]:
    """Move by what `decide` says."""
    session.rollback()
    portions = move_all(
        instances_of("small"), decide, by=SYSTEM, now=lambda: now, dry_run=dry_run, portion=portion
    )
    found = [item for items in portions for item in items]
    session.rollback()
    return found
