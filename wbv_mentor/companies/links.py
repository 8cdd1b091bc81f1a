"""The ways into a question by mail: a link with its code, and the receipt's own link.

Both end when the question does. The code is a second, short form of the link's token, for people who
do not click on links; the table keeps only its keyed digest.
"""

from __future__ import annotations

import hmac
import re
from datetime import datetime, timedelta

from sqlalchemy import select

from wbv_mentor.clock import berlin_date, berlin_moment
from wbv_mentor.companies.kinds import KINDS
from wbv_mentor.companies.models import Confirmation, ConfirmationCode
from wbv_mentor.db import session
from wbv_mentor.pathways.deadlines import open_deadlines
from wbv_mentor.people.keys import derived_key, keyed_digest
from wbv_mentor.people.links import create_link, is_open, open_link, revoke_links
from wbv_mentor.people.models import MailedLink

LINK = "company_confirmation"  # subject: the confirmation's id, as of the next
RECEIPT = "company_receipt"
DAYS_TO_ANSWER = 14
RECEIPT_OPENS = timedelta(days=30)
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # read out on the telephone: no 0/O, no 1/I/L
CODE_LENGTH = 10


def make_link(confirmation: Confirmation, *, now: datetime) -> MailedLink:
    """A new link with its code; an older one opens nothing any more."""
    revoke_links(purpose=LINK, subject_id=confirmation.id, now=now)
    link = create_link(
        purpose=LINK, subject_id=confirmation.id, expires_at=_end_of_time(confirmation, now), now=now
    )
    session.add(ConfirmationCode(link_id=link.id, digest=_digest(code_of(link))))
    session.flush()
    return link


def current_link(confirmation: Confirmation, *, now: datetime) -> MailedLink | None:
    """The link that can be used now."""
    return open_link(purpose=LINK, subject_id=confirmation.id, now=now)


def extend_link(confirmation: Confirmation, *, now: datetime) -> None:
    """The link lives as long as the question: the company asked for time."""
    link = current_link(confirmation, now=now)
    if link is not None:
        link.expires_at = _end_of_time(confirmation, now)
        session.flush()


def receipt_link(confirmation: Confirmation, *, now: datetime) -> MailedLink:
    """The link of the receipt: the same one for every receipt of a question, as long as it is open."""
    link = open_link(purpose=RECEIPT, subject_id=confirmation.id, now=now)
    return link or create_link(
        purpose=RECEIPT, subject_id=confirmation.id, expires_at=now + RECEIPT_OPENS, now=now
    )


def end_links(confirmation: Confirmation, *, now: datetime) -> None:
    """Nothing can be answered by link any more."""
    revoke_links(purpose=LINK, subject_id=confirmation.id, now=now)


def reopen_link(confirmation: Confirmation, *, now: datetime) -> None:
    """Let the last link that was mailed open the question again, for as long as a fresh one would."""
    query = select(MailedLink).where(MailedLink.purpose == LINK, MailedLink.subject_id == confirmation.id)
    link = session.scalars(query.order_by(MailedLink.id.desc())).first()
    if link is not None:
        link.revoked_at = None
        link.expires_at = berlin_moment(berlin_date(now) + timedelta(days=DAYS_TO_ANSWER + 1), 0)


def end_receipts(confirmation: Confirmation, *, now: datetime) -> None:
    """The answer is no longer shown either."""
    revoke_links(purpose=RECEIPT, subject_id=confirmation.id, now=now)


def forget_statement(confirmation: Confirmation, *, now: datetime) -> None:
    """Nothing that was said about a person is kept or can be read any more; the answer's state stays."""
    confirmation.statement = {}
    end_links(confirmation, now=now)
    end_receipts(confirmation, now=now)


def code_of(link: MailedLink) -> str:
    """The code of a link as it is printed: 7K4Q-M2XD-91."""
    number = int.from_bytes(
        hmac.digest(derived_key("confirmation-code"), f"{link.id}:{link.nonce}".encode(), "sha256")
    )
    letters = ""
    for _place in range(CODE_LENGTH):
        number, letter = divmod(number, len(LETTERS))
        letters += LETTERS[letter]
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def link_of_code(typed: str, *, now: datetime) -> MailedLink | None:
    """The link that a typed code stands for, however it is grouped, if it can still be used."""
    query = select(MailedLink).join(ConfirmationCode).where(ConfirmationCode.digest == _digest(typed))
    link: MailedLink | None = session.scalars(query).first()
    return link if link is not None and link.purpose == LINK and is_open(link, now=now) else None


def last_day_to_change(confirmation: Confirmation, first_answer: datetime) -> datetime | None:
    """Until when the company may change its answer; None where it may not at all."""
    span = KINDS[confirmation.code].change_for
    return None if span is None else first_answer + span


def _digest(code: str) -> str:
    return keyed_digest("confirmation-code", re.sub(r"[^0-9A-Z]", "", code.upper())[:40])


def _end_of_time(confirmation: Confirmation, now: datetime) -> datetime:
    """The end of the last day to answer, in Berlin."""
    days = [row.due_on for row in open_deadlines(confirmation)]
    last = max(days) if days else berlin_date(confirmation.started_at) + timedelta(days=DAYS_TO_ANSWER)
    return berlin_moment(last + timedelta(days=1), 0)
