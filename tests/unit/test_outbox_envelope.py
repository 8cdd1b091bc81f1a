"""What travels: headers nobody's name can break out of, and a text in UTF-8."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wbv_mentor.outbox.envelope import compose, one_line
from wbv_mentor.outbox.mails import Mail, split
from wbv_mentor.outbox.recipients import Mailbox

AT = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
HEADERS = {
    "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type",
    "Content-Transfer-Encoding",
}  # fmt: skip


def travelled(mail: Mail, to: Mailbox) -> EmailMessage:
    """The message as the other side reads it."""
    message = compose(mail, to=to, sender="wbv@ak.example", message_id="abc@ak.example", at=AT)
    return message_from_bytes(message.as_bytes(), _class=EmailMessage, policy=default)


def test_names_sender_and_says_that_no_person_wrote_it() -> None:
    read = travelled(Mail("Frist am Montag – Fall 2026-0147", "Grüße\n"), Mailbox("Jörg", "j@post.example"))
    assert read["From"] == "Weiterbildungsverbund Saarland <wbv@ak.example>"
    assert read["Auto-Submitted"] == "auto-generated"
    assert read["Message-ID"] == "<abc@ak.example>"
    assert read["Subject"] == "Frist am Montag – Fall 2026-0147"
    assert read.get_content_type() == "text/plain"
    assert read.get_content() == "Grüße\r\n"


@pytest.mark.parametrize(
    "name",
    [
        "Eve\r\nBcc: all@post.example",
        "Eve\nSubject: Gewonnen",
        "Eve\x85Bcc: all@post.example",
        "Eve\u2028Bcc: all@post.example",
        'Eve" <all@post.example>, "',
        "Eve\u202etxet",
        "x" * 200,
        "😀" * 90,
    ],
)
def test_a_name_stays_within_its_header(name: str) -> None:
    read = travelled(Mail(f"Nachricht an {name}", "Text\n"), Mailbox(name, "eve@post.example"))
    assert set(read.keys()) == HEADERS
    assert [address.addr_spec for address in read["To"].addresses] == ["eve@post.example"]
    assert read.get_content() == "Text\r\n"


@given(st.text(max_size=300), st.text(max_size=200))
def test_no_text_makes_a_header(name: str, subject: str) -> None:
    if any("\ud800" <= sign <= "\udfff" for sign in name + subject):
        return
    read = travelled(Mail(one_line(subject), "Text\n"), Mailbox(name, "eve@post.example"))
    assert set(read.keys()) == HEADERS
    assert [address.addr_spec for address in read["To"].addresses] == ["eve@post.example"]


@pytest.mark.parametrize(
    "address", ["", "no-at", "a@b@c", "a b@post.example", "x@post.example\nBcc: y@z.example"]
)
def test_refuses_what_is_no_address(address: str) -> None:
    with pytest.raises(ValueError, match="no mail address"):
        travelled(Mail("s", "b\n"), Mailbox("Eve", address))


def test_divides_subject_and_body() -> None:
    mail = split("\nBetreff:  Nachricht   vom Verbund\n\n\n\nGuten Tag,\n\n\n\n\nText  \n")
    assert mail == Mail("Nachricht vom Verbund", "Guten Tag,\n\nText\n")


def test_refuses_a_mail_without_subject() -> None:
    with pytest.raises(ValueError, match="Betreff"):
        split("Guten Tag,\n\nText\n")
