"""What the audit says, what only a seal outside tells, and the command line around it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import Connection, delete, text, update

from tests import two_versions as two
from tests.tampering.hands import (
    ENTRY,
    INSTANCE,
    NOTE,
    SEAL,
    change,
    read,
    rechained,
    remove,
    replace,
    resealed,
    unguarded,
)  # fmt: skip
from tests.tampering.journal import fill
from wbv_mentor.cli import main
from wbv_mentor.config import Settings
from wbv_mentor.db import db, is_sqlite, session
from wbv_mentor.pathways.audit import verify
from wbv_mentor.pathways.audit.chains import Paths
from wbv_mentor.pathways.fold import fold
from wbv_mentor.pathways.models import JournalSeal
from wbv_mentor.pathways.seal_file import SealFile

Audit = Callable[..., tuple[int, str, str]]


@pytest.fixture
def journal(app: Flask) -> Iterator[None]:
    """A sealed journal."""
    fill(Random(7))
    session.remove()
    yield
    session.remove()


@pytest.fixture
def files(journal: None) -> list[SealFile]:
    """Its seals, as they left the house."""
    found = [SealFile.of(seal) for seal in session.query(JournalSeal).order_by(JournalSeal.id)]
    session.remove()
    return found


@pytest.fixture
def connection(journal: None) -> Iterator[Connection]:
    """A transaction that is never committed."""
    with db.engine.connect() as connection:
        if is_sqlite(db.engine):
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection


def texts(connection: Connection, *files: SealFile) -> list[str]:
    return [one.text for one in verify(connection, files=files).findings]


def rewrite(connection: Connection, number: int) -> None:
    """Tell an entry otherwise, and calculate everything anew that hangs on it, the seals too."""
    rows = read(connection, ENTRY)
    edited = next(row for row in rows if row["id"] == number)
    chain = [row for row in rows if row["instance_id"] == edited["instance_id"]]
    told = rechained([row | {"actor_id": 99} if row is edited else row for row in chain])
    replace(connection, ENTRY, [row["id"] for row in chain], told)
    seals = read(connection, SEAL)
    replace(connection, SEAL, [seal["id"] for seal in seals], resealed(connection, seals))


def test_a_cut_off_tail_needs_a_seal_from_outside(connection: Connection, files: list[SealFile]) -> None:
    kept = files[1].last_entry_id
    with unguarded(connection):
        gone = [row for row in read(connection, ENTRY) if row["id"] > kept]
        remove(connection, ENTRY, [row["id"] for row in gone])
        remove(connection, SEAL, [file.seal for file in files[2:]])
        connection.execute(delete(NOTE).where(NOTE.c.entry_id > kept))
        whole = {row["instance_id"] for row in gone if row["seq"] == 1}
        remove(connection, INSTANCE, whole)
    _set_back(connection)
    assert texts(connection) == []
    assert texts(connection, files[1]) == []
    (found,) = verify(connection, files=[files[3]]).findings
    assert found.what == "cut_off"
    assert found.name is not None
    assert found.name.entry_id == kept
    assert f"counted {files[3].entries} entries" in found.text
    assert f"here are {files[1].entries}: the last of them is 2026-" in found.text


def _set_back(connection: Connection) -> None:
    """Let every instance stand where its remaining entries lead."""
    paths = Paths()
    for one in read(connection, INSTANCE):
        machine = paths.machine(one["definition_id"])
        entries = [
            SimpleNamespace(**row) for row in read(connection, ENTRY) if row["instance_id"] == one["id"]
        ]
        assert machine is not None
        standing = fold(entries, machine)
        assert standing is not None
        change(connection, INSTANCE, one["id"], state=standing.state, return_to=list(standing.return_to))


def test_a_journal_written_anew_needs_one_too(connection: Connection, files: list[SealFile]) -> None:
    edited = files[1].last_entry_id
    with unguarded(connection):
        rewrite(connection, edited)
    assert texts(connection) == []
    assert texts(connection, files[0]) == []
    (late,) = texts(connection, files[3])
    assert late.startswith("Seal 4 of 05.11.2026 that left the house is another one here: entries up to no.")
    (closer,) = texts(connection, files[3], files[0])
    assert f"entries after no. {files[0].last_entry_id} and up to no." in closer
    first, *_ = verify(connection, files=files).findings
    assert first.seal == 2


def test_what_no_seal_covers_can_be_told_otherwise(connection: Connection) -> None:
    """The limit, stated: a whole tail with digests that fit, younger than the newest seal."""
    last = read(connection, ENTRY)[-1]
    with unguarded(connection):
        chain = [row for row in read(connection, ENTRY) if row["instance_id"] == last["instance_id"]]
        told = rechained([row | {"actor_id": 99} if row["id"] == last["id"] else row for row in chain])
        replace(connection, ENTRY, [last["id"]], told[-1:])
    assert texts(connection) == []


def test_erased_notes_are_no_finding(connection: Connection) -> None:
    connection.execute(delete(NOTE))
    assert texts(connection) == []


def test_a_missing_trigger_is_one(connection: Connection) -> None:
    where = "" if is_sqlite(db.engine) else " ON journal_seal"
    connection.execute(text(f"DROP TRIGGER journal_seal_no_delete{where}"))
    assert texts(connection) == ["The trigger journal_seal_no_delete is missing: entries could be changed."]


def test_a_move_to_another_version_is_followed(app: Flask, tmp_path: Path) -> None:
    two.register_first(tmp_path)
    two.begin("a")
    two.register_second(tmp_path)
    two.migrate(tmp_path)
    session.remove()
    with db.engine.begin() as connection:
        assert texts(connection) == []
        session.remove()
        connection.execute(text("UPDATE workflow_migration SET body = '{}'"))
    with db.engine.connect() as connection:
        (found,) = texts(connection)
    assert "cannot have been: it names a map that is not there, or was changed" in found


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # the other one takes no such value
@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE journal_entry SET at = 'forged' WHERE id = 5", "no. 5"),
        ("UPDATE journal_entry SET seq = 'forged' WHERE id = 5", "no. 5"),
        ("UPDATE journal_entry SET submission = x'00ff' WHERE id = 5", "no. 5"),
        ("UPDATE journal_entry SET digest = x'00ff' WHERE id = 5", "no. 5"),
        ("UPDATE journal_entry SET instance_id = 'forged' WHERE id = 5", "no. 5"),
        ("UPDATE workflow_instance SET return_to = '[' WHERE id = 3", "2026-0002"),
        ("UPDATE journal_seal SET sealed_at = 'forged' WHERE id = 2", "Seal 2 was edited"),
        ("UPDATE journal_seal SET entries = 'forged' WHERE id = 2", "Seal 2 of"),
        ("UPDATE journal_seal SET last_entry_id = 'forged' WHERE id = 2", "Seal 2 of"),
        ("UPDATE journal_seal SET marks = 'forged' WHERE id = 2", "Seal 2 of"),
        ("UPDATE journal_note SET salt = x'00ff'", "its note is not the one"),
    ],
)
def test_a_value_of_no_sense_stops_nothing(connection: Connection, statement: str, words: str) -> None:
    with unguarded(connection):
        connection.execute(text(statement))
    assert any(words in one for one in texts(connection)), texts(connection)


# --- The command line ---


@pytest.fixture
def audit(settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Audit:
    """Run `wbv-mentor audit`: exit status, standard output, standard error."""
    monkeypatch.setenv("WBV_INSTANCE", str(settings.instance))
    monkeypatch.setenv("WBV_DATABASE_URL", settings.database_url)

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["wbv-mentor", "audit", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        status = ended.value.code
        if isinstance(status, str):  # the interpreter prints it and answers 1
            return 1, said.out, said.err + status
        return int(status or 0), said.out, said.err

    return call


def test_a_seal_goes_out_and_comes_back(audit: Audit, journal: None, tmp_path: Path) -> None:
    status, lines, _ = audit("seal")
    kept = tmp_path / "seal.txt"
    kept.write_text(lines)
    assert status == 0
    assert lines.startswith("Seal 4 of 05.11.2026: ")
    assert SealFile.read(audit("seal", "--json")[1].encode()) == SealFile.read(kept.read_bytes())
    status, lines, error = audit("verify", "--seal", str(kept))
    assert (status, error) == (0, "")
    assert " entries are as they were written; 4 seals cover all but " in lines
    assert "only a seal that left the house tells" not in lines


def test_findings_are_lines_and_an_exit_status(audit: Audit, journal: None) -> None:
    with db.engine.begin() as connection:
        connection.execute(update(INSTANCE).where(INSTANCE.c.id == 1).values(state="forged"))
    status, lines, error = audit("verify")
    assert status == 1
    assert lines.count("\n") == 1
    assert "the instance stands in forged" in lines
    assert error == "wbv-mentor: 1 finding: the journal is not as it was written.\n"
    found = json.loads(audit("verify", "--json")[1])
    assert found["seals"] == 4
    (one,) = found["findings"]
    assert (one["what"], one["reference"], one["instance"]) == ("state", "2026-0000", 1)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_an_empty_house(audit: Audit, app: Flask, tmp_path: Path) -> None:
    status, _, error = audit("seal")
    assert status == 1
    assert error == "wbv-mentor: There is no seal yet; wbv-mentor jobs run pathways.seal makes the day's.\n"
    status, lines, _ = audit("verify")
    assert status == 0
    assert "only a seal that left the house tells" in lines
    (tmp_path / "seal").write_text("nothing here")
    status, lines, error = audit("verify", "--seal", str(tmp_path / "seal"))
    assert (status, lines, error) == (1, "", f"wbv-mentor: {tmp_path / 'seal'}: it holds no seal.\n")


@pytest.mark.parametrize("content", [b"", b"nothing", b"\x00\xff", b'{"seal": 1, "last_entry_id": 2}'])
def test_what_holds_no_seal(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"holds no seal|is damaged"):
        SealFile.read(content)
