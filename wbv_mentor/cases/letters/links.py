"""The mentee's own link: one at a time, the only way in without an account."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select

from wbv_mentor.cases.models import Case
from wbv_mentor.clock import berlin_date, berlin_moment
from wbv_mentor.config import Settings
from wbv_mentor.db import session
from wbv_mentor.people.links import create_link, revoke_links, token_of
from wbv_mentor.people.models import MailedLink

PURPOSE = "mentee_page"  # subject: the mentee's id
LIFETIME = timedelta(days=2 * 365)  # a case with its course and follow-up; renewed when it is asked for
TIME_TO_THINK = timedelta(days=7)


def current_link(case: Case, *, now: datetime) -> MailedLink | None:
    """The link that opens the mentee's page now."""
    query = select(MailedLink).where(
        MailedLink.purpose == PURPOSE,
        MailedLink.subject_id == case.mentee_id,
        MailedLink.revoked_at.is_(None),
        MailedLink.used_at.is_(None),
        MailedLink.expires_at > now,
    )
    found: MailedLink | None = session.scalars(query.order_by(MailedLink.id.desc()).limit(1)).first()
    return found


def make_link(case: Case, *, now: datetime) -> MailedLink:
    """A new link; an older one opens nothing any more."""
    end_link(case, now=now)
    return create_link(purpose=PURPOSE, subject_id=case.mentee_id, expires_at=now + LIFETIME, now=now)


def keep_for_seven_days(case: Case, *, now: datetime) -> MailedLink:
    """After a withdrawal the link stays until the data are erased, and no longer."""
    link = current_link(case, now=now) or make_link(case, now=now)
    link.expires_at = berlin_moment(berlin_date(now) + TIME_TO_THINK + timedelta(days=1), 0)
    return link


def keep_on(case: Case, *, now: datetime) -> MailedLink:
    """The link of somebody who goes on after all."""
    link = current_link(case, now=now) or make_link(case, now=now)
    link.expires_at = now + LIFETIME
    return link


def end_link(case: Case, *, now: datetime) -> None:
    """Close every link of this mentee."""
    revoke_links(purpose=PURPOSE, subject_id=case.mentee_id, now=now)


def link_address(link: MailedLink) -> str:
    """The full address of the mentee's page, for a mail or a QR code."""
    settings: Settings = current_app.config["SETTINGS"]
    return f"{settings.base_url.rstrip('/')}/meine-beratung/{token_of(link)}"
