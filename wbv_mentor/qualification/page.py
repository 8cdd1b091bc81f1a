"""A person's path as the pages show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from wbv_mentor.engine.actors import Actor
from wbv_mentor.engine.labels import ROLE_LABELS
from wbv_mentor.engine.types import Label
from wbv_mentor.errors import Message, say
from wbv_mentor.pathways import deadlines, explaining, journal, records
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.models import Deadline, JournalEntry
from wbv_mentor.pathways.options import Option, options
from wbv_mentor.qualification.choices import company_name
from wbv_mentor.qualification.models import Enrolment
from wbv_mentor.qualification.queries import open_cases_of

BADGES = {
    "active": "success", "renewal_due": "warning", "dormant": "warning", "interrupted": "warning",
    "suspended": "danger", "rejected": "danger", "dropped_out": "danger",
}  # fmt: skip
ICONS = {"start": "add", "transition": "check", "note": "edit", "undo": "autorenew", "migrate": "autorenew"}


@dataclass(frozen=True)
class DateLine:
    """An open date with its arithmetic."""

    label: Label
    row: Deadline
    recommended_on: date | None
    source: str
    steps: tuple[Message, ...]


@dataclass(frozen=True)
class HistoryLine:
    """One entry of the history, as the timeline draws it."""

    icon: str
    at: datetime
    who: Message
    text: Message


@dataclass(frozen=True)
class PersonPage:
    """All that is shown of a person's path to this reader."""

    enrolment: Enrolment
    state_label: Label
    badge: str
    company: str | None
    open_cases: int
    dates: Sequence[DateLine]
    evidence: Sequence[tuple[Label, Any]]
    options: Sequence[Option]
    history: Sequence[HistoryLine]
    today: date


def person_page(*, enrolment: Enrolment, by: Actor, today: date, now: datetime) -> PersonPage:
    """Read everything a page about a person's path needs."""
    return PersonPage(
        enrolment=enrolment,
        state_label=workflow_of(enrolment).states[enrolment.state].label,
        badge=BADGES.get(enrolment.state, "info"),
        company=company_name(enrolment.company_id),
        open_cases=open_cases_of(enrolment),
        dates=_dates(enrolment, today),
        evidence=_evidence(enrolment, by.role),
        options=options(instance=enrolment, by=by, now=now),
        history=_history(enrolment),
        today=today,
    )


def _dates(enrolment: Enrolment, today: date) -> list[DateLine]:
    rules = workflow_of(enrolment).deadlines
    return [
        DateLine(
            rules[row.rule].label, row,
            explaining.better_day(rules[row.rule], row.due_on, row.recommended_on, today),
            rules[row.rule].cited, explaining.steps_of(row),
        )
        for row in deadlines.open_deadlines(enrolment)
    ]  # fmt: skip


def _evidence(enrolment: Enrolment, role: str) -> list[tuple[Label, Any]]:
    """Label and value of what was proved; choices by their labels."""
    seen = records.read_record(enrolment, "evidence", role)
    lines: list[tuple[Label, Any]] = []
    for field in workflow_of(enrolment).forms["evidence"].fields:
        if field.name not in seen:
            continue
        value = seen[field.name]
        if field.type == "multi_choice":
            value = [choice.label for choice in field.choices if choice.value in value]
        lines.append((field.label, value))
    return lines


def _history(enrolment: Enrolment) -> list[HistoryLine]:
    return [
        HistoryLine(
            ICONS.get(entry.kind, "info"), entry.at, ROLE_LABELS[entry.actor_role], _told(enrolment, entry)
        )
        for entry in reversed(journal.entries_of(enrolment))
    ]


def _told(enrolment: Enrolment, entry: JournalEntry) -> Message:
    """What an entry says, as something that happened; a test holds that every transition has its sentence."""
    told = journal.event_sentence(entry.trigger) or journal.transition_sentence(enrolment.kind, entry.trigger)
    return told or say("Etwas hat sich geändert")
