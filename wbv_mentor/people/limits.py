"""Limits on guessing, kept in the database: every process counts the same tries.

Only failures count. What is counted (an address, a network) is kept as a keyed digest and deleted
after a day, so the table tells nobody who tried from where.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from typing import Any, cast

from sqlalchemy import CursorResult, delete, func, select

from wbv_mentor.db import session
from wbv_mentor.errors import WbvError, say
from wbv_mentor.people.keys import keyed_digest
from wbv_mentor.people.models import FailedTry

KEPT = timedelta(days=1)
IPV6_NETWORK = 64  # a single connection usually commands a whole /64


class TooMany(WbvError):
    """Too many failed tries (429); the way back in is to wait."""

    status = 429

    def __init__(self, minutes: int) -> None:
        super().__init__(
            say(
                "Das waren viele Versuche hintereinander. Bitte warten Sie %(minutes)s Minuten.",
                minutes=minutes,
            )
        )
        self.retry_after = minutes * 60


@dataclass(frozen=True)
class Limit:
    """At most `most` failures of one kind and key within `minutes`."""

    kind: str
    most: int
    minutes: int


SIGN_IN_ADDRESS = Limit("sign_in_address", 10, 15)
SIGN_IN_NETWORK = Limit("sign_in_network", 100, 15)
RESET_ADDRESS = Limit("reset_address", 3, 60)
RESET_NETWORK = Limit("reset_network", 30, 60)


def refuse_if_over(limit: Limit, value: str, *, now: datetime) -> None:
    """Raise TooMany if the limit is reached for this value."""
    if is_over(limit, value, now=now):
        raise TooMany(limit.minutes)


def is_over(limit: Limit, value: str, *, now: datetime) -> bool:
    """Whether the limit is reached for this value."""
    failures = select(func.count(FailedTry.id)).where(
        FailedTry.kind == limit.kind,
        FailedTry.key == _key(limit, value),
        FailedTry.failed_at > now - timedelta(minutes=limit.minutes),
    )
    return int(session.scalar(failures) or 0) >= limit.most


def note_failure(limit: Limit, value: str, *, now: datetime) -> None:
    """Count one failure, in the running unit of work."""
    session.add(FailedTry(kind=limit.kind, key=_key(limit, value), failed_at=now))


def is_admitted(counted: Mapping[Limit, str], *, now: datetime) -> bool:
    """Count one sending of a public form for each limit, in the running unit of work; whether none is
    reached. A value whose limit is reached is not counted on, so that waiting helps."""
    admitted = True
    for limit, value in counted.items():
        if is_over(limit, value, now=now):
            admitted = False
        else:
            note_failure(limit, value, now=now)
    return admitted


def forget_failures(limit: Limit, value: str) -> None:
    """Start counting anew for this value: the right answer was given."""
    session.execute(
        delete(FailedTry).where(FailedTry.kind == limit.kind, FailedTry.key == _key(limit, value))
    )


def forget_old_failures(*, now: datetime) -> int:
    """Delete what is older than a day; says how many rows."""
    done = session.execute(delete(FailedTry).where(FailedTry.failed_at < now - KEPT))
    return int(cast(CursorResult[Any], done).rowcount)


def network_of(address: str | None) -> str:
    """The network an address belongs to: itself for IPv4, its /64 for IPv6."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(IPv6Address(int(found) >> IPV6_NETWORK << IPV6_NETWORK))
    return str(found)


def _key(limit: Limit, value: str) -> str:
    return keyed_digest("failed-try", f"{limit.kind}:{value}")
