"""The mail by which a seal leaves the house, out of reach of whoever runs the database.

It goes to the data-protection contact, who watches over the record without being able to change it. As long
as no mail address is set there, it goes to the coordination. Administrators don't get it: theirs are the
hands that a seal is to hold to account.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from flask import current_app

from wbv_mentor.clock import berlin_date
from wbv_mentor.config import Settings
from wbv_mentor.db import session
from wbv_mentor.errors import say
from wbv_mentor.outbox.actions import enqueue
from wbv_mentor.outbox.mails import register_mail
from wbv_mentor.outbox.recipients import Mailbox, mailboxes_of, register_recipient
from wbv_mentor.pathways.models import JournalSeal
from wbv_mentor.pathways.seal_file import SealFile

_ADDRESS = re.compile(r"[^\s<>(),;:]+@[^\s<>(),;:]+")
RECIPIENT = "keeper:seals"
COMMAND = "wbv-mentor audit verify --seal"
WHY = say(
    "Jeden Tag geht ein Siegel an die Stelle für Datenschutz, damit niemand den Verlauf unbemerkt ändert. "
    "Ist dort keine Mailadresse eingetragen, bekommt es die AK-Koordination."
)


def register_seal_mail() -> None:
    """Tell the outbox."""
    register_recipient("keeper", mailboxes_of_keeper)
    register_mail("seal", _build)


def send_seal(number: int, *, now: datetime) -> None:
    """Put the mail with a seal into the outbox, in the transaction that makes it."""
    enqueue(
        key=f"seal:{number}", template="seal", recipient=RECIPIENT, context={"seal": number},
        reason={"rule": WHY}, now=now,
    )  # fmt: skip


def mailboxes_of_keeper(_what: str) -> list[Mailbox]:
    """The data-protection contact; the coordination if no mail address is set there."""
    settings: Settings = current_app.config["SETTINGS"]
    address = _ADDRESS.search(settings.privacy_contact)
    return [Mailbox("", address[0])] if address else mailboxes_of("role:coordinator")


def _build(context: dict[str, Any]) -> dict[str, Any] | None:
    seal = session.get(JournalSeal, context["seal"])
    if seal is None:
        return None
    block = SealFile.of(seal).text()
    return {"seal": seal, "day": berlin_date(seal.sealed_at), "block": block, "command": COMMAND}
