"""The sweep that sends. At least once: a mail is repeated only if the process dies between the
server's 250 and our commit, or a send outlives its lease; the Message-ID is then the same.

Three steps: claim a row by lease and commit; render and send outside any transaction; mark.
"""

from __future__ import annotations

import hashlib
import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import or_, select, update

from wbv_mentor import clock
from wbv_mentor.config import Settings
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.jobs import job, reach
from wbv_mentor.outbox import models
from wbv_mentor.outbox.actions import empty_old
from wbv_mentor.outbox.envelope import compose
from wbv_mentor.outbox.mails import render
from wbv_mentor.outbox.models import OutboxMessage
from wbv_mentor.outbox.recipients import Mailbox, mailboxes_of
from wbv_mentor.outbox.smtp import Later, Never, Server, Unreachable, hand_over, server_of

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=5)  # longer than a send can take (smtp.SECONDS_A_MAIL)
BUDGET_SECONDS = 60  # other jobs of the tick wait no longer
TROUBLES = 3  # then the server is left alone until the next tick
GIVE_UP_AFTER = timedelta(hours=48)
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60))
LONGEST_PAUSE_UNREACHABLE = timedelta(minutes=15)


@dataclass(frozen=True)
class Claim:
    """A row as it was when this process took it; `attempts` tells later claims apart."""

    id: int
    attempts: int
    template: str
    recipient: str
    context: dict[str, Any]
    reason: dict[str, Any]
    message_id: str
    answered_at: datetime | None
    delivered_to: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """What became of a claimed row."""

    state: str
    error: str | None = None
    unreachable: bool = False


@job("outbox", on_wake=True)
def sweep() -> int:
    """Send what is due; how many mails left. Without a mail server they stay where they are."""
    settings: Settings = current_app.config["SETTINGS"]
    if not settings.smtp_url:
        return 0
    server = server_of(settings.smtp_url)
    ends = time.monotonic() + BUDGET_SECONDS
    sent = troubles = 0
    while troubles < TROUBLES and time.monotonic() < ends:
        claim = claim_next(clock.now(), settings)
        if claim is None:
            break
        reach("after_claim")
        outcome = _send(claim, server, settings)
        settle(claim, outcome, clock.now())
        sent += outcome.state == models.SENT
        troubles = troubles + 1 if outcome.unreachable else 0
    return sent


@job("outbox_empty", every=3600)
def forget_old() -> int:
    """Empty what was sent or ended 30 days ago."""
    with unit_of_work():
        return empty_old(now=clock.now())


def claim_next(now: datetime, settings: Settings) -> Claim | None:
    """Take the oldest row that is due and that nobody else is sending, and commit that."""
    lease = OutboxMessage.lease_until
    # The last: the clock was set back. Twice the lease, since `now` was read before waiting for the lock.
    free = or_(lease.is_(None), lease <= now, lease > now + 2 * LEASE)
    due = (OutboxMessage.state.in_(models.UNSENT), OutboxMessage.not_before <= now, free)
    oldest = (
        select(OutboxMessage)
        .where(*due)
        .order_by(OutboxMessage.not_before, OutboxMessage.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    with unit_of_work() as current:
        row = current.scalars(oldest).one_or_none()
        if row is None:
            return None
        row.lease_until, row.attempts = now + LEASE, row.attempts + 1
        if "@" not in row.message_id:
            row.message_id += "@" + settings.mail_from.rpartition("@")[2]
        return Claim(
            row.id, row.attempts, row.template, row.recipient, dict(row.context), dict(row.reason),
            row.message_id, row.answered_at, tuple(row.delivered_to),
        )  # fmt: skip


def _send(claim: Claim, server: Server, settings: Settings) -> Outcome:
    """Send to each mailbox that has not got it yet; the worst answer decides about the row."""
    try:
        boxes = mailboxes_of(claim.recipient)
    except Exception as error:
        return _broken(claim, error)
    if not boxes:
        return Outcome(models.FAILED, "there is no mail address for this recipient")
    reached = claim.delivered_to
    worst = Outcome(models.SENT)
    for box in boxes:
        digest = address_digest(box.address)
        if digest in reached:
            continue
        outcome = _send_one(claim, box, server, settings)
        if outcome.state == models.SENT:
            reached = (*reached, digest)
            if len(boxes) > 1:
                note_reached(claim, reached)
        elif outcome.state == models.CANCELLED or outcome.unreachable:
            return outcome
        elif worst.state != models.RETRY:
            worst = outcome
    return worst


def _send_one(claim: Claim, box: Mailbox, server: Server, settings: Settings) -> Outcome:
    try:
        mail = render(claim.template, claim.context, claim.reason, box)
        session.rollback()  # no read transaction stays open during the conversation
        if mail is None:
            return Outcome(models.CANCELLED, "no longer true when it was to be sent")
        message = compose(
            mail, to=box, sender=settings.mail_from, message_id=claim.message_id, at=clock.now()
        )
    except Exception as error:  # a defect in one mail must not stop the others
        return _broken(claim, error)
    our_name = urlsplit(settings.base_url).hostname or "localhost"
    try:
        hand_over(server, message, sender=settings.mail_from, to=box.address, our_name=our_name)
    except Never as error:
        return Outcome(models.FAILED, str(error))
    except Later as error:
        return Outcome(models.RETRY, str(error))
    except Unreachable as error:
        return Outcome(models.RETRY, str(error), unreachable=True)
    reach("after_smtp")
    return Outcome(models.SENT)


def _broken(claim: Claim, error: Exception) -> Outcome:
    session.rollback()
    log.error("mail %s (%s) cannot be made", claim.id, claim.template, exc_info=error)
    return Outcome(models.RETRY, f"{type(error).__name__}: {error}"[:500])


def address_digest(address: str) -> str:
    """How `delivered_to` remembers an address without keeping it."""
    return hashlib.sha256(address.encode()).hexdigest()[:16]


def note_reached(claim: Claim, reached: tuple[str, ...]) -> None:
    """Commit that some of several mailboxes have got the mail."""
    with unit_of_work() as current:
        mine = (OutboxMessage.id == claim.id, OutboxMessage.attempts == claim.attempts)
        current.execute(update(OutboxMessage).where(*mine).values(delivered_to=list(reached)))


def settle(claim: Claim, outcome: Outcome, now: datetime) -> None:
    """Mark what became of a claimed row. What the server took is sent, whatever happened meanwhile;
    anything else counts only while the claim is still ours and nobody cancelled the mail."""
    change: dict[str, Any] = {"state": outcome.state, "lease_until": None, "last_error": outcome.error}
    which = [OutboxMessage.id == claim.id, OutboxMessage.state != models.SENT]
    if outcome.state == models.SENT:
        change["sent_at"] = now
    else:
        which += [OutboxMessage.attempts == claim.attempts, OutboxMessage.state.in_(models.UNSENT)]
    if outcome.state == models.RETRY:
        change |= _put_off(claim, outcome, now)
    with unit_of_work() as current:
        current.execute(update(OutboxMessage).where(*which).values(change))
        reach("before_commit")


def _put_off(claim: Claim, outcome: Outcome, now: datetime) -> dict[str, Any]:
    """When to try again. 48 hours of "later" about this mail end it; an outage of the server never
    does, or a weekend without it would cost every mail of that weekend."""
    pause = PAUSES[min(claim.attempts, len(PAUSES)) - 1]
    if outcome.unreachable:
        return {"not_before": now + min(pause, LONGEST_PAUSE_UNREACHABLE)}
    first = claim.answered_at or now
    if now - first >= GIVE_UP_AFTER:
        return {"state": models.DEAD, "answered_at": first}
    return {"not_before": now + pause, "answered_at": first}
