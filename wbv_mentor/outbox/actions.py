"""Put a mail into the outbox, or take it out again, inside the caller's unit of work."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update

from wbv_mentor.db import insert_if_new, session
from wbv_mentor.errors import Message
from wbv_mentor.outbox.models import CANCELLED, PENDING, SENT, UNSENT, OutboxMessage
from wbv_mentor.outbox.reasons import freeze

KEPT_AFTER_SENDING = timedelta(days=30)
_NAME_OR_ID = re.compile(r"[\w$.:+-]{0,80}")
_RECIPIENT = re.compile(r"[a-z_]+:[\w.-]+")


def enqueue(
    *,
    key: str,
    template: str,
    recipient: str,
    context: Mapping[str, Any],
    reason: Mapping[str, Message | str],
    now: datetime,
    cause: int | None = None,
    not_before: datetime | None = None,
) -> bool:
    """Add a mail to the running transaction, once for each key ever.

    `recipient` is "account:12", "mentee:5", "role:coordinator": resolved when the mail is sent.
    `context` holds ids, codes and dates, never names or texts (ValueError). True if the row is
    new, False if the key was already there, sent or not.
    """
    row = _row(key, template, recipient, context, reason, now)
    row |= {"cause": cause, "not_before": not_before or now}
    return insert_if_new(OutboxMessage, row, unique="key")


def note_skipped(
    *,
    key: str,
    template: str,
    recipient: str,
    context: Mapping[str, Any],
    reason: Mapping[str, Message | str],
    why: str,
    now: datetime,
) -> bool:
    """Record that a mail will never be sent, and why, under the key it would have had."""
    row = _row(key, template, recipient, context, reason, now)
    row |= {"not_before": now, "state": CANCELLED, "last_error": why}
    return insert_if_new(OutboxMessage, row, unique="key")


def cancel(*, cause: int | None = None, key_prefix: str | None = None, now: datetime) -> int:
    """Cancel what has not been sent yet, by its cause or by how its key begins; how many it were.

    A mail that is being sent at this moment is still marked as sent if the server took it.
    """
    if (cause is None) == (key_prefix is None):
        raise ValueError("cancel by cause or by key_prefix")
    which = OutboxMessage.cause == cause if key_prefix is None else _begins(key_prefix)
    change = (
        update(OutboxMessage)
        .where(which, OutboxMessage.state.in_(UNSENT))
        .values(state=CANCELLED, last_error=f"cancelled at {now.isoformat(timespec='seconds')}")
    )
    return len(session.execute(change.returning(OutboxMessage.id)).all())


def empty_old(*, now: datetime) -> int:
    """Empty contexts and reasons 30 days after a mail was sent or ended; how many it were."""
    before = now - KEPT_AFTER_SENDING
    ended = (OutboxMessage.sent_at < before) | (
        OutboxMessage.state.not_in([SENT, *UNSENT]) & (OutboxMessage.not_before < before)
    )
    change = (
        update(OutboxMessage)
        .where(OutboxMessage.emptied_at.is_(None), ended)
        .values(context={}, reason={}, last_error=None, emptied_at=now)
    )
    return len(session.execute(change.returning(OutboxMessage.id)).all())


def _begins(prefix: str) -> Any:
    return OutboxMessage.key.startswith(prefix, autoescape=True)


def _row(
    key: str,
    template: str,
    recipient: str,
    context: Mapping[str, Any],
    reason: Mapping[str, Message | str],
    now: datetime,
) -> dict[str, Any]:
    if not _RECIPIENT.fullmatch(recipient):
        raise ValueError(f"a recipient is kind:id, not {recipient!r}")
    if len(key) > 300:
        raise ValueError(f"the key is too long: {key[:60]}")
    return {
        "key": key,
        "template": template,
        "recipient": recipient,
        "context": _only_ids(context),
        "reason": freeze(reason),
        "state": PENDING,
        "created_at": now,
        "attempts": 0,
        "delivered_to": [],
        "message_id": hashlib.sha256(f"{key}|{now.isoformat()}".encode()).hexdigest()[:40],
    }


def _only_ids(context: Mapping[str, Any]) -> dict[str, Any]:
    for name, value in context.items():
        for part in value if isinstance(value, list) else [value]:
            if not (part is None or isinstance(part, int) or _is_code(part)):
                raise ValueError(f"context {name}: ids, codes and dates only")
    return dict(context)


def _is_code(value: object) -> bool:
    return isinstance(value, str) and _NAME_OR_ID.fullmatch(value) is not None
