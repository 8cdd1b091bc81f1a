"""The record of what happened: entries chained by SHA-256, notes beside them."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy import select

from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Message
from wbv_mentor.pathways.models import Instance, JournalEntry, JournalNote

Kind = Literal["start", "transition", "undo", "migrate", "note"]
CHAINED = (
    "instance_id", "seq", "kind", "actor_role", "actor_id", "trigger",
    "from_state", "to_state", "note_digest", "submission", "prev",
)  # fmt: skip
_events: dict[str, Message] = {}
_told: dict[str, Mapping[str, Message]] = {}


def register_event(name: str, sentence: Message) -> None:
    """Name something that happens without a change of state, with its sentence in the past tense."""
    _events[name] = sentence


def register_transitions(kind: str, told: Mapping[str, Message]) -> None:
    """How the transitions of a kind of instances are told once they have happened."""
    _told[kind] = told


def transition_sentence(kind: str, trigger: str) -> Message | None:
    """A transition told as done; None where its room says nothing, so its label has to do."""
    return _told.get(kind, {}).get(trigger)


def event_sentence(name: str) -> Message | None:
    """The sentence of a registered event; None for transitions, which carry their own label."""
    return _events.get(name)


def append(
    *, instance: Instance, kind: Kind, trigger: str, left: str | None, by: Actor, now: datetime,
    submission: str, note: str | None = None,
) -> JournalEntry:  # fmt: skip
    """Write the next entry of the instance's chain; flushed, so that it has its id."""
    newest = last_entry(instance)
    salt = secrets.token_hex(16)
    entry = JournalEntry(
        instance_id=instance.id,
        seq=newest.seq + 1 if newest else 1,
        at=now,
        kind=kind,
        actor_role=by.role,
        actor_id=by.id,
        trigger=trigger,
        from_state=left,
        to_state=instance.state,
        note_digest=hashlib.sha256((salt + note).encode()).hexdigest() if note else None,
        submission=submission,
        prev=newest.digest if newest else "",
    )
    entry.digest = digest_of(entry)
    session.add(entry)
    session.flush()
    if note:
        session.add(JournalNote(entry_id=entry.id, text=note, salt=salt))
    return entry


def note(
    *, instance: Instance, event: str, by: Actor, now: datetime, submission: str, text: str | None = None
) -> JournalEntry:
    """Record something that did not change the state; a repeated submission answers the first entry."""
    found = find_submission(instance, submission)
    return found or append(
        instance=instance, kind="note", trigger=event, left=instance.state, by=by, now=now,
        submission=submission, note=text,
    )  # fmt: skip


def digest_of(entry: JournalEntry) -> str:
    """SHA-256 over the entry's canonical JSON, its predecessor's digest included."""
    body = {name: getattr(entry, name) for name in CHAINED} | {"at": entry.at.isoformat()}
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def last_entry(instance: Instance) -> JournalEntry | None:
    """The newest entry of an instance."""
    newest: JournalEntry | None = session.scalars(
        select(JournalEntry)
        .where(JournalEntry.instance_id == instance.id)
        .order_by(JournalEntry.seq.desc())
        .limit(1)
    ).first()
    return newest


def find_submission(instance: Instance, submission: str) -> JournalEntry | None:
    """The entry that a submission already made for this instance."""
    found: JournalEntry | None = session.scalars(
        select(JournalEntry).where(
            JournalEntry.instance_id == instance.id, JournalEntry.submission == submission
        )
    ).first()
    return found


def find_start(submission: str) -> JournalEntry | None:
    """The entry of the instance that a submission already began."""
    found: JournalEntry | None = session.scalars(
        select(JournalEntry).where(JournalEntry.submission == submission, JournalEntry.kind == "start")
    ).first()
    return found


def entries_of(instance: Instance) -> Sequence[JournalEntry]:
    """All entries of an instance, oldest first."""
    found: Sequence[JournalEntry] = session.scalars(
        select(JournalEntry).where(JournalEntry.instance_id == instance.id).order_by(JournalEntry.seq)
    ).all()
    return found


def broken_entry(entries: Sequence[JournalEntry]) -> JournalEntry | None:
    """The first entry of one instance's chain that was edited, inserted or put out of order."""
    prev = ""
    for seq, entry in enumerate(entries, 1):
        if (entry.seq, entry.prev) != (seq, prev) or digest_of(entry) != entry.digest:
            return entry
        prev = entry.digest
    return None
