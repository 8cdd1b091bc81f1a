"""Makes the documents of certificates and of confirmations of attendance: in a process of its own, outside
any transaction.

Killed anywhere and run again, exactly one document stands: it is stored under its owner's unique key,
together with the mail that tells the person.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from wbv_mentor import clock
from wbv_mentor.certificates.actions import attending
from wbv_mentor.certificates.actions.issuing import tell
from wbv_mentor.certificates.facts import digest_of
from wbv_mentor.certificates.models import ISSUED, MOST_BYTES, Blob, Certificate, Printed
from wbv_mentor.certificates.queries import without_document
from wbv_mentor.config import ROOT
from wbv_mentor.db import insert_if_new, session, unit_of_work
from wbv_mentor.errors import say
from wbv_mentor.jobs import job
from wbv_mentor.jobs.failpoints import reach

log = logging.getLogger(__name__)

MOST = 20  # in one process; the next tick takes the next ones
START_SECONDS, SECONDS_EACH = 30, 10
LONGEST_WAIT = timedelta(hours=1)
TOLD_AFTER = 3  # tries until the person who issued it is told
CHANGED, NO_ANSWER, TOO_LARGE = "SnapshotChanged", "NoAnswer", "TooLarge"
PDF = "application/pdf"


@dataclass(frozen=True)
class Made:
    """What came of one document: its bytes, or what went wrong."""

    content: bytes
    error: str | None


@job("certificates.render", on_wake=True)
def render_issued() -> int:
    """Make what was issued and has no document yet; says how many were stored."""
    due = without_document(now=clock.now(), most=MOST)
    session.rollback()  # no transaction stays open while documents are made
    if not due:
        return 0
    whole = [one for one in due if digest_of(one.snapshot) == one.digest]
    stored = 0
    for one, made in zip(whole, make([one.snapshot for one in whole]), strict=True):
        reach("after_render")
        stored += _keep(one.kind, one.number, made)
    for one in due:
        if one not in whole:
            _keep(one.kind, one.number, Made(b"", CHANGED))
    return stored


def make(snapshots: Sequence[Mapping[str, object]]) -> Iterator[Made]:
    """One answer for each snapshot, in their order. A process that dies or hangs leaves what it had made."""
    lines = [json.dumps(snapshot) + "\n" for snapshot in snapshots]
    output = _run("".join(lines).encode()) if lines else b""
    for _snapshot in snapshots:
        header, complete, rest = output.partition(b"\n")
        answer: dict[str, Any] = json.loads(header) if complete else {"size": 0, "error": NO_ANSWER}
        content, output = rest[: answer["size"]], rest[answer["size"] :]
        error = answer["error"]
        if error is None and len(content) != answer["size"]:
            error = NO_ANSWER
        if error is None and len(content) > MOST_BYTES:
            error = TOO_LARGE
        yield Made(content, error)


def _run(asked: bytes) -> bytes:
    """What the process wrote until it ended, or until its time was up."""
    seconds = START_SECONDS + SECONDS_EACH * asked.count(b"\n")
    with tempfile.TemporaryDirectory(prefix="wbv-pdf-") as folder:
        try:
            done = subprocess.run(
                [sys.executable, "-m", "wbv_mentor.certificates.pdf"], input=asked, capture_output=True,
                timeout=seconds, check=False, cwd=ROOT, env=_environment(folder),
            )  # fmt: skip
        except subprocess.TimeoutExpired as late:
            log.warning("documents were not made within %s seconds", seconds)
            return late.stdout or b""
    if done.returncode:
        log.warning("the process that makes documents ended with %s", done.returncode)
    return done.stdout


def _environment(folder: str) -> dict[str, str]:
    """No settings, no key, no proxy: only where Python finds the code, and a folder for fonts."""
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    return kept | {"LANG": "C.UTF-8", "HOME": folder, "TMPDIR": folder, "XDG_CACHE_HOME": folder}


def _keep(kind: type[Printed], number: int, made: Made) -> int:
    """Store a document, or note that it failed; 1 if it is stored now."""
    now = clock.now()
    with unit_of_work():
        owner = cast(Printed, session.get_one(kind, number, with_for_update=True, populate_existing=True))
        if isinstance(owner, Certificate) and owner.state != ISSUED:
            return 0
        if made.error is not None:
            _try_later(owner, made.error)
            return 0
        column = "certificate_id" if isinstance(owner, Certificate) else "attendance_confirmation_id"
        new = insert_if_new(
            Blob,
            {
                column: number, "media_type": PDF, "size": len(made.content),
                "sha256": hashlib.sha256(made.content).hexdigest(), "created_at": now,
                "content": made.content,
            },
            unique=column,
        )  # fmt: skip
        if not new:  # another process was faster
            return 0
        owner.last_error = owner.next_try_at = None
        _tell_made(owner, now)
        reach("before_document_commit")
    return 1


def _tell_made(owner: Printed, now: datetime) -> None:
    if not isinstance(owner, Certificate):
        attending.tell_made(owner, now=now)
        return
    tell(
        owner, "certificate_issued", f"account:{owner.account_id}",
        say("Ihr Zertifikat wurde ausgestellt."), now=now,
    )  # fmt: skip


def _try_later(owner: Printed, error: str) -> None:
    """After one minute, two, four … at most an hour; somebody of the AK is told once."""
    now = clock.now()
    owner.tries += 1
    owner.last_error = error
    owner.next_try_at = now + min(timedelta(minutes=2 ** min(owner.tries - 1, 10)), LONGEST_WAIT)
    name = f"{owner.__tablename__} {owner.id}"
    log.warning("%s: no document at try %s (%s)", name, owner.tries, error)
    if owner.tries >= TOLD_AFTER:
        _tell_failed(owner, now)


def _tell_failed(owner: Printed, now: datetime) -> None:
    """Who issued a certificate; nobody issued a confirmation of attendance."""
    if not isinstance(owner, Certificate):
        attending.tell_failed(owner, now=now)
        return
    tell(
        owner, "certificate_failed", f"account:{owner.issued_by_id}",
        say("Sie haben dieses Zertifikat ausgestellt."), now=now,
    )  # fmt: skip
