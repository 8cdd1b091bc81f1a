"""Whether the employer releases the person for the course: a yes, or other times that the person accepted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from wbv_mentor.cases.models import Case
from wbv_mentor.companies.answering.asked import form_of_answer
from wbv_mentor.companies.models import Confirmation
from wbv_mentor.companies.statement import fact
from wbv_mentor.db import session
from wbv_mentor.errors import Reason, say
from wbv_mentor.pathways import journal, records
from wbv_mentor.pathways.models import JournalEntry

TIMES_ACCEPTED = "times_accepted"  # by the person's own link
ACCEPTED_ON_BEHALF = {"paper": "times_accepted_on_paper", "spoken": "times_accepted_aloud"}


def release_confirmed(case: Case) -> bool:
    """Whether the company confirmed the release (C6): as asked, or with times that the person accepted."""
    return any(row.state == "confirmed" or _accepted(case, row) for row in _answers(case))


def times_to_accept(case: Case) -> Confirmation | None:
    """The company's answer with other times that waits for the person; None where nothing depends on it."""
    rows = _answers(case)
    return rows[-1] if rows and not release_confirmed(case) else None


def answer_mark(answer: Confirmation) -> str:
    """Names just this answer: another question, or the same one answered otherwise, has another mark."""
    return f"{answer.id}.{answer.row_version}"


def objection_to_dates(case: Case, start: date | None, end: date | None) -> Reason | None:
    """Accepted times count for the course of just these dates (pathways.md, company_confirmation)."""
    rows = _answers(case)
    if any(row.state == "confirmed" for row in rows):
        return None
    released = [_released(row) for row in rows if _accepted(case, row)]
    if not released or (start, end) in released:
        return None
    first, last = released[-1]
    return say(
        "Der Betrieb stellt vom %(first)s bis %(last)s frei. Tragen Sie diese Kursdaten ein, oder fragen Sie "
        "den Betrieb noch einmal.",
        first=first,
        last=last,
    )


def _answers(case: Case) -> Sequence[Confirmation]:
    query = select(Confirmation).where(
        Confirmation.parent_id == case.id, Confirmation.code == "C6",
        Confirmation.state.in_(("confirmed", "corrected")),
    )  # fmt: skip
    rows: Sequence[Confirmation] = session.scalars(query.order_by(Confirmation.entered_at)).all()
    return rows


def _accepted(case: Case, answer: Confirmation) -> bool:
    """Whether the person said yes to the times since the company named them."""
    query = select(JournalEntry.id).where(
        JournalEntry.instance_id == case.id,
        JournalEntry.trigger.in_((TIMES_ACCEPTED, *ACCEPTED_ON_BEHALF.values())),
        JournalEntry.at >= answer.entered_at,
    )
    return answer.state == "corrected" and session.scalars(query).first() is not None


def _released(answer: Confirmation) -> tuple[Any, Any]:
    """First and last day as the company answered; what it did not change is as it was asked."""
    moves = [entry.trigger for entry in journal.entries_of(answer) if entry.kind == "transition"]
    named = records.values(answer, form_of_answer(moves[-1]))
    asked = answer.statement
    return (
        named.get("other_start") or fact(asked, "starts_on"), named.get("other_end") or fact(asked, "ends_on")
    )  # fmt: skip
