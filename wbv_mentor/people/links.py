"""Links that leave by mail: whoever holds the token may do one named thing.

The token is an HMAC over the row's id and nonce, computed when a mail is rendered. The table holds
only its SHA-256, so a copied database opens nothing. Opening a link changes nothing: mail scanners
open every link. Only a POST uses it up, by one conditional update.
"""

from __future__ import annotations

import hmac
import secrets
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, cast

from sqlalchemy import CursorResult, select, update

from wbv_mentor.db import session
from wbv_mentor.people.keys import derived_key
from wbv_mentor.people.models import MailedLink

NOT_YET = "-" * 8  # the digest needs the id, which the database gives


def create_link(*, purpose: str, subject_id: int, expires_at: datetime, now: datetime) -> MailedLink:
    """Add a link to the running unit of work. `purpose` also says whose id `subject_id` is."""
    nonce = secrets.token_urlsafe(32)
    link = MailedLink(
        purpose=purpose,
        subject_id=subject_id,
        nonce=nonce,
        sha256=f"{NOT_YET}{nonce}",
        created_at=now,
        expires_at=expires_at,
    )
    session.add(link)
    session.flush()
    link.sha256 = _digest(token_of(link))
    session.flush()
    return link


def token_of(link: MailedLink) -> str:
    """The secret part of the link's address, 43 characters that need no quoting."""
    mac = hmac.digest(derived_key("mailed-link"), f"{link.id}:{link.nonce}".encode(), "sha256")
    return urlsafe_b64encode(mac).decode().rstrip("=")


def find_link(token: str, purpose: str, *, now: datetime) -> MailedLink | None:
    """The link that can still be used for this purpose; None whatever else is the case."""
    link = _link_with(token, purpose)
    return link if link is not None and is_open(link, now=now) else None


def used_within(token: str, purpose: str, span: timedelta, *, now: datetime) -> bool:
    """Whether the link was used a moment ago: then a second click asks, not a second person."""
    return used_link(token, purpose, now=now, span=span) is not None


def used_link(
    token: str, purpose: str, *, now: datetime, span: timedelta = timedelta(hours=1)
) -> MailedLink | None:
    """The link that was used up within this span, for the page that follows; None whatever else."""
    link = _link_with(token, purpose)
    used = link is not None and link.used_at is not None and now - link.used_at <= span
    return link if used else None


def open_link(*, purpose: str, subject_id: int, now: datetime) -> MailedLink | None:
    """The newest link of this purpose and subject that can still be used."""
    statement = (
        select(MailedLink)
        .where(
            MailedLink.purpose == purpose,
            MailedLink.subject_id == subject_id,
            MailedLink.used_at.is_(None),
            MailedLink.revoked_at.is_(None),
            MailedLink.expires_at > now,
        )
        .order_by(MailedLink.id.desc())
        .limit(1)
    )
    link: MailedLink | None = session.scalar(statement)
    return link


def is_open(link: MailedLink, *, now: datetime) -> bool:
    """Whether the link is neither used nor revoked nor expired."""
    return link.used_at is None and link.revoked_at is None and now < link.expires_at


def use_link(link: MailedLink, *, now: datetime) -> bool:
    """Use the link up; False if somebody else was faster. Of many at once exactly one gets True."""
    statement = (
        update(MailedLink)
        .where(
            MailedLink.id == link.id,
            MailedLink.used_at.is_(None),
            MailedLink.revoked_at.is_(None),
            MailedLink.expires_at > now,
        )
        .values(used_at=now)
    )
    return cast(CursorResult[Any], session.execute(statement)).rowcount == 1


def revoke_links(*, purpose: str, subject_id: int, now: datetime) -> int:
    """Close every open link of this purpose and subject; says how many."""
    statement = (
        update(MailedLink)
        .where(
            MailedLink.purpose == purpose,
            MailedLink.subject_id == subject_id,
            MailedLink.used_at.is_(None),
            MailedLink.revoked_at.is_(None),
        )
        .values(revoked_at=now)
    )
    return int(cast(CursorResult[Any], session.execute(statement)).rowcount)


def _link_with(token: str, purpose: str) -> MailedLink | None:
    """The link whose token this is, in whatever state; compared in constant time.

    The sign that ends a sentence often comes along when a link is copied out of one; no token has any.
    """
    token = token.rstrip(".,;:!?)>")
    if not token.isascii() or len(token) > 100:
        return None
    criteria = (MailedLink.sha256 == _digest(token), MailedLink.purpose == purpose)
    link: MailedLink | None = session.scalar(select(MailedLink).where(*criteria))
    return link if link is not None and hmac.compare_digest(token, token_of(link)) else None


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
