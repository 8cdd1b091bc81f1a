"""Asking a company: one use case for every kind of question."""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from wbv_mentor.companies.links import LETTERS
from wbv_mentor.companies.models import CompanyTalk, Confirmation, Contact
from wbv_mentor.companies.statement import statement
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.pathways.advance import start
from wbv_mentor.pathways.models import Instance

log = logging.getLogger(__name__)
PATH = "company_confirmation"


def being_answered(instance: Instance) -> str | None:
    """What a company was asked is frozen (decision 9), and so is the form in which it answers."""
    return "a company is being asked: it answers what it was asked" if instance.state == "requested" else None


def ask(
    *, code: str, contact: Contact, facts: Mapping[str, Any], by: Actor, now: datetime, submission: str,
    parent: Instance | None = None, talk: CompanyTalk | None = None,
) -> Confirmation:  # fmt: skip
    """Ask a contact; the facts are frozen as they are said now. A repeated submission answers the first one.

    ValueError for a fact that this kind must not say. Refused by the path's guards: the kind is not for
    this role, the consent is missing, somebody would confirm the own work.
    """
    asked = start(
        model=Confirmation, workflow=PATH, by=by, now=now, submission=submission, parent=parent,
        data={"kind": code, "contact": str(contact.id)}, company_id=contact.company_id, code=code,
        asked_by_id=by.id, contact_id=contact.id, number=new_number(),
        statement=statement(code, facts), talk_id=talk.id if talk else None,
    )  # fmt: skip
    log.info("confirmation %s (%s) asked by %s %s", asked.id, code, by.role, by.id)
    return asked


def ask_again(
    old: Confirmation, contact: Contact, *, by: Actor, now: datetime, submission: str
) -> Confirmation:
    """The same question in the same frozen words to somebody else."""
    return start(
        model=Confirmation, workflow=PATH, by=by, now=now, submission=submission, parent=old.parent,
        data={"kind": old.code, "contact": str(contact.id)}, company_id=old.company_id, code=old.code,
        asked_by_id=old.asked_by_id, contact_id=contact.id, number=new_number(), statement=old.statement,
        talk_id=old.talk_id,
    )  # fmt: skip


def new_number() -> str:
    """A short number for mails and the telephone that nobody else has: 4F7K."""
    while True:
        number = "".join(secrets.choice(LETTERS) for _place in range(4))
        taken = session.scalars(select(Confirmation.id).where(Confirmation.number == number)).first()
        if taken is None:
            return number


def number_read_out(typed: str) -> str:
    """The number as it is kept, from what somebody says who reads it from a mail: B-4F7K, b 4f7k, 4F7K."""
    found = re.fullmatch(r"(?:B[\s–-]*)?([0-9A-Z]{4})", typed.strip().upper())
    return found[1] if found else ""
