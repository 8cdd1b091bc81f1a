"""The mail as it travels: headers that nobody's name can break out of, plain UTF-8 text."""

from __future__ import annotations

import re
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from wbv_mentor.outbox.mails import Mail
from wbv_mentor.outbox.recipients import Mailbox

SENDER_NAME = "Weiterbildungsverbund Saarland"
# Control and format characters, line and paragraph separators: nothing that ends or hides a header.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069]+")


def compose(mail: Mail, *, to: Mailbox, sender: str, message_id: str, at: datetime) -> EmailMessage:
    """The message to be sent. Raises ValueError if an address is none."""
    message = EmailMessage(policy=SMTP)
    message["From"] = _address(SENDER_NAME, sender)
    message["To"] = _address(one_line(to.name)[:100], to.address)
    message["Subject"] = one_line(mail.subject)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{message_id}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body, charset="utf-8", cte="quoted-printable")
    return message


def _address(name: str, address: str) -> Address:
    try:
        found = Address(name, addr_spec=address)
    except (MessageError, ValueError, IndexError) as error:
        raise ValueError(f"no mail address: {error}") from None
    if not (found.username and found.domain):
        raise ValueError("no mail address: a part is missing")
    return found


def one_line(text: str) -> str:
    """The text without anything that could end a line or turn its direction."""
    return " ".join(_UNSEEN.sub(" ", text).split())
