"""What the outbox would have sent: each mail is written as its reader would get it, and handed to nobody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import current_app

from wbv_mentor import clock
from wbv_mentor.engine.actors import Actor
from wbv_mentor.outbox import models
from wbv_mentor.outbox.delivery import Claim, Outcome, claim_next, settle
from wbv_mentor.outbox.mails import render
from wbv_mentor.outbox.reasons import thaw
from wbv_mentor.outbox.recipients import mailboxes_of
from wbv_mentor.pathways.seal_mail import RECIPIENT as SEAL_KEEPER
from wbv_mentor.people.models import ACCOUNT_ROLES


@dataclass(frozen=True)
class Letter:
    """One mail as it would have been read; `to` is somebody of the script, else as the outbox says it."""

    to: str
    subject: str
    body: str
    template: str
    why: str


def post(people: Mapping[str, Actor]) -> list[Letter]:
    """Everything that is due to leave now. What is no longer true is cancelled, as the outbox would do."""
    letters: list[Letter] = []
    while (claim := claim_next(clock.now(), current_app.config["SETTINGS"])) is not None:
        written = [] if claim.recipient == SEAL_KEEPER else _written(claim, people)
        letters += written
        settle(claim, Outcome(models.SENT if written else models.CANCELLED), clock.now())
    return letters


def _written(claim: Claim, people: Mapping[str, Actor]) -> list[Letter]:
    found = []
    why = str(thaw(claim.reason)["rule"])
    for box in mailboxes_of(claim.recipient):
        mail = render(claim.template, claim.context, claim.reason, box)
        if mail is not None:
            found.append(Letter(_name(claim.recipient, people), mail.subject, mail.body, claim.template, why))
    return found


def _name(recipient: str, people: Mapping[str, Actor]) -> str:
    """Who that is in the script: "account:4" is whoever has this account."""
    kind, _, number = recipient.partition(":")
    if kind != "account":
        return number if kind == "role" else kind
    return next((name for name, actor in people.items() if _is_account(actor, number)), recipient)


def _is_account(actor: Actor, number: str) -> bool:
    """Whether this is that account; the ids of companies' contacts are none."""
    return actor.role in ACCOUNT_ROLES and str(actor.id) == number
