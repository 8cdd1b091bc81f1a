"""Who is told when the system moved somebody along the path by itself, and in which words."""

from __future__ import annotations

from typing import Any

from wbv_mentor.clock import berlin_date
from wbv_mentor.db import session
from wbv_mentor.errors import Message, say
from wbv_mentor.outbox.actions import enqueue
from wbv_mentor.outbox.mails import register_mail
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.journal import Line
from wbv_mentor.pathways.models import Instance, JournalEntry
from wbv_mentor.pathways.overdue import register_teller
from wbv_mentor.pathways.overwritten import UNDO_FOR
from wbv_mentor.qualification.models import Enrolment
from wbv_mentor.reminders.places import place_of

TEMPLATE = "qualification_automatic"
WHY = say("Das System hat etwas eingetragen, weil der Tag dafür gekommen war.")
# The beginning of a training is told to the trainers by the question who did not come.
TOLD: dict[str, Message] = {
    "withdraw": say(
        "Sie haben sich für die Qualifizierung interessiert und sich sechs Monate nicht beworben. "
        "Deshalb löschen wir Ihre Angaben. Sie können sich jederzeit neu melden."
    ),
    "mark_renewal_due": say(
        "Die Auffrischung im Verzeichnis wird fällig. Sie brauchen ein Auffrischungsseminar und zwei "
        "Netzwerktreffen, oder einen abgeschlossenen Fall und ein Treffen."
    ),
    "lapse": say(
        "Der Eintrag im Verzeichnis ruht ab heute, weil keine Auffrischung nachgewiesen ist. Laufende Fälle "
        "bekommen eine andere Begleitung. Mit einer Auffrischung geht es wieder weiter."
    ),
    "drop_out": say(
        "Die Unterbrechung dauert länger als zwölf Monate. Deshalb ist die Qualifizierung beendet. "
        "Über das, was besucht wurde, gibt es eine Bescheinigung."
    ),
    "retire": say("Der Eintrag im Verzeichnis hat 36 Monate geruht. Deshalb ist er jetzt beendet."),
}


def register_automatic() -> None:
    """Tell the paths and the outbox."""
    register_teller("mentor_qualification", tell)
    register_mail(TEMPLATE, _build)


def tell(instance: Instance, entry: Line) -> None:
    """The person, and whose turn it was: of an ended entry, whose account is closed, the coordination."""
    if not isinstance(instance, Enrolment) or entry.trigger not in TOLD:
        return
    owner = workflow_of(instance).states[str(entry.from_state)].owner
    recipients = ["role:coordinator"] if entry.trigger == "retire" else [instance.recipient]
    if owner in ("trainer", "coordinator"):
        recipients.append(f"role:{owner}")
    for recipient in recipients:
        enqueue(
            key=f"{TEMPLATE}:{entry.id}:{recipient}", template=TEMPLATE, recipient=recipient,
            context={"enrolment": instance.id, "entry": entry.id, "recipient": recipient},
            reason={"rule": WHY}, now=entry.at, cause=entry.id,
        )  # fmt: skip


def _build(context: dict[str, Any]) -> dict[str, Any] | None:
    """None once the step was taken back or another one followed it."""
    enrolment = session.get(Enrolment, context["enrolment"])
    entry = session.get(JournalEntry, context["entry"])
    if enrolment is None or entry is None or enrolment.state != entry.to_state:
        return None
    return {
        "what": TOLD[entry.trigger],
        "undo_until": berlin_date(entry.at + UNDO_FOR),
        "place": place_of(enrolment, context["recipient"]),
    }
