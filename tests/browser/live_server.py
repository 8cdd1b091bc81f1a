"""The real server in a process of its own, on an instance that `wbv-mentor demo` made."""

from __future__ import annotations

import fcntl
import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.databases import COMMAND, command, environment
from tests.smtp_sink import free_port
from wbv_mentor import clock
from wbv_mentor.config import ROOT

START_SECONDS = 180  # a busy machine takes its time; a server that ended is noticed at once


@dataclass(frozen=True)
class Account:
    """Somebody who can sign in."""

    email: str
    password: str


class LiveServer:
    """A running `wbv-mentor serve`: where it answers, its folder, and who may sign in."""

    def __init__(self, instance: Path, log: Path, settings: dict[str, str]) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.instance = instance
        self.accounts = read_accounts(instance)
        self.days = 0
        own = {"WBV_INSTANCE": str(instance), "WBV_PORT": str(port), "WBV_BASE_URL": self.url}
        self._settings = own | {"WBV_DEMO": "1"} | settings
        self._log = log
        self._process = self._start()

    @property
    def today(self) -> date:
        """The day on which the server lives."""
        return clock.today() + timedelta(days=self.days)

    def in_days(self, days: int) -> str:
        """A day so many days from the server's today, as people write it: 4.12.2026."""
        day = self.today + timedelta(days=days)
        return f"{day.day}.{day.month}.{day.year}"

    def move_on(self, days: int) -> None:
        """End the server and start it so many days later."""
        self.stop()
        self.days += days
        self._process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        serve = [COMMAND] if not self.days else [sys.executable, "-m", "tests.browser.later", str(self.days)]
        with self._log.open("ab") as output:
            process = subprocess.Popen(
                [*serve, "serve"],
                env=environment(**self._settings),
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            wait_until_healthy(self.url, process, self._log)
        except AssertionError:
            end(process)
            raise
        return process

    def stop(self) -> None:
        """End the server as Ctrl+C does."""
        end(self._process)


def end(process: subprocess.Popen[bytes]) -> None:
    """Ask a process to end; kill it if it does not.

    By SIGINT: on SIGTERM the server also waits for the connections that a browser keeps open.
    """
    process.send_signal(signal.SIGINT)
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def demo_instance(folder: Path) -> Path:
    """An instance with the demo, made once for all workers that share `folder`; `demo.done` holds its day."""
    instance = folder / "demo"
    with (folder / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "demo.done").exists():
            settings = {"WBV_INSTANCE": str(instance), "WBV_DEMO": "1"}
            command("db", "upgrade", **settings)
            today = clock.today().isoformat()
            command("demo", "--today", today, **settings)
            (folder / "demo.done").write_text(today)
    return instance


@contextmanager
def serve(instance: Path, log: Path, **settings: str) -> Iterator[LiveServer]:
    """Serve an instance until the block ends. Fails with the log if the server does not answer."""
    server = LiveServer(instance, log, settings)
    try:
        yield server
    finally:
        server.stop()


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
