"""The journal is append-only in the database itself, and a tampered chain is found."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.unit import small_path
from wbv_mentor.db import db, is_sqlite, session, unit_of_work
from wbv_mentor.engine.actors import Actor
from wbv_mentor.pathways import definitions, journal, triggers
from wbv_mentor.pathways.advance import advance, start
from wbv_mentor.pathways.models import Instance, JournalEntry, JournalNote

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
MENTOR = Actor("mentor", 1)


@pytest.fixture
def moved(app: Flask, tmp_path: Path) -> Instance:
    """An instance with three journal entries, the second with a note."""
    small_path.write(tmp_path / "paths")
    with unit_of_work():
        definitions.register(now=NOW, root=tmp_path / "paths")
        begun = start(model=Instance, workflow="small", by=MENTOR, now=NOW, submission="s1")
        advance(instance=begun, trigger="pause", by=MENTOR, now=NOW, submission="s2", note="Kind krank")
        advance(instance=begun, trigger="resume", by=MENTOR, now=NOW, submission="s3")
    return session.get_one(Instance, begun.id)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET actor_id = 2",
        "DELETE FROM journal_entry WHERE seq = 3",
        "INSERT INTO journal_entry SELECT 99, instance_id, 9, at, kind, actor_role, actor_id, trigger,"
        " from_state, to_state, note_digest, 'x', prev, digest FROM journal_entry WHERE seq = 3",
        "INSERT INTO journal_entry SELECT 99, instance_id, 4, at, kind, actor_role, actor_id, trigger,"
        " from_state, to_state, note_digest, 'x', 'forged', digest FROM journal_entry WHERE seq = 3",
    ],
)
def test_the_database_refuses(moved: Instance, statement: str) -> None:
    with pytest.raises(DBAPIError, match=r"append-only|continue its chain"), unit_of_work():
        session.execute(text(statement))
    assert len(journal.entries_of(moved)) == 3


def test_replace_and_truncate_are_no_way_around(moved: Instance) -> None:
    statement = (
        "INSERT OR REPLACE INTO journal_entry SELECT * FROM journal_entry WHERE seq = 2"
        if is_sqlite(db.engine)
        else "TRUNCATE journal_entry CASCADE"
    )
    with pytest.raises(DBAPIError, match=r"append-only|continue its chain"), unit_of_work():
        session.execute(text(statement))


def test_a_note_can_be_erased_and_the_chain_stays(moved: Instance) -> None:
    with unit_of_work():
        session.execute(text("DELETE FROM journal_note"))
    entries = journal.entries_of(moved)
    assert entries[1].note_digest is not None
    assert journal.broken_entry(entries) is None
    assert session.query(JournalNote).count() == 0


@pytest.mark.parametrize("column", ["actor_id", "trigger", "to_state", "submission", "prev", "seq"])
def test_an_edit_is_found(moved: Instance, column: str) -> None:
    entries = journal.entries_of(moved)
    session.expunge_all()
    forged: JournalEntry = entries[1]
    setattr(forged, column, 7 if column in {"actor_id", "seq"} else "forged")
    assert journal.broken_entry(entries) is forged


def test_a_missing_entry_is_found(moved: Instance) -> None:
    entries = list(journal.entries_of(moved))
    assert journal.broken_entry([entries[0], entries[2]]) is entries[2]


def test_missing_triggers_are_noticed(app: Flask) -> None:
    assert triggers.missing_triggers(session.connection()) == []
    where = "" if is_sqlite(db.engine) else " ON journal_entry"
    with unit_of_work():
        session.execute(text(f"DROP TRIGGER journal_entry_chain{where}"))
        assert triggers.missing_triggers(session.connection()) == ["journal_entry_chain"]
