"""Mails to contacts and about their answers: who gets which, and what they say.

Contexts hold ids only. What a company reads is built from `Asked`, so no mail to it can say more than
its page. A mail whose question is no longer open is not sent.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wbv_mentor import clock
from wbv_mentor.companies.answering.asked import asked_of, given_of
from wbv_mentor.companies.links import RECEIPT, code_of, current_link, receipt_link
from wbv_mentor.companies.models import Confirmation, Contact
from wbv_mentor.db import session
from wbv_mentor.errors import say
from wbv_mentor.outbox.actions import enqueue
from wbv_mentor.outbox.mails import absolute, register_mail
from wbv_mentor.outbox.recipients import Mailbox
from wbv_mentor.pathways.models import Deadline
from wbv_mentor.people.links import open_link, token_of
from wbv_mentor.reminders.mails import use_template, values_of

Values = dict[str, Any]
RULE = "company_confirmation"
YOU_ARE_A_CONTACT = say("Sie sind bei uns als Ansprechperson eingetragen.")


def reachable(confirmation: Confirmation) -> Contact | None:
    """The contact of a question, if a mail reaches them."""
    contact = session.get(Contact, confirmation.contact_id) if confirmation.contact_id else None
    if contact is None or contact.email is None or contact.ended_at is not None:
        return None
    found: Contact = contact
    return found


def send_question(confirmation: Confirmation, *, cause: int | None, now: datetime, again: int = 0) -> bool:
    """Write the question to its contact; `again`: a renewed link's id. False if no mail reaches them."""
    return _send(confirmation, "company_asked", cause=cause, now=now, mark=f"{cause}:{again}")


def send_receipt(confirmation: Confirmation, *, cause: int | None, now: datetime) -> bool:
    """Write the answer to its contact, with a link of its own; False if no mail reaches them."""
    if reachable(confirmation) is None:
        return False
    receipt_link(confirmation, now=now)
    return _send(confirmation, "company_receipt", cause=cause, now=now, mark=str(cause))


def mailboxes_of_contact(identity: str) -> list[Mailbox]:
    """The mailbox of "contact:12"; none once they are ended."""
    contact = session.get(Contact, int(identity)) if identity.isdigit() else None
    if contact is None or contact.email is None or contact.ended_at is not None:
        return []
    return [Mailbox(contact.name, contact.email, contact.language)]


def question(context: Values) -> Values | None:
    """The mail with link, code and telephone; None once nothing can be answered any more."""
    confirmation = session.get(Confirmation, context["confirmation"])
    link = current_link(confirmation, now=clock.now()) if confirmation is not None else None
    if confirmation is None or link is None or confirmation.state != "requested":
        return None
    return {
        "asked": asked_of(confirmation),
        "address": absolute("answering.show", token=token_of(link)),
        "entry": absolute("answering.enter_code"),
        "code": code_of(link),
        "privacy": absolute("pages.privacy"),
    }


def reminder(context: Values) -> Values | None:
    """The same once more; None if it was answered meanwhile."""
    if values_of(context) is None:
        return None
    row = session.get_one(Deadline, context["deadline"])
    return question({"confirmation": row.instance_id})


def receipt(context: Values) -> Values | None:
    """The answer, and the way to change it; None once it was revoked or erased."""
    confirmation = session.get(Confirmation, context["confirmation"])
    link = (
        open_link(purpose=RECEIPT, subject_id=confirmation.id, now=clock.now())
        if confirmation is not None
        else None
    )
    given = given_of(confirmation) if confirmation is not None else None
    if confirmation is None or link is None or given is None:
        return None
    return {
        "asked": asked_of(confirmation),
        "given": given,
        "address": absolute("answering.receipt", token=token_of(link)),
        "privacy": absolute("pages.privacy"),
    }


def register_letters() -> None:
    """Tell the outbox, and the reminders in which words a company hears of its deadline."""
    register_mail("company_asked", question)
    register_mail("company_receipt", receipt)
    register_mail("company_reminder", reminder)
    use_template(RULE, "contact", "company_reminder")


def _send(confirmation: Confirmation, template: str, *, cause: int | None, now: datetime, mark: str) -> bool:
    contact = reachable(confirmation)
    if contact is None:
        return False
    enqueue(
        key=f"{template}:{confirmation.id}:{mark}", template=template, recipient=f"contact:{contact.id}",
        context={"confirmation": confirmation.id}, reason={"rule": YOU_ARE_A_CONTACT}, now=now, cause=cause,
    )  # fmt: skip
    return True
