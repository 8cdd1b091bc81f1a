"""The rows of a case page: deadlines with their arithmetic, consents, history, who looked in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from wbv_mentor.cases.consent import ON_BEHALF_WAYS, PURPOSE_LABELS, WAY_LABELS
from wbv_mentor.cases.letters.sentences import sentence_of
from wbv_mentor.cases.models import Case, Consent, LookInto
from wbv_mentor.cases.path.standing import family_of
from wbv_mentor.companies.models import Contact
from wbv_mentor.db import session
from wbv_mentor.engine.labels import ROLE_LABELS
from wbv_mentor.engine.types import Label
from wbv_mentor.errors import Message
from wbv_mentor.funding.queries import FINAL_QUESTION
from wbv_mentor.pathways import explaining
from wbv_mentor.pathways.definitions import past_state, workflow_of
from wbv_mentor.pathways.models import Deadline, Instance, JournalEntry, StepRecord
from wbv_mentor.people.models import Account

MOST_ENDED = 30


@dataclass(frozen=True)
class DeadlineLine:
    """An open deadline of the case or of one of its applications."""

    id: int
    rule: str
    label: Label
    due_on: date
    recommended_on: date | None
    strict: bool
    owner: str
    source: str
    steps: tuple[Message, ...]
    application: int | None
    last_day: bool
    overdue: bool


@dataclass(frozen=True)
class EndedLine:
    """A date that no longer holds, with the reason."""

    label: Label
    due_on: date
    why: Message
    application: int | None


@dataclass(frozen=True)
class ConsentLine:
    """One consent. `original_due_on` only while the original or the confirmation is still missing."""

    id: int
    purpose: str
    purpose_label: Message
    recipient: str | None
    recipient_label: str | None
    way: str
    way_label: Message
    given_on: date
    alive: bool
    original_due_on: date | None
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class HistoryLine:
    """One journal entry; actors are shown as roles."""

    id: int
    at: datetime
    role_label: Message
    sentence: Message
    to_label: Label | None
    on_behalf: bool
    note: str | None


@dataclass(frozen=True)
class LookedLine:
    """Somebody else looked into the content."""

    role_label: Message
    looked_at: datetime
    reason: str


def deadline_lines(case: Case, today: date) -> list[DeadlineLine]:
    """The open deadlines of a case and of what hangs on it, soonest first."""
    family = {instance.id: instance for instance in family_of(case)}
    query = select(Deadline).where(
        Deadline.instance_id.in_(family), Deadline.met_at.is_(None), Deadline.obsolete_at.is_(None)
    )
    asked = or_(Deadline.rule != FINAL_QUESTION, Deadline.due_on <= today)
    rows = session.scalars(query.where(asked).order_by(Deadline.due_on, Deadline.id)).all()
    return [_deadline(row, family[row.instance_id], today) for row in rows]


def _deadline(row: Deadline, instance: Instance, today: date) -> DeadlineLine:
    rule = workflow_of(instance).deadlines[row.rule]
    return DeadlineLine(
        id=row.id,
        rule=row.rule,
        label=rule.label,
        due_on=row.due_on,
        recommended_on=explaining.better_day(rule, row.due_on, row.recommended_on, today),
        strict=row.strict,
        owner=row.owner,
        source=rule.cited,
        steps=explaining.steps_of(row),
        application=getattr(instance, "number", None),
        last_day=explaining.is_last_day(rule),
        overdue=row.due_on < today,
    )


def ended_lines(case: Case) -> list[EndedLine]:
    """Dates of a case and of what hangs on it that were replaced or are no longer needed, newest first."""
    family = {instance.id: instance for instance in family_of(case)}
    rows = session.scalars(
        select(Deadline)
        .where(Deadline.instance_id.in_(family), Deadline.obsolete_at.is_not(None))
        .order_by(Deadline.obsolete_at.desc(), Deadline.id.desc())
        .limit(MOST_ENDED)
    ).all()
    return [_ended(row, family[row.instance_id]) for row in rows]


def _ended(row: Deadline, instance: Instance) -> EndedLine:
    rule = workflow_of(instance).deadlines.get(row.rule)  # another version may not know it any more
    return EndedLine(
        label=rule.label if rule is not None else Label(de=row.rule, en=row.rule),
        due_on=row.due_on,
        why=explaining.WHY_OVER[str(row.closed_reason)],
        application=getattr(instance, "number", None),
    )


def consent_lines(case: Case) -> list[ConsentLine]:
    """Every consent of a case, newest first."""
    rows = session.scalars(
        select(Consent).where(Consent.case_id == case.id).order_by(Consent.id.desc())
    ).all()
    return [_consent(row) for row in rows]


def _consent(row: Consent) -> ConsentLine:
    waits = row.withdrawn_at is None and row.original_arrived_on is None
    return ConsentLine(
        id=row.id,
        purpose=row.purpose,
        purpose_label=PURPOSE_LABELS[row.purpose],
        recipient=row.recipient,
        recipient_label=recipient_label(row),
        way=row.way,
        way_label=WAY_LABELS[row.way],
        given_on=row.given_on,
        alive=row.withdrawn_at is None,
        original_due_on=row.original_due_on if waits else None,
        withdrawn_at=row.withdrawn_at,
    )


def recipient_label(row: Consent) -> str | None:
    """Who a consent names: a mentor by name, a company or a place as it was written."""
    if row.recipient is None or row.purpose == "contact_channel":
        return None
    kind, _, number = row.recipient.partition(":")
    if kind == "account" and number.isdigit():
        account = session.get(Account, int(number))
        return account.display_name if account is not None else None
    if kind == "contact" and number.isdigit():
        contact = session.get(Contact, int(number))
        return f"{contact.name} ({contact.function}, {contact.company.name})" if contact else None
    return None if row.purpose == "referral" else row.recipient


def history_lines(case: Case, *, notes: bool) -> list[HistoryLine]:
    """What happened to a case and its applications, newest first; `notes` shows what people wrote."""
    family = {instance.id: instance for instance in family_of(case)}
    entries: Sequence[JournalEntry] = session.scalars(
        select(JournalEntry)
        .where(JournalEntry.instance_id.in_(family))
        .options(joinedload(JournalEntry.note))
        .order_by(JournalEntry.at.desc(), JournalEntry.id.desc())
    ).all()
    behalf = _on_behalf([entry.id for entry in entries])
    return [_line(family[entry.instance_id], entry, entry.id in behalf, notes) for entry in entries]


def _on_behalf(entry_ids: Sequence[int]) -> set[int]:
    """Entries that somebody made for the mentee, who had said it on paper or aloud."""
    rows = session.execute(
        select(StepRecord.entry_id, StepRecord.data).where(StepRecord.entry_id.in_(entry_ids))
    )
    return {entry_id for entry_id, data in rows if data.get("way") in ON_BEHALF_WAYS}


def _line(instance: Instance, entry: JournalEntry, on_behalf: bool, notes: bool) -> HistoryLine:
    state = past_state(instance, entry.to_state) if entry.kind not in ("note", "migrate") else None
    written = notes and instance.kind != "company_confirmation"  # there it is the proof of an answer
    return HistoryLine(
        id=entry.id,
        at=entry.at,
        role_label=ROLE_LABELS[entry.actor_role],
        sentence=sentence_of(instance, entry),
        to_label=state.label if state is not None else None,
        on_behalf=on_behalf,
        note=entry.note.text if written and entry.note is not None else None,
    )


def looked_lines(case: Case) -> list[LookedLine]:
    """Who looked into the content, newest first."""
    query = select(LookInto).where(LookInto.case_id == case.id).order_by(LookInto.looked_at.desc())
    return [LookedLine(ROLE_LABELS[row.role], row.looked_at, row.reason) for row in session.scalars(query)]
