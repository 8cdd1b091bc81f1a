"""Guards, anchors and choices of company_confirmation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from wbv_mentor.clock import berlin_date
from wbv_mentor.companies.consents import objection_to
from wbv_mentor.companies.kinds import BY_MENTOR, KINDS
from wbv_mentor.companies.models import Confirmation, Contact
from wbv_mentor.companies.passing_on import objection_to_colleague
from wbv_mentor.db import session
from wbv_mentor.engine.registry import Context, anchor, guard, register_choices
from wbv_mentor.engine.types import Label
from wbv_mentor.errors import Reason, say
from wbv_mentor.pathways import journal, records
from wbv_mentor.people.models import Account

DAYS_TO_ANSWER = 14
MOST_EXTRA_DAYS = 14
ANSWERED = ("confirmed", "corrected", "disputed", "declined")
UNCHANGEABLE = say("Diese Antwort kann nicht mehr geändert werden. Bitte melden Sie sich bei uns.")


@guard("kind_allowed")
def kind_allowed(context: Context) -> Reason | None:
    """A mentor asks for C2 to C6, the coordination for all (pathways.md, company_confirmation)."""
    code = context.instance.code
    if code not in KINDS:
        return say("Diese Art der Bestätigung gibt es nicht.")
    if context.by.role == "mentor" and code not in BY_MENTOR:
        return say("Diese Anfrage kann nur die AK-Koordination stellen.")
    return None


@guard("consent_for_recipient")
def consent_for_recipient(context: Context) -> Reason | None:
    """C4 to C6: the mentee agreed to this request and this recipient."""
    if not KINDS[context.instance.code].from_case:
        return None
    contact = context.data.get("contact")
    return objection_to(context.instance, int(contact) if contact is not None else None)


@guard("not_own_work")
def not_own_work(context: Context) -> Reason | None:
    """Nobody confirms their own work; only a contact of this company who was not ended can be asked."""
    instance: Confirmation = context.instance
    contact = session.get(Contact, int(context.data["contact"])) if context.data.get("contact") else None
    if contact is None or contact.company_id != instance.company_id or contact.ended_at is not None:
        return say("Diese Ansprechperson steht nicht im Verzeichnis des Betriebs.")
    if KINDS[instance.code].works_council_only and not contact.works_council:
        return say("Das kann nur der Betriebsrat beantworten. Wählen Sie eine Ansprechperson von dort.")
    asker = session.get_one(Account, instance.asked_by_id)
    if contact.email == asker.email or contact.name.casefold() == asker.display_name.casefold():
        return say("Ihre eigene Arbeit kann nur jemand anders bestätigen.")
    return None


@guard("answer_known_to_kind")
def answer_known_to_kind(context: Context) -> Reason | None:
    """Each kind knows its own answers: a release cannot be disputed, a needs talk can."""
    if context.transition is None or context.transition.to in KINDS[context.instance.code].answers:
        return None
    return say("Diese Antwort gibt es bei dieser Anfrage nicht.")


@guard("not_asked_for_time_before")
def not_asked_for_time_before(context: Context) -> Reason | None:
    """More time is given once."""
    if any(entry.trigger == "ask_for_time" for entry in journal.standing_moves(context.instance)):
        return say("Sie haben schon einmal um Zeit gebeten. Bitte rufen Sie uns an.")
    return None


@guard("recipient_allowed")
def recipient_allowed(context: Context) -> Reason | None:
    """C4 to C6 go only to contacts whom the consent names, C7 only to the works council."""
    return objection_to_colleague(context.instance, context.data)


@guard("change_still_possible")
def change_still_possible(context: Context) -> Reason | None:
    """Within the time of the kind, counted from the first answer."""
    span = KINDS[context.instance.code].change_for
    answers = [entry for entry in journal.entries_of(context.instance) if entry.to_state in ANSWERED]
    if span is None or not answers:
        return UNCHANGEABLE
    return None if context.now <= answers[0].at + span else UNCHANGEABLE


@guard("revocable_once_confirmed")
def revocable_once_confirmed(context: Context) -> Reason | None:
    """What is not confirmed can be revoked; of the confirmed only C0, C1 and, by the AK, C3."""
    instance: Confirmation = context.instance
    if instance.state != "confirmed" or context.by.role in KINDS[instance.code].revocable:
        return None
    return say("Eine bestätigte Anfrage dieser Art können Sie nicht mehr zurücknehmen.")


@anchor("confirmation_asked")
def confirmation_asked(instance: Confirmation) -> date:
    """The day of the request, moved on by the time the company asked for (at most 14 days)."""
    asked_on = berlin_date(instance.started_at)
    need_until = records.values(instance, "ask_for_time").get("need_until")
    if need_until is None:
        return asked_on
    granted = (need_until - asked_on).days - DAYS_TO_ANSWER
    return asked_on + timedelta(days=max(0, min(granted, MOST_EXTRA_DAYS)))


def company_contacts() -> Iterable[tuple[str, Label]]:
    """Nobody: whom one may choose depends on the company, so the pages that ask offer its contacts."""
    return ()


register_choices("company_contacts", company_contacts)
register_choices("pass_on_contacts", company_contacts)
