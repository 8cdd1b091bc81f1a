"""What follows when a mentee is asked, says yes, withdraws or goes on after all."""

from __future__ import annotations

from sqlalchemy import select

from wbv_mentor.cases import consent
from wbv_mentor.cases.letters.links import end_link, keep_for_seven_days, keep_on, make_link
from wbv_mentor.cases.letters.sending import write_to_mentee
from wbv_mentor.cases.models import CONFLICTS, Case, Consent
from wbv_mentor.cases.path.anchors import case_of
from wbv_mentor.cases.path.standing import family_of
from wbv_mentor.clock import berlin_date
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.engine.registry import Context, effect, lasts, reversal
from wbv_mentor.errors import say
from wbv_mentor.outbox.actions import cancel
from wbv_mentor.pathways.models import Deadline, JournalEntry
from wbv_mentor.reminders.calendar.feeds import end_feed

ADVICE = "ak_legal_advice"

lasts("record_consent", say("Eine Einwilligung nimmt nur die Person selbst zurück."))
lasts("end_access", say("Dafür gibt es „Doch weitermachen“."))
lasts("restore_access", say("Die Person hat sich neu entschieden. Sie kann ihre Einwilligung zurückziehen."))


@effect("offer_consent")
def offer_consent(context: Context) -> None:
    """The mentee's own link, for the QR code or a mail; paper needs none, but it opens the page too."""
    case: Case = context.instance
    link = make_link(case, now=context.now)
    rule = say("Sie wurden gefragt, ob Ihre Angaben für eine Beratung gespeichert werden dürfen.")
    write_to_mentee(case, "case_consent", rule=rule, now=context.now, cause=context.entry_id, link=link.id)


@reversal("offer_consent")
def take_offer_back(context: Context) -> None:
    """The link opens nothing any more; asked again, the mentee gets another one."""
    end_link(context.instance, now=context.now)


@effect("record_consent")
def record_consent(context: Context) -> None:
    """A row for each yes of the form; at the hand-over of an application the referral."""
    case = case_of(context.instance)
    if case is None:
        return
    stated = consent.stated_by(context.by, context.data, context.now)
    if context.instance is not case:
        consent.record(
            case=case, purpose="referral", recipient=ADVICE, by=context.by, now=context.now, **stated
        )
        return
    scan, original = bool(context.data.get("proof")), bool(context.data.get("original_to_ak"))
    due = consent.original_due(
        stated["way"], stated["given_on"], scan=scan, original=original, entered_on=berlin_date(context.now)
    )
    consent.record(
        case=case,
        purpose="case_work",
        recipient=None,
        by=context.by,
        now=context.now,
        original_due_on=due,
        **stated,
    )
    for purpose in consent.WITH_CASE_WORK:
        if context.data.get(purpose) is True:
            recipient = case.mentee.channel if purpose == "contact_channel" else None
            consent.record(
                case=case, purpose=purpose, recipient=recipient, by=context.by, now=context.now, **stated
            )
    if case.relation in CONFLICTS and context.data.get("conflict_accepted") is True:
        case.conflict_accepted_at = context.now


@effect("end_access")
def end_access(context: Context) -> None:
    """Every consent ends, unsent mail is cancelled, the own link shows only deadlines and the way back.

    The access of everybody else ends with the state (scope.py). Nothing goes to anybody but the mentee.
    """
    case: Case = context.instance
    if context.by.role == "system":
        way = consent.LAPSED
    else:
        way = consent.stated_by(context.by, context.data, context.now)["way"]
    for row in consent.all_alive(case):
        consent.withdraw(row, way=way, now=context.now)
    session.flush()
    cancel_mail(case, context)
    end_feed(of=Actor("mentee", case.mentee_id), now=context.now)
    link = keep_for_seven_days(case, now=context.now)
    rule = say("Ihre Einwilligung wurde zurückgezogen oder nicht bestätigt.")
    write_to_mentee(case, "case_withdrawn", rule=rule, now=context.now, cause=context.entry_id, link=link.id)


def cancel_mail(case: Case, context: Context) -> None:
    """Take back what has not been sent yet: mails about the case and reminders of its deadlines."""
    cancel(key_prefix=f"case:{case.id}:", now=context.now)
    ids = [instance.id for instance in family_of(case)]
    for deadline_id in session.scalars(select(Deadline.id).where(Deadline.instance_id.in_(ids))).all():
        cancel(key_prefix=f"reminder:{deadline_id}:", now=context.now)


@effect("restore_access")
def restore_access(context: Context) -> None:
    """Everything as it was before the withdrawal; the consent to the advice is the one given now."""
    case: Case = context.instance
    moment = session.scalars(
        select(JournalEntry.at)
        .where(
            JournalEntry.instance_id == case.id,
            JournalEntry.to_state == "locked",
            JournalEntry.kind == "transition",
        )
        .order_by(JournalEntry.seq.desc())
        .limit(1)
    ).one()
    ended = select(Consent).where(
        Consent.case_id == case.id, Consent.withdrawn_at == moment, Consent.purpose != "case_work"
    )
    for row in session.scalars(ended).all():
        row.withdrawn_at, row.withdrawn_way = None, None
    stated = consent.stated_by(context.by, context.data, context.now)
    due = consent.original_due(
        stated["way"], stated["given_on"], scan=False, original=True, entered_on=berlin_date(context.now)
    )
    consent.record(
        case=case,
        purpose="case_work",
        recipient=None,
        by=context.by,
        now=context.now,
        original_due_on=due,
        **stated,
    )
    keep_on(case, now=context.now)
