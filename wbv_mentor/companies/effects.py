"""Effects of company_confirmation.

A contact with a mail address gets link and code. Without one the coordination is asked to call, and
records the answer by the transitions made for that.
"""

from __future__ import annotations

import json

from wbv_mentor.clock import berlin_date
from wbv_mentor.companies.answers import given
from wbv_mentor.companies.asking import ask_again
from wbv_mentor.companies.kinds import KINDS
from wbv_mentor.companies.letters import reachable, send_question, send_receipt
from wbv_mentor.companies.links import end_links, end_receipts, make_link, reopen_link
from wbv_mentor.companies.models import Confirmation
from wbv_mentor.companies.passing_on import colleague_of
from wbv_mentor.db import session
from wbv_mentor.engine.registry import Context, effect, lasts, reversal
from wbv_mentor.errors import Message, Refused, say
from wbv_mentor.outbox.actions import cancel, enqueue
from wbv_mentor.pathways import journal
from wbv_mentor.pathways.records import encode
from wbv_mentor.people.models import Account
from wbv_mentor.reminders.owners import recipients_of

COORDINATORS = "role:coordinator"

lasts("keep_evidence", say("Der Betrieb hat geantwortet. Seine Antwort kann nur er selbst ändern."))
lasts("ask_colleague", say("Die Anfrage ist schon weitergegeben."))

journal.register_event("answer_kept", say("Antwort des Betriebs festgehalten"))


@effect("send_request")
def send_request(context: Context) -> None:
    """Write to the contact; without a mail address the coordination calls."""
    if reachable(context.instance) is not None:
        make_link(context.instance, now=context.now)
        send_question(context.instance, cause=context.entry_id, now=context.now)
        return
    _mail(
        context, "company_request", COORDINATORS, say("Ein Betrieb soll um eine Bestätigung gebeten werden.")
    )


@effect("add_call_task")
def add_call_task(context: Context) -> None:
    """14 days without an answer: the coordination calls."""
    _mail(context, "company_call", COORDINATORS, say("Ein Betrieb hat 14 Tage nicht geantwortet."))


@effect("add_question_task")
def add_question_task(context: Context) -> None:
    """The company asks for time or has a question: who asked for the confirmation is told."""
    asker = f"account:{context.instance.asked_by_id}"
    _mail(context, "company_question", asker, say("Ein Betrieb hat eine Frage zu Ihrer Anfrage."))


@effect("send_receipt")
@effect("send_written_copy")
def send_written_copy(context: Context) -> None:
    """The contact gets a copy of the answer, as a letter where no mail arrives; the asker is told of it."""
    _tell_asker(context, "company_answered", say("Ein Betrieb hat auf Ihre Anfrage geantwortet."))
    if send_receipt(context.instance, cause=context.entry_id, now=context.now):
        return
    _mail(
        context,
        "company_copy",
        COORDINATORS,
        say("Eine Ansprechperson bekommt eine Abschrift ihrer Antwort."),
    )


@effect("keep_evidence")
def keep_evidence(context: Context) -> None:
    """Bind the answer's exact words to the journal's chain: their digest cannot be changed any more.

    Refused for an answer that leaves out what it is about: other times without a time.
    """
    _require_needs(context)
    answer = {"kind": context.instance.code, "answer": context.instance.state, **encode(context.data)}
    journal.note(
        instance=context.instance, event="answer_kept", by=context.by, now=context.now,
        submission=f"{context.entry_id}:evidence",
        text=json.dumps(answer, sort_keys=True, ensure_ascii=False),
    )  # fmt: skip


def _require_needs(context: Context) -> None:
    said = given(context.instance.code, context.instance.state, context.data.get("declined"))
    needs = said.needs if said is not None else ()
    if needs and all(context.data.get(name) in (None, "") for name in needs):
        raise Refused(say("Bitte füllen Sie dieses Feld aus."), field=needs[0])


@effect("end_link")
def end_link(context: Context) -> None:
    """Nothing can be answered by link any more, and nobody is asked to call about it."""
    end_links(context.instance, now=context.now)
    if context.transition is not None and context.transition.to == "revoked":
        end_receipts(context.instance, now=context.now)
    for template in ("company_asked", "company_request", "company_question"):
        cancel(key_prefix=f"{template}:{context.instance.id}:", now=context.now)


@reversal("end_link")
def open_link_again(context: Context) -> None:
    """The company can answer again, as long as from a fresh question. What was revoked stays so: the ground
    for it, a consent or the release, is gone."""
    if context.transition is not None and context.transition.to == "revoked":
        raise Refused(say("Die Anfrage an den Betrieb ist zurückgenommen. Fragen Sie ihn bitte neu."))
    reopen_link(context.instance, now=context.now)


@effect("move_expiry")
def move_expiry(context: Context) -> None:
    """The anchor of the expiry reads the date from the answer; here it must be one that lies ahead."""
    need_until = context.data.get("need_until")
    if need_until is None and not context.data.get("question"):
        raise Refused(say("Geben Sie ein Datum oder eine Frage ein."), field="need_until")
    if need_until is not None and need_until <= berlin_date(context.now):
        raise Refused(say("Geben Sie ein Datum ein, das noch kommt."), field="need_until")


@effect("ask_colleague")
def ask_colleague(context: Context) -> None:
    """A new confirmation for the person in charge, asked for by the same account in the same words.

    Where nobody may be named, whoever asked has to find out.
    """
    old: Confirmation = context.instance
    contact = colleague_of(old, context.data, now=context.now)
    if contact is None:
        why = say("Die Ansprechperson ist nicht zuständig.")
        _tell_asker(context, "company_not_in_charge", why)
        return
    asker = session.get_one(Account, old.asked_by_id)
    ask_again(old, contact, by=asker.actor, now=context.now, submission=f"{context.entry_id}:colleague")


def _tell_asker(context: Context, template: str, why: Message) -> None:
    """Who asked; for a question from a case its mentor of today."""
    instance: Confirmation = context.instance
    mentors = recipients_of("mentor", instance.parent) if instance.parent is not None else []
    for recipient in mentors or [f"account:{instance.asked_by_id}"]:
        _mail(context, template, recipient, why)


def _mail(context: Context, template: str, recipient: str, why: Message) -> None:
    fact = say("Es geht um: %(kind)s.", kind=str(KINDS[context.instance.code].label))
    enqueue(
        key=f"{template}:{context.instance.id}:{context.entry_id}", template=template, recipient=recipient,
        context={"confirmation": context.instance.id}, reason={"rule": why, "fact": fact}, now=context.now,
        cause=context.entry_id,
    )  # fmt: skip
