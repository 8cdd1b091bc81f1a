"""The demo tells the same plausible stories each time, over every state."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.browser.live_server import demo_instance
from tests.databases import command
from wbv_mentor.clock import BERLIN
from wbv_mentor.engine.dates import is_working_day

# Random in each demo, or derived from what is; when a path was registered is real time.
SECRET = {
    "password", "fs_uniquifier", "nonce", "sha256", "salt", "note_digest", "prev", "digest", "message_id",
    "registered_at",
}  # fmt: skip
RANDOM_IN = {
    "confirmation": {"number"},
    "certificate": {"check_code", "snapshot", "snapshot_sha256"},  # the code, and what it is printed into
    "blob": {"content", "size"},
    "journal_seal": {"marks"},
}  # fmt: skip
pytestmark = pytest.mark.timeout(900)  # two whole demos, on a machine that may be busy
PEOPLE = "('mentor', 'trainer', 'coordinator')"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """Where the demo of the browser tests lives as well."""
    found = tmp_path_factory.getbasetemp()
    return found.parent if hasattr(request.config, "workerinput") else found


@pytest.fixture(scope="module")
def today(base: Path) -> date:
    """The day on which the demo ends."""
    demo_instance(base)
    return date.fromisoformat((base / "demo.done").read_text())


@pytest.fixture(scope="module")
def demo(base: Path, today: date, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """A copy of the demo's database, to read with."""
    connection = _copy(demo_instance(base), tmp_path_factory.mktemp("demo"))
    yield connection
    connection.close()


def _copy(instance: Path, folder: Path) -> sqlite3.Connection:
    shutil.copytree(instance, folder / "copy")
    connection = sqlite3.connect(folder / "copy" / "wbv.sqlite3")
    connection.row_factory = sqlite3.Row
    return connection


def _digest(database: sqlite3.Connection) -> dict[str, str]:
    """What each table says, secrets left out."""
    names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return {name: _digest_of(database, name) for (name,) in names.fetchall()}


def _digest_of(database: sqlite3.Connection, table: str) -> str:
    rows = database.execute(f'SELECT * FROM "{table}" ORDER BY rowid').fetchall()
    secret = SECRET | RANDOM_IN.get(table, set())
    said = [[(name, row[name]) for name in row.keys() if name not in secret] for row in rows]  # noqa: SIM118
    return hashlib.sha256(repr(said).encode()).hexdigest()


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text + "+00:00").astimezone(BERLIN)


def _all(database: sqlite3.Connection, query: str) -> list[Any]:
    found = database.execute(query).fetchall()
    assert found, "the demo has nothing of that"
    return found


def test_same_seed_and_day_same_demo(demo: sqlite3.Connection, today: date, tmp_path: Path) -> None:
    settings = {"WBV_INSTANCE": str(tmp_path / "again"), "WBV_DEMO": "1"}
    command("db", "upgrade", **settings)
    command("demo", "--today", today.isoformat(), **settings)

    assert _digest(_copy(tmp_path / "again", tmp_path)) == _digest(demo)


@pytest.mark.parametrize("path", ["mentee_case", "funding_application"])
def test_every_state_is_there(demo: sqlite3.Connection, path: str) -> None:
    query = f"SELECT DISTINCT state FROM workflow_instance WHERE kind = '{path}'"
    found = {row["state"] for row in _all(demo, query)}
    body = _all(demo, f"SELECT body FROM workflow_definition WHERE name = '{path}'")[0]["body"]

    assert found == set(json.loads(body)["states"])


@pytest.mark.parametrize(
    ("what", "number"),
    [
        ("mentee_case", 60), ("company", 15), ("account WHERE role = 'mentor'", 26), ("cohort", 2),
        ("enrolment WHERE cohort_id IS NOT NULL AND account_id IS NOT NULL", 26),
        ("blob WHERE certificate_id IS NOT NULL", 10), ("attendance_confirmation", 1),
        ("company_talk", 15),
    ],
)  # fmt: skip
def test_so_many_there_are(demo: sqlite3.Connection, what: str, number: int) -> None:
    assert _all(demo, f"SELECT count(*) FROM {what}")[0][0] == number


def test_mentors_stand_where_mentors_can_stand(demo: sqlite3.Connection) -> None:
    query = "SELECT DISTINCT state FROM workflow_instance WHERE kind = 'mentor_qualification'"
    assert {row["state"] for row in _all(demo, query)} >= {
        "interested", "applied", "under_review", "waitlisted", "rejected", "withdrawn", "in_training",
        "in_practice", "interrupted", "dropped_out", "active", "dormant", "suspended", "retired",
    }  # fmt: skip


def test_some_came_by_a_file_and_one_line_had_to_be_corrected(demo: sqlite3.Connection) -> None:
    query = """SELECT submission, actor_role, company_id FROM journal_entry
               JOIN enrolment ON enrolment.id = instance_id
               WHERE kind = 'start' AND submission LIKE 'upload:%' ORDER BY journal_entry.id"""
    rows = _all(demo, query)
    assert [row["submission"].split(":")[1] for row in rows] == ["1", "1", "1", "2"]
    assert {row["actor_role"] for row in rows} == {"trainer"}
    assert all(row["company_id"] for row in rows)  # the company's name stood in the file


def test_nobody_begins_a_case_while_suspended_or_gone(demo: sqlite3.Connection) -> None:
    query = """SELECT c.id FROM mentee_case c JOIN workflow_instance i ON i.id = c.id
               JOIN enrolment e ON e.account_id = c.mentor_id JOIN workflow_instance p ON p.id = e.id
               WHERE p.state IN ('suspended', 'retired', 'dropped_out', 'dormant')
               AND i.state NOT IN ('closed', 'closed_without_course', 'erased', 'locked')"""
    assert demo.execute(query).fetchall() == []


def test_eighteen_months_are_lived_through(demo: sqlite3.Connection, today: date) -> None:
    first, last = _all(demo, "SELECT min(at), max(at) FROM journal_entry")[0]

    assert today - timedelta(days=560) < _moment(first).date() < today - timedelta(days=430)
    assert _moment(last).date() >= today - timedelta(days=4)


def test_nobody_works_at_night_or_on_a_holiday(demo: sqlite3.Connection) -> None:
    moments = _all(demo, f"SELECT at FROM journal_entry WHERE actor_role IN {PEOPLE}")

    odd = [
        moment
        for row in moments
        if not is_working_day((moment := _moment(row["at"])).date()) or not 8 <= moment.hour < 19
    ]
    assert odd == []


def test_talks_are_held_while_the_case_is_there(demo: sqlite3.Connection) -> None:
    query = """SELECT held_on, started_at, recorded_at FROM talk
               JOIN workflow_instance ON workflow_instance.id = talk.case_id"""
    for row in _all(demo, query):
        held_on = date.fromisoformat(row["held_on"])
        assert _moment(row["started_at"]).date() <= held_on <= _moment(row["recorded_at"]).date()
        assert is_working_day(held_on)


def test_mentors_are_there_before_their_cases(demo: sqlite3.Connection) -> None:
    query = """SELECT i.started_at, a.created_at FROM mentee_case c
               JOIN workflow_instance i ON i.id = c.id JOIN account a ON a.id = c.mentor_id"""
    assert all(row["created_at"] < row["started_at"] for row in _all(demo, query))


def test_dates_are_in_order_and_fit_the_state(demo: sqlite3.Connection, today: date) -> None:
    query = """SELECT state, course_start, course_end FROM mentee_case c
               JOIN workflow_instance i ON i.id = c.id WHERE course_start IS NOT NULL"""
    now = today.isoformat()
    for row in _all(demo, query):
        assert row["course_start"] < row["course_end"]
        assert row["state"] != "booked" or row["course_start"] >= now
        assert row["state"] != "in_course" or row["course_start"] <= now <= row["course_end"]
        assert row["state"] not in ("follow_up", "closed") or row["course_start"] < now


def test_applications_are_decided_after_they_arrived(demo: sqlite3.Connection) -> None:
    query = "SELECT arrived_on, notice_sent_on FROM funding_application WHERE notice_sent_on IS NOT NULL"
    assert all(row["arrived_on"] < row["notice_sent_on"] for row in _all(demo, query))


def test_companies_answer_in_every_way(demo: sqlite3.Connection) -> None:
    query = "SELECT DISTINCT state FROM workflow_instance WHERE kind = 'company_confirmation'"
    answers = {"confirmed", "corrected", "disputed", "declined"}
    others = {"requested", "expired", "passed_on", "revoked"}
    assert {row["state"] for row in _all(demo, query)} >= answers | others


def test_nobody_is_real(demo: sqlite3.Connection) -> None:
    query = """SELECT email FROM account UNION SELECT email FROM mentee WHERE email IS NOT NULL
               UNION SELECT email FROM applicant UNION SELECT 'x@' || domain FROM company_domain
               UNION SELECT email FROM company_contact WHERE email IS NOT NULL"""
    assert all(row["email"].endswith(".example") for row in _all(demo, query))
