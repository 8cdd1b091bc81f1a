"""The sweep: what is due is derived from the table at each run, so a missed run loses nothing.

Its cost follows what is due (an index range on next_reminder_at), never how many cases exist.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from wbv_mentor import clock
from wbv_mentor.clock import berlin_date, berlin_moment
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine import dates
from wbv_mentor.engine.types import DeadlineRule
from wbv_mentor.errors import Message, say
from wbv_mentor.jobs import job
from wbv_mentor.outbox.actions import enqueue, note_skipped
from wbv_mentor.pathways.deadlines import next_reminder, rule_of
from wbv_mentor.pathways.explaining import fact_of
from wbv_mentor.pathways.models import Deadline
from wbv_mentor.reminders.mails import template_for
from wbv_mentor.reminders.owners import recipients_of

log = logging.getLogger(__name__)
A_READING = 500
MORNING = 7


class RemindersFailed(Exception):
    """Some deadlines could not be reminded; they stay due and are tried at the next run."""


@dataclass(frozen=True)
class Occasion:
    """One day on which a deadline reminds. `offset` counts days from due_on."""

    moment: datetime
    offset: int

    @classmethod
    def at(cls, moment: datetime, due_on: date) -> Occasion:
        return cls(moment, (berlin_date(moment) - due_on).days)


@job("reminders")
def sweep() -> int:
    """Write a mail for every reminder that is due; how many. One that fails stops no other."""
    now, written, failed, last = clock.now(), 0, 0, 0
    while found := due(now=now, after=last):
        for deadline_id in found:
            try:
                written += remind(deadline_id=deadline_id, now=now)
            except Exception:
                session.rollback()
                log.exception("deadline %s cannot be reminded", deadline_id)
                failed += 1
        last = found[-1]
    if failed:
        raise RemindersFailed(f"{failed} deadlines could not be reminded")
    return written


def due(*, now: datetime, after: int = 0) -> list[int]:
    """Ids of deadlines whose reminder has come, in order of id, the first ones after `after`."""
    query = (
        select(Deadline.id)
        .where(Deadline.next_reminder_at <= now, Deadline.id > after)
        .order_by(Deadline.id)
        .limit(A_READING)
    )
    return list(session.scalars(query))


def remind(*, deadline_id: int, now: datetime) -> int:
    """Write the mails of one deadline and move it on, in one transaction; how many are new.

    After a downtime only the latest reminder goes out; each older one is recorded with the reason.
    """
    with unit_of_work() as current:
        row = current.get_one(Deadline, deadline_id, with_for_update=True)
        if row.next_reminder_at is None or row.next_reminder_at > now:
            return 0
        if row.met_at is not None or row.obsolete_at is not None:
            row.next_reminder_at = None
            return 0
        rule = rule_of(row)
        *older, latest = occasions(rule, row.due_on, since=row.next_reminder_at, until=now)
        written = 0
        for recipient in recipients_of(row.owner, row.instance, row.rule):
            for missed in older:
                _skip(row, rule, recipient, missed, latest, now)
            written += _write(row, rule, recipient, latest, now)
        row.next_reminder_at = next_reminder(rule, row.due_on, now)
        return written


def occasions(rule: DeadlineRule, due_on: date, *, since: datetime, until: datetime) -> list[Occasion]:
    """The rule's reminders from `since` to `until`, both included, oldest first; `since` is one of
    them even if the rule no longer names its day."""
    planned = {berlin_moment(dates.apply(offset, due_on)) for offset in rule.remind}
    moments = sorted({since} | {moment for moment in planned if since <= moment <= until})
    return [Occasion.at(moment, due_on) for moment in moments]


def key_of(row: Deadline, occasion: Occasion, recipient: str) -> str:
    """The key that lets each reminder of a deadline be written once for each person, ever."""
    return f"reminder:{row.id}:{row.due_on.isoformat()}:{occasion.offset}:{recipient}"


def _write(row: Deadline, rule: DeadlineRule, recipient: str, occasion: Occasion, now: datetime) -> bool:
    return enqueue(
        key=key_of(row, occasion, recipient),
        template=template_for(row.rule, recipient),
        recipient=recipient,
        context={"deadline": row.id, "recipient": recipient},
        reason=_reason(row, rule),
        now=now,
        cause=row.cause,
        not_before=max(now, berlin_moment(berlin_date(now), MORNING)),  # nobody is woken at night
    )


def _skip(
    row: Deadline, rule: DeadlineRule, recipient: str, missed: Occasion, latest: Occasion, now: datetime
) -> None:
    note_skipped(
        key=key_of(row, missed, recipient),
        template=template_for(row.rule, recipient),
        recipient=recipient,
        context={"deadline": row.id, "recipient": recipient},
        reason=_reason(row, rule),
        why=f"obsolete: overtaken by the reminder of {berlin_date(latest.moment).isoformat()}",
        now=now,
    )


def _reason(row: Deadline, rule: DeadlineRule) -> dict[str, Message | str]:
    source = rule.cited
    named = say("Frist „%(label)s“ (%(source)s).", label=rule.label, source=source)
    return {
        "rule": named if source else say("Frist „%(label)s“.", label=rule.label),
        "fact": fact_of(row.instance, rule, row.anchor_on),
        "role": row.owner,
    }
