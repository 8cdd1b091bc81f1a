"""An application as its page and its case show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from wbv_mentor.engine.actors import Actor
from wbv_mentor.engine.registry import VOCABULARY
from wbv_mentor.engine.types import Label
from wbv_mentor.errors import Message, say
from wbv_mentor.funding.catalogue import Instrument, instrument
from wbv_mentor.funding.guards import SBFG_ANSWER
from wbv_mentor.funding.models import FundingApplication
from wbv_mentor.funding.queries import FINAL_QUESTION, may_be_filed_now
from wbv_mentor.pathways import deadlines, explaining, records
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.models import Instance
from wbv_mentor.pathways.options import Option, options

BADGES = {
    "approved": "success", "partly_approved": "success", "deemed_approved": "success",
    "final_approved": "success", "settled": "success", "rejected": "danger", "final_rejected": "danger",
    "revoked": "danger", "missed": "warning", "more_documents_requested": "warning",
}  # fmt: skip
AFTER_A_NO = ("rejected", "partly_approved", "revoked")
HAND_OFF = {
    "labour_court": say(
        "Gegen die Antwort eines Betriebs gibt es keinen Widerspruch. Zuständig ist das Arbeitsgericht. "
        "Bitte übergeben Sie den Antrag an die AK-Rechtsberatung."
    ),
    "none": say("Hier gibt es keinen Widerspruch. Bitte übergeben Sie den Antrag an die AK-Rechtsberatung."),
}


@dataclass(frozen=True)
class DateLine:
    """One open date with its arithmetic."""

    label: Label
    due_on: date
    recommended_on: date | None
    strict: bool
    source: str
    steps: tuple[Message, ...]


@dataclass(frozen=True)
class Paper:
    """One document: `there`, `company` (only the company has it) or `open`."""

    id: str
    label: Label
    status: str


@dataclass(frozen=True)
class Card:
    """All that is shown. `silence_until`: the employer had to answer by this day (SBFG)."""

    application: FundingApplication
    instrument: Instrument
    state_label: Label
    badge: str
    authority: Label | str | None
    dates: Sequence[DateLine]
    papers: Sequence[Paper]
    options: Sequence[Option]
    notes: Sequence[Message]
    silence_until: date | None
    amount_eur: Decimal | None


def card_of(*, application: FundingApplication, by: Actor, today: date, now: datetime) -> Card:
    """The card of an application for this reader."""
    chosen = instrument(application.instrument)
    stated = records.read_record(application, "application", by.role)
    return Card(
        application=application,
        instrument=chosen,
        state_label=workflow_of(application).states[application.state].label,
        badge=BADGES.get(application.state, "info"),
        authority=stated.get("authority") or chosen.authority,
        dates=date_lines(application, today),
        papers=papers_of(application),
        options=_fitting(options(instance=application, by=by, now=now), chosen),
        notes=_notes(application, chosen, today, now),
        silence_until=_silence_until(application, chosen, today),
        amount_eur=application.amount_eur,
    )


def date_lines(application: FundingApplication, today: date) -> list[DateLine]:
    """The open dates of an application, soonest first; a question about a date only once it has passed."""
    rules = workflow_of(application).deadlines
    return [
        DateLine(
            label=rules[row.rule].label, due_on=row.due_on,
            recommended_on=explaining.better_day(rules[row.rule], row.due_on, row.recommended_on, today),
            strict=row.strict, source=rules[row.rule].cited,
            steps=explaining.steps_of(row),
        )
        for row in deadlines.open_deadlines(application)
        if row.rule != FINAL_QUESTION or today > row.anchor_on
    ]  # fmt: skip


def papers_of(application: FundingApplication) -> list[Paper]:
    """The checklist of the instrument with what was ticked; before the first tick as the catalogue has it."""
    record = records.latest(application, "documents", submitted=False)
    ticked = record.data if record is not None else {}
    there, company = ticked.get("there", []), ticked.get("only_company", [])
    return [
        Paper(
            paper.id,
            paper.label,
            "there" if paper.id in there else "company" if paper.id in company else "open",
        )
        for paper in instrument(application.instrument).documents
    ]


def papers_lacking(instance: Instance, rule: str) -> list[Message]:
    """What a reminder to file lists as still missing; nothing for dates that no paper is needed for."""
    if not isinstance(instance, FundingApplication):
        return []
    if "submit" not in workflow_of(instance).deadlines[rule].met_by:
        return []
    return [say("%(paper)s", paper=paper.label) for paper in papers_of(instance) if paper.status == "open"]


def _fitting(found: Sequence[Option], chosen: Instrument) -> list[Option]:
    """Silence means something under the SBFG alone; elsewhere that way is not even shown."""
    return [option for option in found if option.name != "deem_approved" or chosen.law == "sbfg"]


def _notes(application: FundingApplication, chosen: Instrument, today: date, now: datetime) -> list[Message]:
    notes = []
    if application.state in AFTER_A_NO and chosen.remedy in HAND_OFF:
        notes.append(HAND_OFF[chosen.remedy])
    if application.state in ("planned", "collecting_documents", "missed"):
        late = may_be_filed_now(application, today, now)
        notes += [late] if late else []
    return notes


def _silence_until(application: FundingApplication, chosen: Instrument, today: date) -> date | None:
    begins = VOCABULARY.anchors["course_start"](application)
    if chosen.law != "sbfg" or application.state != "submitted" or begins is None:
        return None
    return begins - SBFG_ANSWER - timedelta(days=1) if today >= begins - SBFG_ANSWER else None
