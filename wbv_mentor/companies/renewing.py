"""A new link for an open question, to the address it was sent to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from wbv_mentor.companies.letters import send_question
from wbv_mentor.companies.links import make_link
from wbv_mentor.companies.models import Confirmation, Contact
from wbv_mentor.db import session
from wbv_mentor.errors import Refused
from wbv_mentor.people.addresses import normalise
from wbv_mentor.people.limits import Limit, is_over, note_failure

RENEWAL_ADDRESS = Limit("confirmation_renewal_to", 3, 60)


def renew_links(*, email: str, now: datetime) -> int:
    """Write a new link for each open question to this address; how many. Nothing for one asked too often."""
    try:
        address = normalise(email)
    except Refused:
        return 0
    if is_over(RENEWAL_ADDRESS, address, now=now):
        return 0
    note_failure(RENEWAL_ADDRESS, address, now=now)
    rows = session.scalars(
        select(Confirmation)
        .join(Contact, Contact.id == Confirmation.contact_id)
        .where(Contact.email == address, Contact.ended_at.is_(None), Confirmation.state == "requested")
    ).all()
    for confirmation in rows:
        link = make_link(confirmation, now=now)
        send_question(confirmation, cause=None, now=now, again=link.id)
    return len(rows)
