"""Guards that every path may name."""

from __future__ import annotations

from datetime import date

from flask import current_app
from sqlalchemy import select

from wbv_mentor.clock import berlin_date
from wbv_mentor.db import session
from wbv_mentor.engine.dates import add_months
from wbv_mentor.engine.registry import Context, guard
from wbv_mentor.errors import Reason, say
from wbv_mentor.outbox.models import UNSENT, OutboxMessage
from wbv_mentor.pathways import records
from wbv_mentor.pathways.deadlines import open_deadlines
from wbv_mentor.pathways.models import Deadline

OWN_STATEMENTS = ("mentee", "applicant")


@guard("form_complete")
def form_complete(context: Context) -> Reason | None:
    """The form of the state that is left has been submitted, nothing required missing."""
    name = context.workflow.states[context.instance.state].form
    if name is None:
        return None
    form = context.workflow.forms[name]
    record = records.latest(context.instance, name, submitted=False)
    if record is None:
        return say("Noch nicht ausgefüllt: %(form)s.", form=form.label)
    if record.draft:
        return say("Noch ein Entwurf, bitte abschließen: %(form)s.", form=form.label)
    lacking = records.missing(form, record.data)
    return say("Es fehlt noch: %(field)s.", field=lacking[0].label) if lacking else None


@guard("date_reached")
def date_reached(context: Context) -> Reason | None:
    """The system fires only when the last safe day has passed; people may fire before."""
    row = _deadline_behind(context)
    if context.by.role != "system" or (row and row.due_on < berlin_date(context.now)):
        return None
    if row is None:
        return say("Dafür läuft keine Frist.")
    return say("Der Tag dafür ist noch nicht gekommen (%(day)s).", day=row.due_on)


@guard("two_notices_sent")
def two_notices_sent(context: Context) -> Reason | None:
    """What the system does to a person's data was announced: every notice that can leave has left.

    Without a mail server (the demo) a notice is read in the application and counts as sent.
    """
    row = _deadline_behind(context)
    if context.by.role != "system" or row is None:
        return None
    waiting = session.scalars(
        select(OutboxMessage.id).where(
            OutboxMessage.key.startswith(f"reminder:{row.id}:"), OutboxMessage.state.in_(UNSENT)
        )
    ).first()
    unsent = waiting is not None and current_app.config["SETTINGS"].smtp_url is not None
    if unsent or row.next_reminder_at is not None:
        return say("Vorher müssen zwei Hinweise verschickt sein.")
    return None


@guard("on_behalf_stated")
def on_behalf_stated(context: Context) -> Reason | None:
    """Who enters something for a person says when and how the person said it (pathways.md, four ways)."""
    data = context.data
    if context.by.role in OWN_STATEMENTS or not data:
        return None
    given_on = data.get("given_on")
    if data.get("way") not in ("paper", "spoken") or given_on is None:
        return say("Bitte tragen Sie ein, wann und auf welchem Weg die ratsuchende Person das gesagt hat.")
    if given_on > berlin_date(context.now):
        return say("Das Datum liegt in der Zukunft.")
    if data["way"] == "spoken" and not (data.get("place") and data.get("text_version")):
        return say("Bei einer mündlichen Erklärung brauchen wir auch Ort und Textfassung.")
    return None


@guard("date_within_6_months")
def date_within_6_months(context: Context) -> Reason | None:
    """The date to return on is ahead and within six months."""
    if _within(context, 6):
        return None
    return say("Bitte wählen Sie einen Tag in den nächsten sechs Monaten.")


@guard("date_within_12_months")
def date_within_12_months(context: Context) -> Reason | None:
    """The date to return on is ahead and within twelve months."""
    if _within(context, 12):
        return None
    return say("Bitte wählen Sie einen Tag in den nächsten zwölf Monaten.")


@guard("within_seven_days")
def within_seven_days(context: Context) -> Reason | None:
    """At most seven days ago the state was entered."""
    days = (berlin_date(context.now) - berlin_date(context.instance.entered_at)).days
    return None if days <= 7 else say("Die sieben Tage zum Überlegen sind vorbei.")


def _within(context: Context, months: int) -> bool:
    day: date | None = context.data.get("return_on")
    today = berlin_date(context.now)
    return day is None or today < day <= add_months(today, months)


def _deadline_behind(context: Context) -> Deadline | None:
    """The open deadline whose passing lets the system fire this transition."""
    rows = open_deadlines(context.instance)
    return next((row for row in rows if row.on_overdue == context.trigger), None)
