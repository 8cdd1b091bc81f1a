"""Guards on pausing, handing over, ending and erasing a case."""

from __future__ import annotations

from wbv_mentor.cases import consent
from wbv_mentor.cases.mentors import decides_about, has_room, may_accompany
from wbv_mentor.cases.models import Case
from wbv_mentor.cases.path.anchors import FOLLOW_UPS, follow_up_done
from wbv_mentor.cases.path.standing import known_channels, pending_handover, running_strict, tries_of
from wbv_mentor.clock import berlin_date
from wbv_mentor.db import session
from wbv_mentor.engine.registry import Context, guard
from wbv_mentor.errors import Reason, say
from wbv_mentor.pathways.deadlines import rule_of
from wbv_mentor.people.models import Account

TRIES_NEEDED = 2


@guard("drop_out_reason_stated")
def drop_out_reason_stated(context: Context) -> Reason | None:
    """A dropped course has a code; "not stated" is one of them."""
    if context.data.get("result") != "dropped" or context.data.get("drop_out_code"):
        return None
    return say("Bitte wählen Sie den Grund für den Abbruch (auch „Keine Angabe“).")


@guard("follow_ups_done")
def follow_ups_done(context: Context) -> Reason | None:
    """Each of the three follow-ups reached the person, or three attempts were made."""
    case: Case = context.instance
    for form in FOLLOW_UPS:
        if not follow_up_done(case, form):
            label = context.workflow.forms[form].label
            return say("Noch offen: %(form)s.", form=label).with_fix(f"/cases/{case.reference}/forms/{form}")
    return None


@guard("deadlines_handed_over")
def deadlines_handed_over(context: Context) -> Reason | None:
    """No strict deadline is left without somebody who knows it: the mentee has them in writing.

    Where the system closes a case without a course, the effect hands them over; a mentee sees them.
    """
    data = context.data
    if context.by.role == "system":
        return _left_open(context) if context.trigger == "close_case" else None
    if context.by.role == "mentee" or not data:
        return None
    if data.get("handed_over") is True and data.get("handed_over_way"):
        return None
    return _left_open(context)


def _left_open(context: Context) -> Reason | None:
    running = running_strict(context.instance, berlin_date(context.now))
    if not running:
        return None
    first = running[0]
    return say(
        "Es laufen noch Fristen, zum Beispiel: %(label)s, bis %(day)s. "
        "Geben Sie die Liste der ratsuchenden Person schriftlich, und tragen Sie ein, auf welchem Weg.",
        label=rule_of(first).label,
        day=first.due_on,
    )


@guard("system_only_from_awaiting_mentor")
def system_only_from_awaiting_mentor(context: Context) -> Reason | None:
    """The system closes only cases that have had no mentor for sixty days."""
    if context.by.role != "system" or context.instance.state == "awaiting_mentor":
        return None
    return say("Das System schließt nur Fälle ohne Begleitung.")


@guard("mentee_tried_twice")
def mentee_tried_twice(context: Context) -> Reason | None:
    """The system closes only after two tries on two ways; where one way is known, on that one."""
    if context.by.role != "system":
        return None
    case: Case = context.instance
    tries = tries_of(case)
    ways = min(TRIES_NEEDED, max(1, len(known_channels(case))))
    if len(tries) >= TRIES_NEEDED and len(set(tries)) >= ways:
        return None
    return say("Vorher gehören zwei Versuche auf zwei Wegen dazu, die Person zu erreichen.").with_fix(
        f"/cases/{case.reference}/tries"
    )


@guard("mentee_consent_handover")
def mentee_consent_handover(context: Context) -> Reason | None:
    """The mentee agrees to this receiver: by own click, a consent that holds, on paper or aloud.

    Who asked for advice at /ich-suche-rat asked for just this: that somebody is found for her.
    """
    data, case = context.data, context.instance
    if case.opened_by_id is None and case.mentor_id is None and case.state == "contact":
        return None
    if context.by.role in {"mentee", "system"} or not data:
        return None
    if data.get("way") in consent.ON_BEHALF_WAYS and data.get("given_on") is not None:
        return None
    if consent.alive(context.instance, "handover", recipient_of(data.get("receiver"))) is not None:
        return None
    return say(
        "Es fehlt die Einwilligung in die Übergabe. "
        "Bitte tragen Sie ein, wann und wie die Person zugestimmt hat."
    )


def recipient_of(receiver: object) -> str:
    """How a consent names the mentor to whom a case goes."""
    return f"account:{receiver}"


@guard("receiver_active")
def receiver_active(context: Context) -> Reason | None:
    """The receiver may take a case."""
    receiver = context.data.get("receiver")
    if receiver is None or has_room(int(receiver)):
        return None
    return say("%(name)s kann gerade keine Fälle übernehmen.", name=_name(int(receiver)))


def _name(account_id: int) -> str:
    account = session.get(Account, account_id)
    return account.display_name if account is not None else "–"


@guard("receiver_without_conflict")
def receiver_without_conflict(context: Context) -> Reason | None:
    """The receiver is somebody else, and nobody who decides about the mentee in the company."""
    receiver, case = context.data.get("receiver"), context.instance
    if receiver is None:
        return None
    if int(receiver) == case.mentor_id:
        return say("Diese Person begleitet den Fall schon. Bitte wählen Sie eine andere Begleitung.")
    if decides_about(int(receiver), case):
        return say(
            "%(name)s und die ratsuchende Person stehen sich zu nah. "
            "Bitte wählen Sie eine andere Begleitung.",
            name=_name(int(receiver)),
        )
    return None


@guard("is_receiver")
def is_receiver(context: Context) -> Reason | None:
    """Of all mentors only the one who was asked answers."""
    if context.by.role != "mentor":
        return None
    waiting = pending_handover(context.instance)
    if waiting is not None and waiting.to_account_id == context.by.id:
        return None
    return say("Das kann nur die Person, die den Fall übernehmen soll.")


@guard("is_requester")
def is_requester(context: Context) -> Reason | None:
    """Of all mentors only the one who asked takes the question back."""
    if context.by.role != "mentor":
        return None
    waiting = pending_handover(context.instance)
    if waiting is None or (waiting.requested_by_role, waiting.requested_by_id) == ("mentor", context.by.id):
        return None
    return say("Das kann nur, wer die Übergabe angefragt hat.")


@guard("mentor_unavailable")
def mentor_unavailable(context: Context) -> Reason | None:
    """The mentor may no longer accompany: dormant, interrupted, suspended, dropped out or retired."""
    if not may_accompany(context.instance.mentor_id):
        return None
    return say(
        "Die Begleitung ist noch möglich: %(name)s ist im Verzeichnis aktiv. Nutzen Sie „Fall übergeben“.",
        name=_name(context.instance.mentor_id),
    )


@guard("no_legal_hold")
def no_legal_hold(context: Context) -> Reason | None:
    """Nothing is erased that a court or an authority still needs."""
    if not context.instance.legal_hold:
        return None
    return say(
        "Die Angaben dürfen gerade nicht gelöscht werden: "
        "Die AK-Koordination hat eine Aufbewahrung angeordnet."
    )
