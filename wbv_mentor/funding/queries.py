"""What pages, guards and other rooms read about applications. A case is any instance that has some."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from wbv_mentor.db import session
from wbv_mentor.engine.actors import SYSTEM
from wbv_mentor.engine.dates import Computed
from wbv_mentor.engine.registry import VOCABULARY, Context
from wbv_mentor.engine.types import DeadlineRule
from wbv_mentor.errors import Message, say
from wbv_mentor.funding.catalogue import Instrument, active_instruments
from wbv_mentor.funding.models import FundingApplication, FundingResult
from wbv_mentor.pathways import explaining
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.models import Deadline, Instance

UNFILED = ("planned", "collecting_documents")
# Asked when the last remedy has passed; as a date ahead its words would be untrue.
FINAL_QUESTION = "decision_final_question"
# "missed" counts as decided for the case (pathways.md); an objection is about a decision that was made.
UNDECIDED = (*UNFILED, "submitted", "more_documents_requested")
OVER = ("settled", "final_rejected", "withdrawn")


def applications_of(case: Instance) -> Sequence[FundingApplication]:
    """The applications of a case by number."""
    found: Sequence[FundingApplication] = session.scalars(
        select(FundingApplication)
        .where(FundingApplication.case_id == case.id)
        .order_by(FundingApplication.number)
    ).all()
    return found


def undecided(case: Instance) -> list[FundingApplication]:
    """Applications on which nobody has decided yet. Papers asked for during an objection do not count."""
    return [
        one for one in applications_of(case) if one.state in UNDECIDED and "objection" not in one.return_to
    ]


def unfiled(case: Instance) -> list[FundingApplication]:
    """Applications that were not sent yet."""
    return [one for one in applications_of(case) if one.state in UNFILED]


def results_of(case: Instance) -> dict[str, FundingResult]:
    """What the mentor found out, by instrument."""
    rows = session.scalars(select(FundingResult).where(FundingResult.case_id == case.id))
    return {row.instrument: row for row in rows}


def unchecked(case: Instance) -> list[Instrument]:
    """Active instruments that have no result with a reason yet."""
    known = {name for name, row in results_of(case).items() if row.reason.strip()}
    return [one for one in active_instruments() if one.id not in known]


def strict_deadlines(case: Instance) -> Sequence[Deadline]:
    """Open strict deadlines of a case's applications, soonest first."""
    found: Sequence[Deadline] = session.scalars(
        select(Deadline)
        .join(FundingApplication, FundingApplication.id == Deadline.instance_id)
        .where(
            FundingApplication.case_id == case.id, Deadline.strict,
            Deadline.met_at.is_(None), Deadline.obsolete_at.is_(None),
        )
        .order_by(Deadline.due_on, Deadline.id)
    ).all()  # fmt: skip
    return found


def filing_deadline(application: FundingApplication, now: datetime) -> tuple[DeadlineRule, Computed] | None:
    """The strict date by which this application has to be filed, by today's course dates; or None."""
    workflow = workflow_of(application)
    context = Context(application, workflow, None, SYSTEM, now)
    for rule in workflow.deadlines.values():
        if not rule.strict or "submit" not in rule.met_by:
            continue
        if any(VOCABULARY.guards[name](context) is not None for name in rule.when):
            continue
        day = next((found for name in rule.anchors if (found := VOCABULARY.anchors[name](application))), None)
        if day is not None:
            return rule, explaining.compute(rule, day)
    return None


def lateness(application: FundingApplication, day: date, now: datetime) -> Message | None:
    """Why an application that is filed on `day` comes too late; None if it is in time."""
    found = filing_deadline(application, now)
    if found is None or day <= found[1].due_on:
        return None
    return say(
        "Für diesen Antrag ist es zu spät: Er musste bis %(day)s gestellt sein (%(rule)s). Das können Sie "
        "noch tun: Grund eintragen und an die AK-Rechtsberatung übergeben.",
        day=found[1].due_on,
        rule=found[0].label,
    )


def may_be_filed_now(application: FundingApplication, today: date, now: datetime) -> Message | None:
    """None while the application can be filed in time; afterwards the sentence that says it is too late."""
    return lateness(application, today, now)
