"""Keeps a small part of a demo's database and the revision of its schema: `python -m tests.dumps.keep FILE`.

Reads the SQLite file and knows no model, so it works on a database of any revision. What is kept hangs
together: an instance in every state, and everything without which these rows could not be there.
"""

from __future__ import annotations

import base64
import hashlib
import json
import lzma
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
VERSION = "alembic_version"
# A seal is about every entry, and here most are missing.
FEW = {"outbox_message": 25, "mailed_link": 25, "account_session": 5, "job_run": 5, "journal_seal": 0}
A_STATE = "SELECT min(id) FROM workflow_instance GROUP BY kind, state"
SHORT = 100  # bytes of a file that are kept


def keep(database: Path) -> Path:
    """Write the dump of this database's revision; the file."""
    with closing(sqlite3.connect(":memory:")) as copy:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as original:
            original.backup(copy)
        revision = str(copy.execute(f"SELECT version_num FROM {VERSION}").fetchone()[0])
        thin_out(copy)
        tables = {name: rows_of(copy, name) for name in names(copy) if name != VERSION}
    file = FOLDER / f"{revision}.json.xz"
    text = json.dumps({"revision": revision, "tables": tables}, ensure_ascii=False, sort_keys=True)
    file.write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))
    return file


def thin_out(copy: sqlite3.Connection) -> None:
    """Take out what nobody needs, then whatever referred to it."""
    for (trigger,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        copy.execute(f"DROP TRIGGER {trigger}")
    copy.execute("PRAGMA foreign_keys = OFF")
    kept = {number for (number,) in copy.execute(A_STATE)}
    while more := parents(copy, kept) - kept:
        kept |= more
    copy.execute(f"DELETE FROM workflow_instance WHERE id NOT IN ({', '.join(map(str, kept))})")
    for name, most in FEW.items():
        if name in names(copy):
            copy.execute(f"DELETE FROM {name} WHERE rowid NOT IN (SELECT rowid FROM {name} LIMIT {most})")
    shorten_files(copy)
    while broken := copy.execute("PRAGMA foreign_key_check").fetchall():
        for table, row, *_what in broken:
            copy.execute(f"DELETE FROM {table} WHERE rowid = ?", (row,))


def shorten_files(copy: sqlite3.Connection) -> None:
    """Each a file of its own, and smaller than the real one."""
    files = copy.execute("SELECT id, content FROM blob").fetchall() if "blob" in names(copy) else []
    for number, content in files:
        short = b"%d " % number + content[:SHORT]
        what = (short, len(short), hashlib.sha256(short).hexdigest(), number)
        copy.execute("UPDATE blob SET content = ?, size = ?, sha256 = ? WHERE id = ?", what)


def parents(copy: sqlite3.Connection, kept: set[int]) -> set[int]:
    """The instances on which these hang."""
    query = f"SELECT parent_id FROM workflow_instance WHERE id IN ({', '.join(map(str, kept))})"
    return {number for (number,) in copy.execute(query) if number is not None}


def names(copy: sqlite3.Connection) -> list[str]:
    """The tables, in the order in which they were made."""
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid"
    return [str(name) for (name,) in copy.execute(query)]


def rows_of(copy: sqlite3.Connection, table: str) -> list[dict[str, Any]]:
    """The rows as SQLite keeps them; bytes as base64."""
    found = copy.execute(f"SELECT * FROM {table} ORDER BY rowid")
    columns = [str(column[0]) for column in found.description]
    return [dict(zip(columns, map(_plain, row), strict=True)) for row in found]


def _plain(value: Any) -> Any:
    return {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes) else value


def dumps() -> Iterator[Path]:
    """Every dump, the oldest revision first."""
    return iter(sorted(FOLDER.glob("*.json.xz")))


def read(file: Path) -> tuple[str, dict[str, list[dict[str, Any]]]]:
    """The revision, and the rows of each table."""
    found = json.loads(lzma.decompress(file.read_bytes()))
    return str(found["revision"]), found["tables"]


if __name__ == "__main__":
    sys.stdout.write(f"{keep(Path(sys.argv[1]))}\n")
