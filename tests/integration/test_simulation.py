"""A path tried out: the same as living through it, and nothing of it stays."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from tests import factories
from wbv_mentor.cli.simulate import simulation
from wbv_mentor.config import ROOT
from wbv_mentor.db import session
from wbv_mentor.jobs import run
from wbv_mentor.outbox.models import OutboxMessage
from wbv_mentor.pathways.definitions import FOLDER
from wbv_mentor.pathways.models import Deadline

PAGE = ROOT / "docs" / "operations" / "simulation.md"
SCRIPTS = sorted((ROOT / "docs" / "operations" / "simulation").glob("*.yaml"))
SHOWN = next(script for script in SCRIPTS if script.stem == "funding_application")  # in the manual
ENDS_IN = {
    "company_confirmation": "confirmed", "funding_application": "court", "mentee_case": "follow_up",
    "mentor_qualification": "in_practice",
}  # fmt: skip


def tried(name: str, script: Path, *more: str) -> dict[str, Any]:
    """What the command answers as JSON; fails if it does."""
    result = CliRunner().invoke(simulation, [name, "--script", str(script), "--json", *more])
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.output)
    return found


def refused(name: str, script: Path, text: str) -> str:
    """What a script is refused with."""
    script.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(simulation, [name, "--script", str(script)])
    assert result.exit_code != 0
    return str(result.exception) + result.output


@pytest.mark.parametrize("script", [one for one in SCRIPTS if one != SHOWN], ids=lambda one: str(one.stem))
def test_each_example_goes_through_and_touches_nothing(
    script: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WBV_INSTANCE", str(tmp_path / "nothing"))
    monkeypatch.setenv("WBV_DATABASE_URL", f"sqlite+pysqlite:///{tmp_path}/nothing.sqlite3")
    monkeypatch.setenv("WBV_SMTP_URL", "smtp://127.0.0.1:9")
    found = tried(script.stem, script)
    assert found["steps"][-1]["state"] == ENDS_IN[script.stem]
    assert all(one["accepted"] for one in found["steps"])
    assert list(tmp_path.iterdir()) == []


def test_the_manual_shows_what_the_command_says() -> None:
    assert {script.stem for script in SCRIPTS} == set(ENDS_IN)
    result = CliRunner().invoke(simulation, [SHOWN.stem, "--script", str(SHOWN)])
    said = result.output
    assert result.exit_code == 0
    assert f"→ {ENDS_IN[SHOWN.stem]} " in said
    assert f"```text\n{said}```\n" in PAGE.read_text(encoding="utf-8")


CONTACT = """
- {at: 2026-09-07, do: reachability, by: mentor, data: {channel: email, email: ada@post.example}}
- {at: 2026-09-07, do: request_consent, by: mentor}
- {at: 2026-09-15, do: give_consent, by: mentee, data: {case_work: true, contact_channel: true}}
- {at: 2026-09-15, do: complete_intake, by: mentor}
"""


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_simulation_tells_what_living_through_it_gives(app: Flask, tmp_path: Path) -> None:
    script = tmp_path / "script.yaml"
    script.write_text(CONTACT, encoding="utf-8")
    result = CliRunner().invoke(simulation, ["mentee_case", "--script", str(script), "--json"])
    told = json.loads(result.stdout[: result.stdout.rindex("}") + 1])["steps"]
    with time_machine.travel(datetime(2026, 9, 7, 7, tzinfo=UTC), tick=False):
        case = factories.new_case(way="link")
        factories.reachable(case)
        factories.fire(case, "request_consent", by=factories.mentor_of(case))
    with time_machine.travel(datetime(2026, 9, 14, 6, tzinfo=UTC), tick=False):
        run("reminders")
    with time_machine.travel(datetime(2026, 9, 15, 7, tzinfo=UTC), tick=False):
        given = {"case_work": True, "contact_channel": True}
        factories.fire(case, "give_consent", by=factories.mentee_of(case), data=given)
    lived = session.scalars(select(Deadline).where(Deadline.instance_id == case.id)).all()
    dates = {(one["rule"], one["due_on"]) for step in told for one in step["deadlines"]}
    assert dates == {(row.rule, row.due_on.isoformat()) for row in lived}
    mails = [letter["template"] for step in told for letter in step["mails"]]
    sent = select(OutboxMessage.template).where(OutboxMessage.template != "invitation")
    assert mails == list(session.scalars(sent.order_by(OutboxMessage.id)))
    assert [step["state"] for step in told] == ["contact"] * 2 + ["consent_pending"] * 2 + ["intake"] * 2
    assert told[-1]["reasons"] == ["Noch nicht ausgefüllt: Erstgesprächsbogen."]
    way = next(one for one in told[-1]["next"] if one["do"] == "complete_intake")
    assert (way["by"], way["blocked"]) == ([], {"mentor": told[-1]["reasons"]})
    assert result.exit_code == 1


def test_a_version_is_tried_before_it_is_released(tmp_path: Path) -> None:
    folder = tmp_path / "mentee_case" / "2"
    shutil.copytree(FOLDER / "mentee_case" / "1", folder)
    for name, old, new in (
        ("path.yaml", "\nversion: 1\n", "\nversion: 2\n"),
        ("deadlines.yaml", "  offset: {days: 30}\n", "  offset: {days: 20}\n"),
    ):
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    script = tmp_path / "script.yaml"
    script.write_text("- {at: 2026-09-07, do: start, by: mentor}", encoding="utf-8")
    found = tried("mentee_case", script, "--folder", str(folder), "--until", "2026-10-01")
    assert found["version"] == 2
    assert [one["due_on"] for one in found["steps"][0]["deadlines"]] == [date(2026, 9, 27).isoformat()]
    assert found["steps"][-1]["state"] == "erased"
    assert found["steps"][-1]["by"] == "system"


def test_a_wrong_script_is_refused_with_line_and_sentence(tmp_path: Path) -> None:
    script = tmp_path / "script.yaml"
    wrong = refused("mentee_case", script, """
- {at: 2026-09-07, do: start, by: mentor}
- {at: 2026-09-06, do: start, by: mentor}
- {at: soon, do: start, by: boss, date: 1}
""")  # fmt: skip
    for line, said in ((3, "lies before the step above it"), (4, "at: "), (4, "by: "), (4, "date: ")):
        assert any(f":{line}: " in one and said in one for one in wrong.splitlines()), (line, said, wrong)
    unknown = CONTACT + "- {at: 2026-09-16, do: book, by: mentor}"
    assert "script.yaml:6: do: there is no book" in refused("mentee_case", script, unknown)
    assert "a list is expected here" in refused("mentee_case", script, "at: 1")
    assert "the file is empty" in refused("mentee_case", script, "")
    assert "There is no path nothing" in refused("nothing", script, CONTACT)
