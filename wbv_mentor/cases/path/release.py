"""Whether the employer releases the person for the course: a yes, or other times that the person accepted."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from wbv_mentor.cases.models import Case
from wbv_mentor.companies.answering.asked import form_of_answer
from wbv_mentor.companies.guards import ANSWERED
from wbv_mentor.companies.models import Confirmation
from wbv_mentor.companies.statement import fact
from wbv_mentor.db import session
from wbv_mentor.errors import Reason, say
from wbv_mentor.pathways import journal, records
from wbv_mentor.pathways.models import JournalEntry

# In the journal each stands with the mark of the answer behind a colon.
TIMES_ACCEPTED = "times_accepted"  # by the person's own link
ACCEPTED_ON_BEHALF = {"paper": "times_accepted_on_paper", "spoken": "times_accepted_aloud"}


def release_confirmed(case: Case) -> bool:
    """Whether the company confirmed the release (C6): as asked, or with times that the person accepted."""
    newest = _newest_answer(case)
    return newest is not None and _counts(case, newest)


def times_to_accept(case: Case) -> Confirmation | None:
    """The company's answer with other times that waits for the person; None where nothing depends on it."""
    newest = _newest_answer(case)
    return newest if newest and newest.state == "corrected" and not _counts(case, newest) else None


def answer_mark(answer: Confirmation) -> str:
    """Names just this answer: another question, or the same one answered otherwise, has another mark."""
    return f"{answer.id}.{answer.row_version}"


def objection_to_dates(case: Case, start: date | None, end: date | None) -> Reason | None:
    """A release covers the days it was given for and no others (pathways.md, company_confirmation)."""
    newest = _newest_answer(case)
    if newest is None or not _counts(case, newest):
        return None
    first, last = _released(newest)
    if (first is None or start is None or first <= start) and (last is None or end is None or end <= last):
        return None
    return say(
        "Der Betrieb stellt vom %(first)s bis %(last)s frei. Tragen Sie diese Kursdaten ein, oder fragen Sie "
        "den Betrieb noch einmal.",
        first=first,
        last=last,
    )


def _newest_answer(case: Case) -> Confirmation | None:
    """The company's last word: whoever was asked again has answered for the questions before it, too."""
    query = select(Confirmation).where(
        Confirmation.parent_id == case.id, Confirmation.code == "C6", Confirmation.state.in_(ANSWERED)
    )
    newest_first = query.order_by(Confirmation.entered_at.desc(), Confirmation.id.desc())
    found: Confirmation | None = session.scalars(newest_first.limit(1)).first()
    return found


def _counts(case: Case, answer: Confirmation) -> bool:
    """A yes does; other times do once the person said yes to just them, whatever was answered meanwhile."""
    if answer.state != "corrected":
        return answer.state == "confirmed"
    mark = answer_mark(answer)
    accepted = [f"{event}:{mark}" for event in (TIMES_ACCEPTED, *ACCEPTED_ON_BEHALF.values())]
    query = select(JournalEntry.id).where(
        JournalEntry.instance_id == case.id, JournalEntry.trigger.in_(accepted)
    )
    return session.scalars(query.limit(1)).first() is not None


def _released(answer: Confirmation) -> tuple[Any, Any]:
    """First and last day as the company answered; what it did not change is as it was asked."""
    moves = [entry.trigger for entry in journal.entries_of(answer) if entry.kind == "transition"]
    named = records.values(answer, form_of_answer(moves[-1]))
    asked = answer.statement
    return (
        named.get("other_start") or fact(asked, "starts_on"), named.get("other_end") or fact(asked, "ends_on")
    )  # fmt: skip
