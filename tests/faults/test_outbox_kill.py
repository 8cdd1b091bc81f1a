"""Kill the sending process as hard as a power cut does: nobody is forgotten, nobody is told two things."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from flask import Flask

from tests.databases import environment
from tests.sample_mail import install, put, row
from tests.smtp_sink import SmtpSink
from wbv_mentor import clock, jobs
from wbv_mentor.config import ROOT, Settings
from wbv_mentor.db import db, session
from wbv_mentor.jobs.failpoints import KILLED
from wbv_mentor.outbox.delivery import LEASE
from wbv_mentor.outbox.models import SENT

if TYPE_CHECKING:
    from tests.conftest import MakeSettings

MAILS = 30


@pytest.fixture
def settings(make_settings: MakeSettings, smtp_sink: SmtpSink) -> Settings:
    return make_settings(smtp_url=smtp_sink.url)


@pytest.fixture(autouse=True)
def _thirty_mails(app: Flask) -> None:
    install(app)
    for number in range(MAILS):
        put(f"a:{number}", f"sample:{number}", context={"number": number + 100})
    session.remove()
    db.engine.dispose()


def start_sending(settings: Settings, failpoint: str = "") -> subprocess.Popen[bytes]:
    """A process that sends what is due."""
    ours: Mapping[str, str] = {
        "WBV_INSTANCE": str(settings.instance),
        "WBV_DATABASE_URL": settings.database_url,
        "WBV_SMTP_URL": settings.smtp_url or "",
        "WBV_FAILPOINT": failpoint,
        "WBV_JOBS": "off",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.sending"],
        cwd=ROOT,
        env=environment(**ours),
        stderr=subprocess.PIPE,
    )


def send_the_rest() -> None:
    """What another process does once the leases have ended."""
    with time_machine.travel(clock.now() + LEASE + timedelta(seconds=1), tick=False):
        jobs.run("outbox")


def copies(sink: SmtpSink) -> dict[str, list[str]]:
    """The Message-IDs that reached each address."""
    reached: dict[str, list[str]] = defaultdict(list)
    for mail in sink.messages:
        reached[mail["X-Envelope-To"]].append(mail["Message-ID"])
    return reached


@pytest.mark.parametrize(
    ("failpoint", "before", "repeats"),
    [("after_claim:4", 3, 0), ("after_smtp:4", 4, 1), ("before_commit:4", 4, 1)],
)
def test_killed_in_the_middle_of_a_send_loop(
    settings: Settings, smtp_sink: SmtpSink, failpoint: str, before: int, repeats: int
) -> None:
    process = start_sending(settings, failpoint)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == KILLED, errors.decode()
    assert len(smtp_sink.messages) == before

    send_the_rest()

    reached = copies(smtp_sink)
    assert len(reached) == MAILS, "nobody is forgotten"
    assert sum(map(len, reached.values())) == MAILS + repeats
    assert all(len(set(ids)) == 1 for ids in reached.values()), "a repeat carries the same Message-ID"
    assert {row(f"a:{number}").state for number in range(MAILS)} == {SENT}


def test_killed_at_random_moments(settings: Settings, smtp_sink: SmtpSink) -> None:
    seed = random.randrange(2**32)
    moments = random.Random(seed)
    kills = 0
    for _ in range(4):
        process = start_sending(settings)
        already = len(smtp_sink.messages)
        while process.poll() is None and len(smtp_sink.messages) == already:
            time.sleep(0.001)  # killed before its first mail it would prove nothing
        time.sleep(moments.uniform(0, 0.05))
        process.send_signal(signal.SIGKILL)
        _, errors = process.communicate()
        assert process.returncode in (-signal.SIGKILL, 0), errors.decode()
        kills += process.returncode != 0
    assert kills, "it was always faster than we"

    send_the_rest()

    reached = copies(smtp_sink)
    assert len(reached) == MAILS, f"seed {seed}"
    assert sum(map(len, reached.values())) <= MAILS + kills, f"seed {seed}"
    assert all(len(set(ids)) == 1 for ids in reached.values()), f"seed {seed}"
