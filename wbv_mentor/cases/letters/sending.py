"""Mails about a case: who gets which one, and when none is written.

Contexts hold ids only; the words stand in templates/mail, the values in mails.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from wbv_mentor.cases.letters.recipients import to_mentee
from wbv_mentor.cases.models import Case
from wbv_mentor.errors import Message
from wbv_mentor.outbox.actions import enqueue


def write(
    case: Case,
    template: str,
    recipients: Iterable[str],
    *,
    rule: Message,
    now: datetime,
    cause: int | None,
    **ids: int,
) -> bool:
    """Write a mail to each recipient, once for each cause; False if there was nobody to write to."""
    written = False
    for recipient in recipients:
        enqueue(
            key=f"case:{case.id}:{template}:{cause}:{recipient}",
            template=template,
            recipient=recipient,
            context={"case": case.id, **ids},
            reason={"rule": rule},
            now=now,
            cause=cause,
        )
        written = True
    return written


def write_to_mentee(
    case: Case, template: str, *, rule: Message, now: datetime, cause: int | None, **ids: int
) -> bool:
    """Write to the mentee if she agreed to mail; False if no mail reaches her."""
    return write(case, template, to_mentee(case), rule=rule, now=now, cause=cause, **ids)
