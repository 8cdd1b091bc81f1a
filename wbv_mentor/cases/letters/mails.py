"""What the mails about cases say, looked up when they are sent. None: their occasion is gone.

To mentees they are neutral (texts.md, 9); to staff they carry the reference, never a person.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import current_app

from wbv_mentor import clock
from wbv_mentor.cases.letters.links import current_link, link_address
from wbv_mentor.cases.letters.sentences import sentence_of
from wbv_mentor.cases.models import Case, Handover
from wbv_mentor.cases.path.anchors import case_of
from wbv_mentor.cases.path.standing import pending_handover, running_strict
from wbv_mentor.clock import berlin_date
from wbv_mentor.config import Settings
from wbv_mentor.db import session
from wbv_mentor.engine.registry import VOCABULARY
from wbv_mentor.errors import say
from wbv_mentor.outbox.mails import register_mail
from wbv_mentor.pathways.deadlines import rule_of
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.models import JournalEntry
from wbv_mentor.pathways.overwritten import UNDO_FOR
from wbv_mentor.people.links import is_open
from wbv_mentor.people.models import Account, MailedLink
from wbv_mentor.reminders.mails import use_template
from wbv_mentor.reminders.mails import values_of as reminder_values
from wbv_mentor.reminders.places import Place

Values = dict[str, Any]
ANSWERS = ("accepted", "refused", "no_answer", "cancelled")


def consent(context: Values) -> Values | None:
    """The link by which the mentee says yes or no."""
    case = session.get(Case, context["case"])
    link = session.get(MailedLink, context["link"])
    if case is None or link is None or case.state != "consent_pending" or not is_open(link, now=clock.now()):
        return None
    return {"address": link_address(link), "mentor": _mentor_name(case)}


def message(context: Values) -> Values | None:
    """A neutral line with the link: there is something to look at."""
    case = _open_case(context)
    link = current_link(case, now=clock.now()) if case is not None else None
    if case is None or link is None:
        return None
    return {"address": link_address(link), "mentor": _mentor_name(case)}


def choose(context: Values) -> Values | None:
    """A mentee without a mentor is asked how to go on."""
    case = _open_case(context)
    return message(context) if case is not None and case.state in ("awaiting_mentor", "handover") else None


def deadlines_of_mentee(context: Values) -> Values | None:
    """The running strict deadlines, in plain words, with the link."""
    case = session.get(Case, context["case"])
    if case is None or case.state == "erased":
        return None
    link = current_link(case, now=clock.now())
    lines = _deadlines(case)
    return (
        {"deadlines": lines, "address": link_address(link) if link is not None else None} if lines else None
    )


def withdrawn(context: Values) -> Values | None:
    """The receipt: what is erased when, what still runs, and the way back."""
    case = session.get(Case, context["case"])
    if case is None or case.state != "locked":
        return None
    link = current_link(case, now=clock.now())
    return {
        "deadlines": _deadlines(case),
        "address": link_address(link) if link is not None else None,
        "until": berlin_date(link.expires_at) - timedelta(days=1) if link is not None else None,
    }


def handover_request(context: Values) -> Values | None:
    """To the receiver: reference and who asks, nothing else."""
    handover = session.get(Handover, context["handover"])
    if handover is None or handover.answered_at is not None or handover.case.state != "handover":
        return None
    old = session.get(Account, handover.from_account_id) if handover.from_account_id is not None else None
    return {
        "reference": handover.case.reference,
        "from_name": old.display_name if old is not None else None,
        "address": f"{_base()}/handovers/{handover.id}",
    }


def handover_answer(context: Values) -> Values | None:
    """To whoever asked or was asked: how the question ended."""
    handover = session.get(Handover, context["handover"])
    if handover is None or handover.answer not in ANSWERS:
        return None
    return {"reference": handover.case.reference, "answer": handover.answer}


def mentor_lost(context: Values) -> Values | None:
    """To the coordination: a case needs somebody."""
    case = _open_case(context)
    if case is None or case.state != "awaiting_mentor":
        return None
    return {"reference": case.reference, "address": _address(case)}


def asked(context: Values) -> Values | None:
    """To the coordination: somebody asked for advice and has nobody yet."""
    case = _open_case(context)
    if case is None or case.state != "contact" or case.mentor_id is not None:
        return None
    return {"reference": case.reference, "address": _address(case)}


def deadlines_of_staff(context: Values) -> Values | None:
    """To the coordination: what runs in a case without a mentor."""
    case = _open_case(context)
    lines = _deadlines(case) if case is not None else []
    if case is None or not lines:
        return None
    return {"reference": case.reference, "address": _address(case), "deadlines": lines}


def automatic(context: Values) -> Values | None:
    """To the owner: the system has moved a case by itself."""
    case = session.get(Case, context["case"])
    entry = session.get(JournalEntry, context["entry"])
    if case is None or entry is None or case.state == "locked":
        return None
    lasting = VOCABULARY.lasting.keys() & set(workflow_of(case).transitions[entry.trigger].effects)
    return {
        "reference": case.reference, "what": sentence_of(case, entry), "address": _address(case),
        "undo_until": None if lasting else berlin_date(entry.at + UNDO_FOR),
    }  # fmt: skip


def place_of_case(case: Any, recipient: str) -> Place:
    """Where a reminder leads: the mentee to the own page, who was asked to take the case to the
    question, everybody else to the case or application."""
    root = case_of(case)
    assert root is not None
    title = say("Fall %(reference)s", reference=root.reference)
    if recipient.startswith("mentee:"):
        link = current_link(root, now=clock.now())
        return Place(title, link_address(link) if link is not None else f"{_base()}/")
    waiting = pending_handover(root) if root.state == "handover" else None
    if waiting is not None and recipient == f"account:{waiting.to_account_id}":
        return Place(title, f"{_base()}/handovers/{waiting.id}")
    number = getattr(case, "number", None)
    return Place(title, _address(root) + (f"/applications/{number}" if number is not None else ""))


def _open_case(context: Values) -> Case | None:
    case = session.get(Case, context["case"])
    return case if case is not None and case.state not in ("locked", "erased") else None


def _deadlines(case: Case) -> list[Values]:
    return [
        {"label": rule_of(row).label, "due_on": row.due_on} for row in running_strict(case, clock.today())
    ]


def _mentor_name(case: Case) -> str | None:
    return case.mentor.display_name if case.mentor is not None else None


def _address(case: Case) -> str:
    return f"{_base()}/cases/{case.reference}"


def _base() -> str:
    settings: Settings = current_app.config["SETTINGS"]
    return settings.base_url.rstrip("/")


def erasure_notice(context: Values) -> Values | None:
    """What a mentee is told before the own data are erased: on the day after the deadline's last day."""
    values = reminder_values(context)
    return None if values is None else {**values, "erased_on": values["due_on"] + timedelta(days=1)}


def register_mails() -> None:
    """Tell the outbox, and reminders in which words a mentee hears of an erasure or a confirmation."""
    register_mail("reminder_erasure", erasure_notice)
    register_mail("reminder_confirmation", reminder_values)
    for rule in ("erasure_after_withdrawal", "erasure_after_closing"):
        use_template(rule, "mentee", "reminder_erasure")
    use_template("spoken_consent_confirmed", "mentee", "reminder_confirmation")
    register_mail("case_consent", consent)
    register_mail("case_message", message)
    register_mail("case_new_mentor", message)
    register_mail("case_choose", choose)
    register_mail("case_deadlines", deadlines_of_mentee)
    register_mail("case_withdrawn", withdrawn)
    register_mail("case_handover_request", handover_request)
    register_mail("case_handover_answer", handover_answer)
    register_mail("case_mentor_lost", mentor_lost)
    register_mail("case_asked", message)
    register_mail("case_asked_staff", asked)
    register_mail("case_deadlines_staff", deadlines_of_staff)
    register_mail("case_automatic", automatic)
