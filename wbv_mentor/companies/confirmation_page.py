"""A question to a company as mentors and coordination see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from wbv_mentor.companies.answering.asked import Asked, Given, asked_of, given_of
from wbv_mentor.companies.models import Confirmation, Contact
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.engine.labels import ROLE_LABELS
from wbv_mentor.engine.types import Label
from wbv_mentor.errors import Message, say
from wbv_mentor.pathways import deadlines, journal, records
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.options import Option, options

BADGES = {
    "confirmed": "success", "corrected": "warning", "disputed": "danger", "declined": "danger",
    "expired": "warning",
}  # fmt: skip
ICONS = {"start": "add", "transition": "check", "note": "edit", "undo": "autorenew", "migrate": "autorenew"}


ON_THE_PHONE = say("Antwort vom Telefon eingetragen")
CHANGED = say("Betrieb hat die Antwort geändert")
PAST: dict[str, Message] = {
    "start": say("Betrieb gefragt"),
    "confirm": say("Betrieb hat bestätigt"),
    "correct": say("Betrieb hat mit Änderung bestätigt"),
    "dispute": say("Betrieb hat bestritten"),
    "decline": say("Betrieb hat abgelehnt oder nichts angegeben"),
    "ask_for_time": say("Betrieb hat um Zeit gebeten oder gefragt"),
    "pass_on": say("Betrieb hat eine andere Zuständigkeit genannt"),
    "expire": say("Ohne Antwort abgelaufen"),
    "revoke_request": say("Anfrage zurückgenommen"),
    "waive": say("Auf die Antwort verzichtet"),
    **{f"{answer}_by_phone": ON_THE_PHONE for answer in ("confirm", "correct", "dispute", "decline")},
    **{f"change_to_{state}": CHANGED for state in ("confirmed", "corrected", "disputed", "declined")},
}


@dataclass(frozen=True)
class HistoryLine:
    """One entry of the history, as the timeline draws it."""

    icon: str
    at: datetime
    who: Message
    text: Message


@dataclass(frozen=True)
class ConfirmationPage:
    """All that is shown of a question to this reader."""

    asked: Asked
    given: Given | None
    state: str
    state_label: Label
    badge: str
    contact: Contact | None
    due_on: date | None
    question: dict[str, Any]
    options: Sequence[Option]
    history: Sequence[HistoryLine]


def confirmation_page(*, confirmation: Confirmation, by: Actor, now: datetime) -> ConfirmationPage:
    """Read everything the page needs."""
    open_days = [row.due_on for row in deadlines.open_deadlines(confirmation)]
    return ConfirmationPage(
        asked=asked_of(confirmation),
        given=given_of(confirmation),
        state=confirmation.state,
        state_label=workflow_of(confirmation).states[confirmation.state].label,
        badge=BADGES.get(confirmation.state, "info"),
        contact=session.get(Contact, confirmation.contact_id) if confirmation.contact_id else None,
        due_on=max(open_days) if open_days else None,
        question=records.read_record(confirmation, "ask_for_time", by.role),
        options=options(instance=confirmation, by=by, now=now),
        history=_history(confirmation),
    )


def _history(confirmation: Confirmation) -> list[HistoryLine]:
    lines = []
    for entry in reversed(journal.entries_of(confirmation)):
        text = _past(entry.trigger)
        lines.append(
            HistoryLine(ICONS.get(entry.kind, "info"), entry.at, ROLE_LABELS[entry.actor_role], text)
        )
    return lines


def _past(trigger: str) -> Message:
    """What happened, in the past tense."""
    return PAST.get(trigger) or journal.event_sentence(trigger) or say("Etwas hat sich geändert")
