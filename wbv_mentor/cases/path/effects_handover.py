"""What follows when a case goes from one mentor to another, or loses its own."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from wbv_mentor.cases import consent
from wbv_mentor.cases.letters.links import current_link, make_link
from wbv_mentor.cases.letters.recipients import COORDINATION, to_mentee
from wbv_mentor.cases.letters.sending import write, write_to_mentee
from wbv_mentor.cases.mentors import may_accompany
from wbv_mentor.cases.models import Case, Handover
from wbv_mentor.cases.path.guards_ending import recipient_of
from wbv_mentor.cases.path.standing import TRIES, pending_handover, running_strict
from wbv_mentor.cases.tasks import finish_code, make_task
from wbv_mentor.clock import berlin_date
from wbv_mentor.db import session
from wbv_mentor.engine.actors import SYSTEM
from wbv_mentor.engine.registry import Context, effect, lasts, reversal
from wbv_mentor.errors import Refused, say
from wbv_mentor.pathways import journal

lasts("change_mentor", say("Der Fall ist übergeben. Ist das falsch, übergeben Sie ihn noch einmal."))
FIND_WITHIN = timedelta(days=7)
TRIED_BY_MAIL = next(event for event, way in TRIES.items() if way == "email")


@effect("ask_receiver")
def ask_receiver(context: Context) -> None:
    """Ask the receiver, who learns only that there is a case; the consent to this handover is kept."""
    case, to = context.instance, int(context.data["receiver"])
    if context.by.role == "mentee" or context.data.get("way") in consent.ON_BEHALF_WAYS:
        stated = consent.stated_by(context.by, context.data, context.now)
        consent.record(
            case=case,
            purpose="handover",
            recipient=recipient_of(to),
            by=context.by,
            now=context.now,
            **stated,
        )
    waiting = Handover(
        case_id=case.id,
        from_account_id=case.mentor_id,
        to_account_id=to,
        requested_by_role=context.by.role,
        requested_by_id=context.by.id,
        requested_at=context.now,
    )
    session.add(waiting)
    session.flush()
    rule = say("Sie wurden gebeten, einen Beratungsfall zu übernehmen.")
    write(
        case,
        "case_handover_request",
        [f"account:{to}"],
        rule=rule,
        now=context.now,
        cause=context.entry_id,
        handover=waiting.id,
    )


@effect("change_mentor")
def change_mentor(context: Context) -> None:
    """The receiver is the mentor from now on; the old access ends, the mentee is told."""
    case: Case = context.instance
    waiting = _answer(context, "accepted")
    if waiting is None:
        return
    case.mentor_id = waiting.to_account_id
    finish_code(case, "find_mentor", now=context.now)
    # What was said about the old mentor does not hold for the new one, who was checked (receiver_*).
    case.relation, case.conflict_accepted_at = "none", None
    session.flush()
    session.expire(case, ["mentor"])
    write_to_mentee(
        case,
        "case_new_mentor",
        rule=say("Ihre Begleitung hat gewechselt."),
        now=context.now,
        cause=context.entry_id,
    )
    _tell_about_answer(context, waiting)


@effect("tell_requester")
def tell_requester(context: Context) -> None:
    """Who asked learns that the receiver said no, or did not answer."""
    waiting = _answer(context, "no_answer" if context.by.role == "system" else "refused")
    if waiting is not None:
        _tell_about_answer(context, waiting)


@effect("close_handover")
def close_handover(context: Context) -> None:
    """The question is taken back: the receiver need not answer any more."""
    waiting = _answer(context, "cancelled")
    if waiting is not None:
        rule = say("Eine Anfrage zur Übergabe wurde zurückgenommen.")
        recipients = [f"account:{waiting.to_account_id}"]
        write(
            context.instance,
            "case_handover_answer",
            recipients,
            rule=rule,
            now=context.now,
            cause=context.entry_id,
            handover=waiting.id,
        )


@effect("offer_mentee_choices")
def offer_mentee_choices(context: Context) -> None:
    """The old access ends at once. The mentee chooses; the coordination looks for somebody."""
    case: Case = context.instance
    case.mentor_id = None
    session.flush()
    session.expire(case, ["mentor"])
    link = current_link(case, now=context.now) or make_link(case, now=context.now)
    rule = say("Ihre bisherige Begleitung kann nicht weitermachen.")
    if write_to_mentee(case, "case_choose", rule=rule, now=context.now, cause=context.entry_id, link=link.id):
        journal.note(
            instance=case,
            event=TRIED_BY_MAIL,
            by=SYSTEM,
            now=context.now,
            submission=f"{context.entry_id}:mail",
        )
    make_task(
        case=case,
        code="find_mentor",
        title=say("Neue Begleitung finden, die Person dazu fragen"),
        due_on=berlin_date(context.now) + FIND_WITHIN,
        owner="coordinator",
        now=context.now,
        cause=context.entry_id,
    )
    rule = say("Ein Beratungsfall hat keine Begleitung mehr.")
    write(case, "case_mentor_lost", [COORDINATION], rule=rule, now=context.now, cause=context.entry_id)


@effect("hand_deadlines_to_mentee")
def hand_deadlines_to_mentee(context: Context) -> None:
    """Running strict deadlines go on: the mentee gets the list, and whom no mail reaches gets it on paper."""
    case: Case = context.instance
    if not running_strict(case, berlin_date(context.now)):
        return
    rule = say("Für Sie laufen gesetzliche Fristen weiter.")
    write_to_mentee(case, "case_deadlines", rule=rule, now=context.now, cause=context.entry_id)
    if case.state == "awaiting_mentor":
        rule = say("In einem Fall ohne Begleitung laufen gesetzliche Fristen.")
        write(
            case, "case_deadlines_staff", [COORDINATION], rule=rule, now=context.now, cause=context.entry_id
        )
    if not to_mentee(case) and context.by.role != "mentee" and not context.data.get("handed_over"):
        make_task(
            case=case,
            code="hand_over_deadlines",
            title=say("Laufende Fristen der Person schriftlich geben"),
            due_on=berlin_date(context.now),
            owner="coordinator",
            now=context.now,
            cause=context.entry_id,
        )


@reversal("ask_receiver")
def ask_nobody(context: Context) -> None:
    """The question is taken back; a sent one is followed by a correction (correcting.py)."""
    _answer(context, "cancelled")


@reversal("tell_requester")
@reversal("close_handover")
def ask_again(context: Context) -> None:
    """The receiver has to answer again."""
    query = select(Handover).where(Handover.case_id == context.instance.id, Handover.answered_at.is_not(None))
    waiting = session.scalars(query.order_by(Handover.answered_at.desc())).first()
    if waiting is not None:
        waiting.answered_at = waiting.answer = None


@reversal("offer_mentee_choices")
def keep_mentor(context: Context) -> None:
    """The old mentor goes on. Refused if that person may no longer accompany anybody."""
    if not may_accompany(context.instance.mentor_id):
        raise Refused(say("Diese Begleitung kann gerade keine Fälle begleiten."))


def _answer(context: Context, answer: str) -> Handover | None:
    waiting = pending_handover(context.instance)
    if waiting is not None:
        waiting.answered_at, waiting.answer = context.now, answer
        session.flush()
    return waiting


def _tell_about_answer(context: Context, waiting: Handover) -> None:
    """Whoever asked is told, and the old mentor, if that is somebody else."""
    case: Case = context.instance
    told = [f"account:{waiting.from_account_id}"] if waiting.from_account_id is not None else []
    if waiting.requested_by_role == "coordinator":
        told.append(f"account:{waiting.requested_by_id}")
    if waiting.requested_by_role == "mentee" and waiting.answer != "accepted":
        told += to_mentee(case)
    rule = say("Sie haben mit einer Übergabe zu tun, die jetzt beantwortet ist.")
    staff = [recipient for recipient in dict.fromkeys(told) if not recipient.startswith("mentee:")]
    write(
        case,
        "case_handover_answer",
        staff,
        rule=rule,
        now=context.now,
        cause=context.entry_id,
        handover=waiting.id,
    )
    if len(staff) < len(set(told)):
        write_to_mentee(case, "case_message", rule=rule, now=context.now, cause=context.entry_id)
