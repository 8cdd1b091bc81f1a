"""What script/bench runs of ours still runs; the peers need an environment that tests don't make."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.databases import environment
from wbv_mentor.config import ROOT


@pytest.mark.parametrize(("how", "answers"), [("advance", 3), ("advance_many", 1)])
def test_our_contestant_answers_rounds(tmp_path: Path, how: str, answers: int) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.engine.ours", str(tmp_path), how, "3"],
        input="go\ngo\ngo\n",
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment(),
        check=False,
    )
    assert told.returncode == 0, told.stderr
    ready, *rounds = told.stdout.splitlines()
    assert ready == "ready"
    assert [len(json.loads(one)) for one in rounds] == [answers] * 3


def test_a_small_round_of_cases(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.cases.measure", "sqlite", "80", "1", str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment(),
        check=False,
    )
    assert told.returncode == 0, told.stderr
    found = json.loads(told.stdout)
    asked = {"empty", "list", "search", "home", "case"}
    assert {role: set(of) for role, of in found.items()} == {"mentor": asked, "coordinator": asked}
