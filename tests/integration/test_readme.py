"""What the README tells people to type, typed: in a fresh clone, as a newcomer would."""

from __future__ import annotations

import os
import re
import resource
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.browser.live_server import wait_until_healthy
from tests.databases import environment
from tests.smtp_sink import free_port
from wbv_mentor.config import ROOT

FENCE = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
QUICK_SECONDS = 20
SERVER, LINT, TEST = "script/server", "script/lint", "script/test"


def readme_commands() -> list[str]:
    """Every line of the README's shell blocks."""
    blocks = FENCE.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    return [line.strip() for block in blocks for line in block.splitlines() if line.strip()]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean clone of what is committed."""
    folder = tmp_path_factory.mktemp("clone") / "wbv_mentor"
    subprocess.run(["git", "clone", "--quiet", ROOT, folder], check=True)
    return folder


@dataclass
class Start:
    """A start of `script/server`; `seconds` of processor time are known when it has ended."""

    url: str
    seconds: float = 0


@contextmanager
def started(folder: Path, log: Path) -> Iterator[Start]:
    """`script/server` in a clone, from its first line until it answers and is ended."""
    port = free_port()
    start = Start(f"http://127.0.0.1:{port}")
    before = processor_seconds()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [SERVER],
            cwd=folder,
            env=environment(WBV_PORT=str(port)),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_until_healthy(start.url, process, log, seconds=600)
            yield start
        finally:
            process.terminate()
            process.wait(timeout=120)
            start.seconds = processor_seconds() - before


def processor_seconds() -> float:
    """What ended child processes have used: not the time on the wall, which a busy machine stretches."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


@contextmanager
def open_port() -> Iterator[int]:
    """A port on which somebody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        yield port


def refusal(**settings: str) -> str:
    """What `script/server` says on standard error when it cannot start."""
    result = subprocess.run(
        [SERVER],
        cwd=ROOT,
        env=environment(**settings),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert result.returncode != 0
    assert result.stdout == ""
    return result.stderr


def test_every_command_of_the_readme_is_tried_here() -> None:
    tried = {
        SERVER,
        f"WBV_PORT=8001 WBV_INSTANCE=instance/second {SERVER}",  # both settings are used below
        TEST,
        LINT,
        ".venv/bin/wbv-mentor --help",
    }

    assert set(readme_commands()) == tried


@pytest.mark.timeout(900)
def test_a_clean_clone_serves_and_a_second_start_is_quick(clone: Path, tmp_path: Path) -> None:
    accounts = clone / "instance" / "demo-accounts.json"

    with started(clone, tmp_path / "first.log") as first, urlopen(f"{first.url}/login") as page:
        assert page.status == 200
    found = (accounts.read_text(encoding="utf-8"), tracked_state(clone))
    with started(clone, tmp_path / "second.log") as second, urlopen(f"{second.url}/login") as page:
        assert page.status == 200

    assert second.seconds < QUICK_SECONDS
    assert (accounts.read_text(encoding="utf-8"), tracked_state(clone)) == found
    for log in ("first.log", "second.log"):
        assert "Demo accounts:" in (tmp_path / log).read_text(encoding="utf-8")
    assert "Installing" not in (tmp_path / "second.log").read_text(encoding="utf-8")
    shown = subprocess.run([".venv/bin/wbv-mentor", "--help"], cwd=clone, capture_output=True, check=True)
    assert b"serve" in shown.stdout


def tracked_state(clone: Path) -> str:
    """What git sees changed in a clone, and when the environment was last set up."""
    changed = subprocess.run(
        ["git", "status", "--porcelain"], cwd=clone, capture_output=True, text=True, check=True
    )
    installed = (clone / ".venv" / "installed-requirements.txt").stat().st_mtime_ns
    return f"{changed.stdout}{installed}"


def test_a_taken_port_is_one_sentence(tmp_path: Path) -> None:
    with open_port() as port:
        said = refusal(WBV_PORT=str(port), WBV_INSTANCE=str(tmp_path))

    assert said.count("\n") == 1
    assert f"Port {port} is taken" in said


def test_a_port_that_is_none_is_one_sentence(tmp_path: Path) -> None:
    said = refusal(WBV_PORT="achtzig", WBV_INSTANCE=str(tmp_path))

    assert said == "script/server: WBV_PORT must be a number from 1 to 65535, not achtzig.\n"


def test_an_unwritable_folder_is_one_sentence() -> None:
    said = refusal(WBV_PORT=str(free_port()), WBV_INSTANCE="/proc/wbv")

    assert said.count("\n") == 1
    assert "/proc/wbv is not writable" in said


def test_ci_calls_the_scripts_that_people_call() -> None:
    called = (ROOT / ".ci" / "run").read_text(encoding="utf-8")

    for script in (TEST, LINT):
        assert os.access(ROOT / script, os.X_OK)
        assert re.search(rf"^(exec )?{script}$", called, re.MULTILINE)
    assert re.search(r"^exec \.venv/bin/pytest .*\"\$@\"$", (ROOT / TEST).read_text(), re.MULTILINE)
