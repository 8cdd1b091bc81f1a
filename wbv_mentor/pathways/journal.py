"""The record of what happened: entries chained by SHA-256, notes beside them."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, String, bindparam, cast, exists, func, insert, literal_column, select
from sqlalchemy.orm import aliased

from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Message
from wbv_mentor.pathways.models import Instance, JournalEntry, JournalNote
from wbv_mentor.prepared import Prepared

Kind = Literal["start", "transition", "undo", "migrate", "note"]
UNDO = "undo:"  # an undo's submission begins so, and ends with the id of the entry that it took back
CHAINED = (
    "instance_id", "seq", "kind", "actor_role", "actor_id", "trigger",
    "from_state", "to_state", "note_digest", "submission", "prev",
)  # fmt: skip
_LINE = (
    JournalEntry.id, JournalEntry.at, JournalEntry.trigger, JournalEntry.actor_role, JournalEntry.from_state,
)  # fmt: skip
_SUBMITTED = Prepared(
    select(*_LINE).where(
        JournalEntry.instance_id == bindparam("id"), JournalEntry.submission == bindparam("submission")
    )
)
_SUBMITTED_MANY = select(JournalEntry.instance_id, JournalEntry.submission, *_LINE).where(
    JournalEntry.submission.in_(bindparam("submissions", expanding=True))
)
_STARTED = select(JournalEntry.instance_id).where(
    JournalEntry.submission == bindparam("submission"), JournalEntry.kind == "start"
)
_HEAD = Prepared(
    select(JournalEntry.id, JournalEntry.seq, JournalEntry.digest)
    .where(JournalEntry.instance_id == bindparam("id"))
    .order_by(JournalEntry.seq.desc())
    .limit(literal_column("1"))
)
_NEWEST = (
    select(JournalEntry.instance_id, func.max(JournalEntry.seq).label("seq"))
    .where(JournalEntry.instance_id.in_(bindparam("ids", expanding=True)))
    .group_by(JournalEntry.instance_id)
    .subquery()
)
_HEADS = select(JournalEntry.instance_id, JournalEntry.id, JournalEntry.seq, JournalEntry.digest).join(
    _NEWEST,
    (JournalEntry.instance_id == _NEWEST.c.instance_id) & (JournalEntry.seq == _NEWEST.c.seq),
)
_COLUMNS = (*CHAINED, "at", "digest")
_INSERT = insert(JournalEntry.__table__).values(  # type: ignore[arg-type]
    {name: bindparam(name) for name in _COLUMNS}
)
_INSERT_ONE, _INSERT_MANY = Prepared(_INSERT.returning(JournalEntry.id)), Prepared(_INSERT)
_INSERT_NOTE = insert(JournalNote.__table__)  # type: ignore[arg-type]
_events: dict[str, Message] = {}
_told: dict[str, Mapping[str, Message]] = {}


@dataclass(frozen=True)
class Line:
    """An entry that is written, as far as whoever caused it needs it."""

    id: int
    at: datetime
    trigger: str
    actor_role: str
    from_state: str | None


class Head(NamedTuple):
    """The newest entry of an instance, as the next one continues it."""

    id: int
    seq: int
    digest: str


NO_HEAD = Head(0, 0, "")


@dataclass(frozen=True)
class Entered:
    """What is to be written about one instance; it stands already where it was moved to."""

    instance: Instance
    kind: Kind
    trigger: str
    left: str | None
    submission: str
    note: str | None = None


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
    """The sentence of a registered event; None for transitions, which carry their own label.

    What stands behind a colon says about what it was, not what it was.
    """
    return _events.get(name.partition(":")[0])


def append(
    *, instance: Instance, kind: Kind, trigger: str, left: str | None, by: Actor, now: datetime,
    submission: str, note: str | None = None,
) -> Line:  # fmt: skip
    """Write the next entry of the instance's chain."""
    return append_all([Entered(instance, kind, trigger, left, submission, note)], by=by, now=now)[0]


def append_all(entered: Sequence[Entered], *, by: Actor, now: datetime) -> list[Line]:
    """Write the next entry of each instance's chain, all at once; one entry an instance."""
    session.flush()
    heads = _heads([one.instance.id for one in entered])
    salts = [secrets.token_hex(16) if one.note else "" for one in entered]
    rows = [
        _row(one, heads.get(one.instance.id, NO_HEAD), salt, by, now)
        for one, salt in zip(entered, salts, strict=True)
    ]
    ids = _insert(rows)
    notes = [
        {"entry_id": number, "text": one.note, "salt": salt}
        for number, one, salt in zip(ids, entered, salts, strict=True)
        if one.note
    ]
    if notes:
        session.connection().execute(_INSERT_NOTE, notes)
    return [
        Line(number, now, one.trigger, by.role, one.left) for number, one in zip(ids, entered, strict=True)
    ]


def _insert(rows: list[dict[str, Any]]) -> list[int]:
    if len(rows) == 1:
        return [number for (number,) in _INSERT_ONE.rows(**rows[0])]
    _INSERT_MANY.write(rows)
    heads = _heads([row["instance_id"] for row in rows])
    return [heads[row["instance_id"]].id for row in rows]


def _heads(ids: list[int]) -> dict[int, Head]:
    """The newest entry of each instance that has one."""
    if len(ids) == 1:
        head = _HEAD.first(id=ids[0])
        return {} if head is None else {ids[0]: Head(*head)}
    found = session.connection().execute(_HEADS, {"ids": ids})
    return {row.instance_id: Head(row.id, row.seq, row.digest) for row in found}


def _row(one: Entered, head: Head, salt: str, by: Actor, now: datetime) -> dict[str, Any]:
    body: dict[str, Any] = {
        "instance_id": one.instance.id,
        "seq": head.seq + 1,
        "kind": one.kind,
        "actor_role": by.role,
        "actor_id": by.id,
        "trigger": one.trigger,
        "from_state": one.left,
        "to_state": one.instance.state,
        "note_digest": note_digest(salt, one.note) if one.note else None,
        "submission": one.submission,
        "prev": head.digest,
    }
    return body | {"at": now, "digest": _digest(body, now)}


def note(
    *, instance: Instance, event: str, by: Actor, now: datetime, submission: str, text: str | None = None
) -> Line:
    """Record something that did not change the state; a repeated submission answers the first entry."""
    found = find_submission(instance, submission)
    return found or append(
        instance=instance, kind="note", trigger=event, left=instance.state, by=by, now=now,
        submission=submission, note=text,
    )  # fmt: skip


def note_digest(salt: str, text: str) -> str:
    """What the chain keeps of a note: SHA-256 of salt and text, so that the text can be erased."""
    return hashlib.sha256((salt + text).encode()).hexdigest()


def digest_of(entry: JournalEntry) -> str:
    """SHA-256 over the entry's canonical JSON, its predecessor's digest included."""
    return _digest({name: getattr(entry, name) for name in CHAINED}, entry.at)


def _digest(body: Mapping[str, Any], at: datetime) -> str:
    chained = dict(body) | {"at": at.isoformat()}
    return hashlib.sha256(json.dumps(chained, sort_keys=True).encode()).hexdigest()


def last_entry(instance: Instance) -> JournalEntry | None:
    """The newest entry of an instance."""
    newest: JournalEntry | None = session.scalars(
        select(JournalEntry)
        .where(JournalEntry.instance_id == instance.id)
        .order_by(JournalEntry.seq.desc())
        .limit(1)
    ).first()
    return newest


def find_submission(instance: Instance, submission: str) -> Line | None:
    """The entry that a submission already made for this instance."""
    session.flush()
    found = _SUBMITTED.first(id=instance.id, submission=submission)
    return Line(*found) if found is not None else None


def find_submissions(wanted: Iterable[tuple[int, str]]) -> dict[tuple[int, str], Line]:
    """The entries that submissions already made, by instance and submission."""
    asked = set(wanted)
    session.flush()
    submissions = sorted({submission for _, submission in asked})
    rows = session.connection().execute(_SUBMITTED_MANY, {"submissions": submissions})
    return {(row[0], row[1]): Line(*row[2:]) for row in rows if (row[0], row[1]) in asked}


def find_start(submission: str) -> int | None:
    """The number of the instance that a submission already began."""
    found: int | None = session.connection().execute(_STARTED, {"submission": submission}).scalar()
    return found


def entries_of(instance: Instance) -> Sequence[JournalEntry]:
    """All entries of an instance, oldest first."""
    found: Sequence[JournalEntry] = session.scalars(
        select(JournalEntry).where(JournalEntry.instance_id == instance.id).order_by(JournalEntry.seq)
    ).all()
    return found


def taken_back() -> ColumnElement[bool]:
    """Whether a JournalEntry of a query was taken back."""
    later = aliased(JournalEntry)
    return exists().where(
        later.instance_id == JournalEntry.instance_id,
        later.submission == UNDO + cast(JournalEntry.id, String),
    )


def standing_moves(instance: Instance) -> list[JournalEntry]:
    """The transitions of an instance that were not taken back, oldest first."""
    moves: list[JournalEntry] = []
    for entry in entries_of(instance):
        if entry.kind == "transition":
            moves.append(entry)
        elif entry.kind == "undo":
            undone = entry.submission.removeprefix(UNDO)
            moves = [move for move in moves if str(move.id) != undone]
    return moves


def broken_entry(entries: Sequence[JournalEntry]) -> JournalEntry | None:
    """The first entry of one instance's chain that was edited, inserted or put out of order."""
    prev = ""
    for seq, entry in enumerate(entries, 1):
        if (entry.seq, entry.prev) != (seq, prev) or digest_of(entry) != entry.digest:
            return entry
        prev = entry.digest
    return None
