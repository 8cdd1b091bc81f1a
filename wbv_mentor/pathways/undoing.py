"""Taking back the latest step: where the instance stood, what was overwritten, mails, tasks and dates.

Seven days, the latest entry only, by the role that did it (for the system: by whose turn it is) or by the
coordination. One function says whether it goes, for the button and for the request.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.engine.registry import VOCABULARY, Context
from wbv_mentor.errors import Forbidden, Reason, Refused, say
from wbv_mentor.pathways import deadlines, journal, overwritten, reopening
from wbv_mentor.pathways.advance import Advanced
from wbv_mentor.pathways.correcting import correct_mails
from wbv_mentor.pathways.definitions import machine_for, workflow_of
from wbv_mentor.pathways.fold import trail
from wbv_mentor.pathways.holding import hold
from wbv_mentor.pathways.judging import check_version, stale
from wbv_mentor.pathways.models import Instance, JournalEntry
from wbv_mentor.pathways.overwritten import UNDO_FOR
from wbv_mentor.pathways.storing import Step, step_back
from wbv_mentor.pathways.version_maps import find_way

Clean = Callable[[int, datetime], None]
_cleaners: list[Clean] = []
SOMETHING_SINCE = say("Seitdem ist schon etwas anderes eingetragen worden.")
TOO_LATE = say("Das ist länger als sieben Tage her.")
NOTHING = say("Hier gibt es keinen Schritt, der sich zurücknehmen lässt.")


@dataclass(frozen=True)
class Offer:
    """The step that can be taken back, and why not if it cannot."""

    entry: JournalEntry
    blocked: tuple[Reason, ...]


def register_cleaner(clean: Clean) -> None:
    """Say what else hangs on a journal entry (tasks): called with the id of the entry that is undone."""
    if clean not in _cleaners:
        _cleaners.append(clean)


def undo_offer(*, instance: Instance, by: Actor, now: datetime) -> Offer | None:
    """What this actor could take back; None if there is nothing or it is not theirs."""
    entry = latest_move(instance)
    if entry is None or not _may(instance, entry, by):
        return None
    return Offer(entry, _objections(instance, entry, now))


def undo(
    *, instance: Instance, entry_id: int, by: Actor, now: datetime, reason: str,
    expected_version: int | None = None,
) -> Advanced:  # fmt: skip
    """Take back the instance's latest step. A repeat answers the first one.

    Raises Stale (somebody was faster), Forbidden (not this role), Refused (something happened since, seven
    days are over, or what followed lasts).
    """
    hold(instance)
    done = journal.find_submission(instance, _submission(entry_id))
    if done is not None:
        return Advanced(done, repeated=True)
    check_version(instance, expected_version)
    entry = latest_move(instance)
    if entry is None or entry.id != entry_id:
        raise Refused(SOMETHING_SINCE if entry is not None else NOTHING)
    if not _may(instance, entry, by):
        raise Forbidden(say("Das darf Ihre Rolle nicht."))
    objections = _objections(instance, entry, now)
    if objections:
        raise Refused(*objections)
    line = _take_back(instance, entry, by, now, reason)
    for caused in reversed(_caused(entry)):  # what the step did to others, the last of it first
        _take_back(session.get_one(Instance, caused.instance_id), caused, by, now, reason)
    return Advanced(line, repeated=False)


def latest_move(instance: Instance) -> JournalEntry | None:
    """The newest entry if it moved the instance; what its own effects wrote about it does not count."""
    newest = select(JournalEntry).where(JournalEntry.instance_id == instance.id)
    notes: list[JournalEntry] = []
    for entry in session.scalars(newest.order_by(JournalEntry.seq.desc()).limit(20)):
        if entry.kind != "note":
            own = all(note.submission.startswith(f"{entry.id}:") for note in notes)
            return entry if entry.kind == "transition" and own else None
        notes.append(entry)
    return None


def _submission(entry_id: int) -> str:
    return f"{journal.UNDO}{entry_id}"


def _may(instance: Instance, entry: JournalEntry, by: Actor) -> bool:
    """The actor's role; what the system did, whose turn it was or is."""
    states = workflow_of(instance).states
    owners = {states[name].owner for name in (entry.to_state, entry.from_state) if name in states}
    allowed = owners if entry.actor_role == "system" else {entry.actor_role}
    return by.role in {"coordinator", *allowed}


def _objections(instance: Instance, entry: JournalEntry, now: datetime) -> tuple[Reason, ...]:
    if now - entry.at > UNDO_FOR:
        return (TOO_LATE,)
    lasting = _lasting(instance, entry)
    for caused in _caused(entry):
        other = session.get_one(Instance, caused.instance_id)
        newest = latest_move(other)
        if newest is None or not newest.submission.startswith(f"{entry.id}:"):
            lasting.append(SOMETHING_SINCE)
        lasting += _lasting(other, caused)
    return tuple(reason for number, reason in enumerate(lasting) if reason not in lasting[:number])


def _lasting(instance: Instance, entry: JournalEntry) -> list[Reason]:
    way = workflow_of(instance).transitions[entry.trigger]
    return [VOCABULARY.lasting[name] for name in way.effects if name in VOCABULARY.lasting]


def _caused(entry: JournalEntry) -> Sequence[JournalEntry]:
    """The moves of other instances that the effects of an entry made, oldest first."""
    query = select(JournalEntry).where(
        JournalEntry.submission.startswith(f"{entry.id}:", autoescape=True),
        JournalEntry.kind == "transition",
    )
    if session.get_bind().dialect.name == "sqlite":  # its LIKE knows no index; ; follows :
        query = query.where(
            JournalEntry.submission >= f"{entry.id}:", JournalEntry.submission < f"{entry.id};"
        )
    found: Sequence[JournalEntry] = session.scalars(query).all()  # ordered by id it would read all of them
    return sorted(found, key=lambda one: one.id)


def _take_back(
    instance: Instance, entry: JournalEntry, by: Actor, now: datetime, reason: str
) -> journal.Line:
    hold(instance)
    workflow, left = workflow_of(instance), instance.state
    before = [one for one in journal.entries_of(instance) if one.seq < entry.seq]
    stood = trail(before, machine_for(instance), find_way)[-1]
    if not step_back(Step(instance, stood.state, stood.return_to), _entered_at(before)):
        raise stale(instance)
    line = journal.append(
        instance=instance, kind="undo", trigger=entry.trigger, left=left, by=by, now=now,
        submission=_submission(entry.id), note=reason,
    )  # fmt: skip
    overwritten.put_back(entry.id, instance)
    way = workflow.transitions[entry.trigger]
    context = Context(instance, workflow, way, by, now, entry_id=entry.id, left=entry.from_state)
    for name in reversed(way.effects):
        if name in VOCABULARY.reversals:
            VOCABULARY.reversals[name](context)
    for clean in _cleaners:
        clean(entry.id, now)
    correct_mails(entry.id, cause=line.id, now=now)
    session.flush()
    reopening.reopen(instance, entry, now)
    deadlines.recompute(instance=instance, now=now, cause=line.id)
    return line


def _entered_at(entries: Sequence[JournalEntry]) -> datetime:
    """Since when the instance stands where these entries led."""
    moments: list[datetime] = []
    for entry in entries:
        if entry.kind == "undo":
            moments.pop()
        elif entry.kind in ("start", "transition"):
            moments.append(entry.at)
    return moments[-1]
