"""The real server in a process of its own, on an instance that `wbv-mentor demo` made."""

from __future__ import annotations

import fcntl
import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.databases import COMMAND, command, environment
from tests.smtp_sink import free_port
from wbv_mentor.config import ROOT

START_SECONDS = 60


@dataclass(frozen=True)
class Account:
    """A demo account."""

    email: str
    password: str


@dataclass(frozen=True)
class LiveServer:
    """Where the server answers, its folder, and who may sign in."""

    url: str
    instance: Path
    accounts: dict[str, Account]


def demo_instance(folder: Path) -> Path:
    """An instance with the demo, made once for all workers that share `folder`."""
    instance = folder / "demo"
    with (folder / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "demo.done").exists():
            settings = {"WBV_INSTANCE": str(instance), "WBV_DEMO": "1"}
            command("db", "upgrade", **settings)
            command("demo", **settings)
            (folder / "demo.done").touch()
    return instance


@contextmanager
def serve(instance: Path, log: Path, **settings: str) -> Iterator[LiveServer]:
    """Serve an instance until the block ends. Fails with the log if the server does not answer."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    chosen = {"WBV_INSTANCE": str(instance), "WBV_PORT": str(port), "WBV_BASE_URL": url, "WBV_DEMO": "1"}
    with log.open("w") as output:
        process = subprocess.Popen(
            [COMMAND, "serve"],
            env=environment(**(chosen | settings)),
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_until_healthy(url, process, log)
            yield LiveServer(url, instance, read_accounts(instance))
        finally:
            process.terminate()
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_until_healthy(
    url: str, process: subprocess.Popen[bytes], log: Path, seconds: float = START_SECONDS
) -> None:
    """Wait for `/healthz`; fails when the process ends or the time is up."""
    end = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < end:
        try:
            with urlopen(f"{url}/healthz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"the server does not answer:\n{log.read_text()[-4000:]}")


def read_accounts(instance: Path) -> dict[str, Account]:
    """The demo accounts by role."""
    found = json.loads((instance / "demo-accounts.json").read_text(encoding="utf-8"))
    return {role: Account(account["email"], account["password"]) for role, account in found.items()}
