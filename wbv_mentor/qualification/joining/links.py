"""The applicant's own link: confirms the address, shows how the application stands; the only way in.

`subject_id` is the enrolment's id, so the link goes on telling how it ended once the account has taken over.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from wbv_mentor.outbox.mails import absolute
from wbv_mentor.people.links import create_link, open_link, revoke_links, token_of
from wbv_mentor.people.models import MailedLink
from wbv_mentor.qualification.models import Enrolment

PURPOSE = "applicant_page"
LIFETIME = timedelta(days=2 * 365)  # longer than interest, review and waiting list take; erasure ends it
AFTER_ADMISSION = timedelta(days=30)


def current_link(enrolment: Enrolment, *, now: datetime) -> MailedLink | None:
    """The link that opens the applicant's page now."""
    return open_link(purpose=PURPOSE, subject_id=enrolment.id, now=now)


def link_of(enrolment: Enrolment, *, now: datetime) -> MailedLink:
    """The link of the page; made when there is none."""
    return current_link(enrolment, now=now) or create_link(
        purpose=PURPOSE, subject_id=enrolment.id, expires_at=now + LIFETIME, now=now
    )


def keep_for_a_month(enrolment: Enrolment, *, now: datetime) -> None:
    """After the admission the page says for a month how to go on."""
    link = current_link(enrolment, now=now)
    if link is not None:
        link.expires_at = now + AFTER_ADMISSION


def end_link(enrolment: Enrolment, *, now: datetime) -> None:
    """Close every link of this application."""
    revoke_links(purpose=PURPOSE, subject_id=enrolment.id, now=now)


def link_address(link: MailedLink) -> str:
    """The full address of the applicant's page, for a mail."""
    return absolute("joining.show", token=token_of(link))
