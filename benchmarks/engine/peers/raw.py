"""The floor: the same rows written by hand, without reading, judging or computing anything."""

from __future__ import annotations

import sys
from pathlib import Path
from time import perf_counter

import pysqlite3 as sqlite3
from rounds import answer_rounds

TABLES = """
CREATE TABLE instance (id INTEGER PRIMARY KEY, kind TEXT, definition_id INTEGER, parent_id INTEGER,
  state TEXT, return_to TEXT, started_at TEXT, entered_at TEXT, row_version INTEGER, reference TEXT UNIQUE);
CREATE INDEX instance_kind_state ON instance (kind, state);
CREATE INDEX instance_parent ON instance (parent_id);
CREATE TABLE journal (id INTEGER PRIMARY KEY, instance_id INTEGER REFERENCES instance, seq INTEGER, at TEXT,
  kind TEXT, actor_role TEXT, actor_id INTEGER, trigger_ TEXT, from_state TEXT, to_state TEXT,
  note_digest TEXT, submission TEXT, prev TEXT, digest TEXT, UNIQUE (instance_id, seq),
  UNIQUE (instance_id, submission));
CREATE INDEX journal_submission ON journal (submission);
CREATE TABLE deadline (id INTEGER PRIMARY KEY, instance_id INTEGER REFERENCES instance, rule TEXT,
  anchor_on TEXT, due_on TEXT, owner TEXT, strict INTEGER, lapses INTEGER, next_reminder_at TEXT,
  met_at TEXT, obsolete_at TEXT, closed_reason TEXT, cause INTEGER, created_at TEXT);
CREATE INDEX deadline_instance_rule ON deadline (instance_id, rule);
CREATE INDEX deadline_next_reminder ON deadline (next_reminder_at);
CREATE INDEX deadline_due ON deadline (due_on);
"""
AT = "2026-11-02 09:00:00.000000"


def connect(folder: Path) -> sqlite3.Connection:
    """A database set up as ours is: WAL, a commit waits for the disk, foreign keys checked."""
    connection = sqlite3.connect(folder / "raw.sqlite3", isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.executescript(TABLES)
    return connection


def step(connection: sqlite3.Connection, number: int, turn: int) -> None:
    """What one move writes: the row, the journal, the old deadline closed, the new one added."""
    connection.execute(
        "UPDATE instance SET state = ?, return_to = '[]', entered_at = ?, row_version = row_version + 1"
        " WHERE id = ? AND row_version = ?",
        (str(turn % 2), AT, number, turn + 1),
    )
    connection.execute(
        "INSERT INTO journal (instance_id, seq, at, kind, actor_role, actor_id, trigger_, from_state,"
        " to_state, submission, prev, digest) VALUES (?, ?, ?, 'transition', 'mentor', 1, 'there', 'one',"
        " 'two', ?, ?, ?)",
        (number, turn, AT, f"{turn:036}", "0" * 64, "1" * 64),
    )
    connection.execute(
        "UPDATE deadline SET obsolete_at = ?, closed_reason = 'state_left', next_reminder_at = NULL"
        " WHERE id = (SELECT max(id) FROM deadline WHERE instance_id = ?)",
        (AT, number),
    )
    connection.execute(
        "INSERT INTO deadline (instance_id, rule, anchor_on, due_on, owner, strict, lapses, next_reminder_at,"
        " cause, created_at) VALUES (?, 'in_one', '2026-11-02', '2026-11-16', 'mentor', 0, 0, ?, 1, ?)",
        (number, AT, AT),
    )


def main(folder: Path, how: str, count: int) -> None:
    """Answer rounds: `one` commits each move, `many` all of a round at once."""
    connection = connect(folder)
    numbers = range(1, count + 1)
    connection.executemany(
        "INSERT INTO instance (id, kind, definition_id, state, return_to, row_version)"
        " VALUES (?, 'instance', 1, '0', '[]', 1)",
        [(number,) for number in numbers],
    )

    def one_by_one(turn: int) -> list[float]:
        taken = []
        for number in numbers:
            before = perf_counter()
            connection.execute("BEGIN IMMEDIATE")
            step(connection, number, turn)
            connection.execute("COMMIT")
            taken.append((perf_counter() - before) * 1e6)
        return taken

    def all_at_once(turn: int) -> list[float]:
        before = perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        for number in numbers:
            step(connection, number, turn)
        connection.execute("COMMIT")
        return [(perf_counter() - before) * 1e6 / count]

    answer_rounds({"one": one_by_one, "many": all_at_once}[how])


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
