"""A mail of the tests' own, so that sending can be tested without any room above the outbox."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask
from jinja2 import ChoiceLoader, DictLoader

from wbv_mentor import clock
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.errors import Message, say
from wbv_mentor.outbox.actions import enqueue
from wbv_mentor.outbox.mails import register_mail
from wbv_mentor.outbox.models import OutboxMessage
from wbv_mentor.outbox.recipients import Mailbox, register_recipient

SUBJECT = "Probe {{ number }} für {{ to.name }}"
TEXT = (
    "Betreff: " + SUBJECT + "\n\n"
    "{{ _('Guten Tag %(name)s,', name=to.name) }}\n\n{{ text }}\n"
    "Link: {{ absolute('mail.index') }}\n{% include 'mail/_end.txt' %}\n"
)
WHY: dict[str, Message | str] = {"rule": say("Probe der Zustellung."), "role": "mentor"}


def install(app: Flask) -> Flask:
    """Teach an application the mail "sample" and recipients of the kind "sample"."""
    environment = app.jinja_env
    if environment.loader is not None:
        environment.loader = ChoiceLoader([environment.loader, DictLoader({"mail/sample.txt": TEXT})])
    register_mail("sample", build)
    register_recipient("sample", people)
    return app


def build(context: dict[str, Any]) -> dict[str, Any] | None:
    """Its values. Number 13 is obsolete by the time it is sent, number 500 cannot be made."""
    if context["number"] == 13:
        return None
    if context["number"] == 500:
        raise LookupError("this mail cannot be made")
    return {"number": context["number"], "text": "Größe, Straße, 漢字 und ein 😀."}


def people(identity: str) -> list[Mailbox]:
    """One mailbox for a number; two for "team", one of them reads English; nobody for "nobody"."""
    if identity == "nobody":
        return []
    if identity == "team":
        return [Mailbox("Jörg Ä.", "joerg@post.example"), Mailbox("Ann B.", "ann@post.example", "en")]
    if identity == "eve":
        return [Mailbox("<b>Eve</b>", "eve@post.example")]
    return [Mailbox(f"Person {identity}", f"person{identity}@post.example")]


def put(key: str, recipient: str = "sample:1", **more: Any) -> bool:
    """Enqueue a sample in a unit of work of its own."""
    context: Mapping[str, Any] = more.pop("context", {"number": 1})
    with unit_of_work():
        return enqueue(
            key=key,
            template="sample",
            recipient=recipient,
            context=context,
            reason=WHY,
            now=more.pop("now", clock.now()),
            **more,
        )


def row(key: str) -> OutboxMessage:
    """The row as it is now in the database."""
    session.rollback()
    session.expire_all()
    found: OutboxMessage = session.query(OutboxMessage).filter_by(key=key).one()
    return found
