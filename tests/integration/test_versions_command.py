"""`wbv-mentor workflow migrate` as an operator runs it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from flask import Flask

from tests import two_versions as two
from tests.databases import run
from tests.two_versions import begin, faithful, fire, register_first, register_second, thing
from wbv_mentor.config import Settings
from wbv_mentor.db import session

TOO_LONG = "facts.goal does not fit into answers.aim: the value is longer than 20 characters"
Command = Callable[..., CompletedProcess[str]]


@pytest.fixture
def migrate(app: Flask, settings: Settings) -> Command:
    """`wbv-mentor workflow migrate small` on the test's database."""

    def command(*arguments: str) -> CompletedProcess[str]:
        session.rollback()
        return run(
            "workflow", "migrate", "small", *arguments,
            WBV_INSTANCE=str(settings.instance), WBV_DATABASE_URL=settings.database_url or "",
        )  # fmt: skip

    return command


def test_there_and_back(migrate: Command, tmp_path: Path) -> None:
    register_first(tmp_path)
    moving, ended, unfit = begin("moving", goal="Meister"), begin("ended"), begin("unfit", goal="Ü" * 30)
    fire(ended, "finish")
    register_second(tmp_path, forms=two.FORMS.replace("type: text", "type: text, max_length: 20"))
    (tmp_path / "map.yaml").write_text(two.MAP)
    to_two = ("--to", "2", "--map", str(tmp_path / "map.yaml"))

    told = migrate(*to_two, "--dry-run")
    assert told.stdout.splitlines() == [
        "moving (version 1, open): safe, to at_work",
        "ended (version 1, done): unnecessary: it has ended",
        f"unfit (version 1, open): unsafe, stays: {TOO_LONG}",
        "1 would be moved, 1 unnecessary, 1 unsafe.",
    ]
    assert (told.returncode, told.stderr) == (0, "")
    dry = json.loads(migrate(*to_two, "--dry-run", "--json").stdout)
    assert thing(moving).state == "open"

    real = json.loads(migrate(*to_two, "--json").stdout)
    assert (dry.pop("dry_run"), real.pop("dry_run")) == (True, False)
    assert real == dry
    assert real["counts"] == {"unnecessary": 1, "safe": 1, "unsafe": 1}
    session.rollback()
    assert [thing(one).definition.version for one in (moving, ended, unfit)] == [2, 1, 1]

    back = migrate("--revert")
    assert back.stdout.splitlines()[0] == "moving (version 2, at_work): safe, to open"
    session.rollback()
    assert thing(moving).definition.version == 1
    assert faithful(moving)


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ((), "either --to and --map, or --revert"),
        (("--to", "2"), "--to and --map belong together"),
        (("--to", "2", "--revert"), "either --to and --map, or --revert"),
        (("--to", "9", "--map", "MAP"), "There is no version 9. Known: 1, 2."),
        (("--to", "2", "--map", "MAP"), "map.yaml:2: states: instances stand in open or return to it"),
    ],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_is_asked_wrongly_is_one_line(
    migrate: Command, tmp_path: Path, arguments: tuple[str, ...], why: str
) -> None:
    register_first(tmp_path)
    begin("a")
    register_second(tmp_path)
    (tmp_path / "map.yaml").write_text("from: 1\nstates: {paused: paused}\n")
    named = [str(tmp_path / "map.yaml") if one == "MAP" else one for one in arguments]

    told = migrate(*named)

    assert told.returncode != 0
    assert told.stdout == ""
    assert why in told.stderr
    assert len(told.stderr.splitlines()) == 1


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_path_that_nobody_knows(app: Flask, migrate: Command) -> None:
    told = migrate("--revert")
    assert (told.returncode, told.stderr) == (1, "wbv-mentor: There is no path small in this database.\n")
