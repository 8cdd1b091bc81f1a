"""What was entered under a form: drafts, submitted records, and who may read which field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from wbv_mentor.clock import BERLIN
from wbv_mentor.db import session
from wbv_mentor.engine.actors import SYSTEM, Actor
from wbv_mentor.engine.labels import ROLE_LABELS
from wbv_mentor.engine.types import Form, FormField
from wbv_mentor.errors import Message, Refused, Stale, say
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.models import Instance, StepRecord

EMPTY: tuple[object, ...] = (None, "", [], ())
SAVED_ELSEWHERE = say(
    "Inzwischen gibt es hier einen neueren Entwurf (%(role)s, %(time)s Uhr), vielleicht von einem anderen "
    "Gerät. Ihr Text ist noch da. Wenn Sie noch einmal speichern, ersetzt er den anderen."
)
GONE_ELSEWHERE = say(
    "Der Entwurf, den Sie vor sich haben, ist inzwischen abgeschlossen oder verworfen. "
    "Ihr Text ist noch da. Bitte ansehen und noch einmal speichern."
)
READERS: dict[str, Callable[[str], Any]] = {
    "date": date.fromisoformat,
    "decimal": Decimal,
    "money_eur": Decimal,
}


def encode(data: Mapping[str, Any]) -> dict[str, Any]:
    """Field values as JSON keeps them: dates as ISO text, decimals as text, empty ones left out."""

    def plain(value: Any) -> Any:
        if isinstance(value, date):
            return value.isoformat()
        return str(value) if isinstance(value, Decimal) else value

    return {name: plain(value) for name, value in data.items() if value not in EMPTY}


def decode(form: Form, data: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a record in the types of its form's fields."""
    return {
        field.name: READERS[field.type](data[field.name]) if field.type in READERS else data[field.name]
        for field in form.fields
        if field.name in data
    }


def missing(form: Form, data: Mapping[str, Any]) -> list[FormField]:
    """The required fields that have no value."""
    return [field for field in form.fields if field.required and data.get(field.name) in EMPTY]


def check_days(form: Form, data: Mapping[str, Any], today: date) -> None:
    """Refused, naming the field, for a day ahead that says when something happened."""
    for field in form.fields:
        day = data.get(field.name)
        if field.past and isinstance(day, date) and day > today:
            ahead = say("%(field)s: Das Datum liegt in der Zukunft.", field=field.label)
            raise Refused(ahead, field=field.name)


def check(form: Form, data: Mapping[str, Any]) -> dict[str, Any]:
    """The data in plain types; Refused names the first required field left empty or unknown one."""
    unknown = set(data) - {field.name for field in form.fields}
    if unknown:
        raise ValueError(f"no such field: {', '.join(sorted(unknown))}")
    for field in missing(form, data):
        raise Refused(_is_missing(field), field=field.name)
    return encode(data)


def _is_missing(field: FormField) -> Message:
    return say("%(field)s: Bitte füllen Sie dieses Feld aus.", field=field.label)


def latest(instance: Instance, form: str, *, submitted: bool = True) -> StepRecord | None:
    """The newest record of a form; drafts count only when asked for."""
    query = select(StepRecord).where(StepRecord.instance_id == instance.id, StepRecord.form == form)
    if submitted:
        query = query.where(StepRecord.draft.is_(False))
    found: StepRecord | None = session.scalars(query.order_by(StepRecord.revision.desc()).limit(1)).first()
    return found


def values(instance: Instance, form: str) -> dict[str, Any]:
    """The newest submitted values of a form, typed; for rules, never for showing."""
    record = latest(instance, form)
    return decode(workflow_of(instance).forms[form], record.data) if record else {}


def read_record(instance: Instance, form: str, role: str, *, submitted: bool = True) -> dict[str, Any]:
    """The newest values of a form that this role may see, typed."""
    record = latest(instance, form, submitted=submitted)
    if record is None:
        return {}
    declared = workflow_of(instance).forms[form]
    seen = {field.name for field in declared.fields if role in field.visible_to}
    return {name: value for name, value in decode(declared, record.data).items() if name in seen}


def revision_of(instance: Instance, form: str) -> int:
    """How often a form was begun anew; 0 before the first time. Pages show it and send it back."""
    record = latest(instance, form, submitted=False)
    return record.revision if record else 0


def check_revision(instance: Instance, form: str, expected: int | None) -> None:
    """Raise Stale if somebody kept the form anew since it was shown; None asks for no check."""
    record = latest(instance, form, submitted=False)
    if expected is None or record is None or record.revision == expected:
        return
    raise Stale(
        say(
            "Inzwischen hat %(role)s das geändert (%(time)s Uhr). "
            "Ihr Text ist noch da. Bitte ansehen und noch einmal speichern.",
            role=ROLE_LABELS[record.saved_by_role],
            time=record.saved_at.astimezone(BERLIN).strftime("%H:%M"),
        )
    )


def draft_mark(instance: Instance, form: str) -> str:
    """What tells one state of a form's draft from the next; empty without a draft. Pages show it and send
    it back."""
    record = latest(instance, form, submitted=False)
    return record.saved_at.isoformat() if record is not None and record.draft else ""


def check_draft(instance: Instance, form: str, shown: str | None) -> None:
    """Raise Stale if another draft was saved since the page was made, or this one was finished or thrown
    away; None asks for no check."""
    if shown is None or draft_mark(instance, form) == shown:
        return
    record = latest(instance, form, submitted=False)
    if record is not None and record.draft:
        time = record.saved_at.astimezone(BERLIN).strftime("%H:%M")
        raise Stale(say(SAVED_ELSEWHERE.text, role=ROLE_LABELS[record.saved_by_role], time=time))
    raise Stale(GONE_ELSEWHERE)


def save_draft(
    *, instance: Instance, form: str, data: Mapping[str, Any], by: Actor, now: datetime
) -> StepRecord:
    """Keep what was typed so far, complete or not. Never touches the instance's row_version."""
    return _write(instance, form, encode(data), by, now, draft=True)


def fill_in(
    *, instance: Instance, form: str, values: Mapping[str, Any], by: Actor, now: datetime
) -> StepRecord:
    """Put what is known already into a form. As long as nobody has begun it, its draft is the system's:
    no list calls it somebody's unfinished work."""
    known = latest(instance, form, submitted=False)
    begun = known is not None and known.draft and known.saved_by_role != SYSTEM.role
    kept = dict(known.data) if known is not None and known.draft else {}
    return save_draft(
        instance=instance, form=form, data={**kept, **values}, by=by if begun else SYSTEM, now=now
    )


def submit_form(
    *, instance: Instance, form: str, data: Mapping[str, Any], by: Actor, now: datetime
) -> StepRecord:
    """Keep a completed form; Refused when a required field is empty."""
    return _write(instance, form, check(workflow_of(instance).forms[form], data), by, now, draft=False)


def discard_draft(*, instance: Instance, form: str) -> None:
    """Throw away a draft; what was submitted before stays."""
    record = latest(instance, form, submitted=False)
    if record is not None and record.draft:
        session.delete(record)


def _write(
    instance: Instance, form: str, data: dict[str, Any], by: Actor, now: datetime, *, draft: bool
) -> StepRecord:
    record = latest(instance, form, submitted=False)
    if record is None or not record.draft:
        record = StepRecord(instance_id=instance.id, form=form, revision=record.revision + 1 if record else 1)
        session.add(record)
    record.data, record.draft = data, draft
    record.saved_at, record.saved_by_role, record.saved_by_id = now, by.role, by.id
    session.flush()
    return record
