"""Erasing (Art. 17 GDPR): what is kept is the reference, dates, codes and the proof of consent.

Nothing here touches the journal's chain: names and texts never stood in it, and notes stand beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select, update

from wbv_mentor.cases.letters.links import end_link
from wbv_mentor.cases.models import Case, EmployerRequest, LookInto, Offer, Talk, Task
from wbv_mentor.cases.path.standing import family_of, pending_handover
from wbv_mentor.companies.links import forget_statement
from wbv_mentor.companies.models import Confirmation
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.engine.registry import Context, effect, lasts
from wbv_mentor.engine.types import FormField
from wbv_mentor.errors import say
from wbv_mentor.funding.models import FundingApplication, FundingResult
from wbv_mentor.outbox.models import CANCELLED, UNSENT, OutboxMessage
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.models import Instance, JournalEntry, JournalNote, JournalOverwritten, StepRecord
from wbv_mentor.reminders.calendar.feeds import end_feed

KEPT_AFTER_ERASURE = ("process", "consent_proof", "register")
SENSITIVE = ("health", "family", "money")  # categories asked only if the person wants to say it
SENSITIVE_FIELDS = ("learning_experiences", "german_level")
lasts("erase_content", say("Was gelöscht ist, lässt sich nicht zurückholen."))
FREE_TEXT = ("text", "long_text", "email", "phone", "file")


@effect("erase_content")
def erase_content(context: Context) -> None:
    """Erase a case with its applications and confirmations."""
    case: Case = context.instance
    family = family_of(case)
    for instance in family:
        _strip_records(instance)
    _forget_notes(family)
    _forget_work(case)
    _forget_person(case, context.now)
    _forget_applications(case)
    _forget_requests(case, context.now)
    waiting = pending_handover(case)
    if waiting is not None:
        waiting.answered_at, waiting.answer = context.now, "erased"
    end_link(case, now=context.now)
    end_feed(of=Actor("mentee", case.mentee_id), now=context.now)
    session.flush()
    _empty_mails(case, family, context.now)


def forget_sensitive(case: Case) -> None:
    """At closing: health, family, money, learning experiences and language level go."""

    def goes(field: FormField) -> bool:
        return field.category in SENSITIVE or field.name in SENSITIVE_FIELDS

    _strip(case, goes)


def _strip_records(instance: Instance) -> None:
    def goes(field: FormField) -> bool:
        proof = field.retention == "consent_proof"
        return field.retention not in KEPT_AFTER_ERASURE or (field.type in FREE_TEXT and not proof)

    _strip(instance, goes)


def _strip(instance: Instance, goes: Callable[[FormField], bool]) -> None:
    """Take fields out of every record of an instance; a record with nothing left goes as a whole."""
    forms = workflow_of(instance).forms
    for record in session.scalars(select(StepRecord).where(StepRecord.instance_id == instance.id)).all():
        declared = {field.name: field for field in forms[record.form].fields}
        kept = {
            name: value
            for name, value in record.data.items()
            if name in declared and not goes(declared[name])
        }
        if not kept:
            session.delete(record)
        elif kept != record.data:
            record.data = kept


def _forget_notes(family: Sequence[Instance]) -> None:
    entries = select(JournalEntry.id).where(JournalEntry.instance_id.in_([one.id for one in family]))
    for model in (JournalNote, JournalOverwritten):
        session.execute(
            delete(model).where(model.entry_id.in_(entries)),
            execution_options={"synchronize_session": False},
        )


def _forget_work(case: Case) -> None:
    """Talks keep their day, kind and length; everything else that was written down goes."""
    session.execute(update(Talk).where(Talk.case_id == case.id).values(keywords=None))
    session.execute(update(LookInto).where(LookInto.case_id == case.id).values(reason=""))
    for model in (Task, Offer, FundingResult):
        session.execute(delete(model).where(model.case_id == case.id))


def _forget_person(case: Case, now: datetime) -> None:
    mentee = case.mentee
    mentee.alias = mentee.first_name = mentee.last_name = None
    mentee.channel = mentee.email = mentee.phone = mentee.postal_address = mentee.good_times = None
    mentee.erased_at = now
    case.employer_id = case.employer_name = case.workplace = None
    case.course_title = case.course_provider = None


def _forget_applications(case: Case) -> None:
    """Instrument, dates and amount are figures; the file number names a person at an authority."""
    session.execute(
        update(FundingApplication).where(FundingApplication.case_id == case.id).values(file_number=None),
        execution_options={"synchronize_session": "fetch"},
    )


def _forget_requests(case: Case, now: datetime) -> None:
    """What the employer was told about the person, and the links by which it could still be read."""
    quiet = {"synchronize_session": False}
    session.execute(
        update(EmployerRequest).where(EmployerRequest.case_id == case.id).values(statement={}),
        execution_options=quiet,
    )
    for instance in family_of(case):
        if isinstance(instance, Confirmation):
            forget_statement(instance, now=now)


def _empty_mails(case: Case, family: Sequence[Instance], now: datetime) -> None:
    """Cancel what was not sent and empty what was, so that a row says only that a mail went out."""
    entries = select(JournalEntry.id).where(JournalEntry.instance_id.in_([one.id for one in family]))
    ours = or_(
        OutboxMessage.recipient == f"mentee:{case.mentee_id}",
        OutboxMessage.key.startswith(f"case:{case.id}:", autoescape=True),
        OutboxMessage.cause.in_(entries),
    )
    quiet = {"synchronize_session": False}
    session.execute(
        update(OutboxMessage).where(ours, OutboxMessage.state.in_(UNSENT)).values(state=CANCELLED),
        execution_options=quiet,
    )
    emptied: dict[str, Any] = {"context": {}, "reason": {}, "last_error": None, "emptied_at": now}
    session.execute(update(OutboxMessage).where(ours).values(emptied), execution_options=quiet)
