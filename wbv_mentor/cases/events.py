"""What happens in a case without a change of state, in the past tense, as the history tells it."""

from __future__ import annotations

from datetime import datetime

from wbv_mentor.cases.models import Case
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Message, say
from wbv_mentor.pathways import deadlines, journal
from wbv_mentor.pathways.journal import Line, register_event

EVENTS: dict[str, Message] = {
    "reachability_changed": say("Erreichbarkeit geändert"),
    "concern_recorded": say("Anliegen aufgenommen"),
    "form_saved": say("Angaben gespeichert"),
    "follow_up_recorded": say("Nachbetreuung eingetragen"),
    "attendance_recorded": say("Anwesenheit eingetragen"),
    "link_renewed": say("Neuer Link für die ratsuchende Person"),
    "consent_given": say("Weitere Einwilligung gegeben"),
    "consent_withdrawn": say("Eine Einwilligung zurückgezogen"),
    "original_arrived": say("Original der Einwilligung angekommen"),
    "consent_confirmed": say("Mündliche Einwilligung bestätigt"),
    "conflict_accepted": say("Begleitung trotz Nähe gewünscht"),
    "plan_confirmed": say("Weiterbildungsplan bestätigt"),
    "risk_accepted": say("Buchung vor dem Bescheid gewünscht"),
    "talk_recorded": say("Gespräch erfasst"),
    "task_added": say("Aufgabe hinzugefügt"),
    "task_done": say("Aufgabe erledigt"),
    "referred": say("An andere Beratung weitergeleitet"),
    "referral_feedback": say("Rückmeldung zur Weiterleitung erhalten"),
    "offer_added": say("Angebot aufgenommen"),
    "offer_changed": say("Angebot geändert"),
    "offer_removed": say("Angebot entfernt"),
    "offer_chosen": say("Angebot für den Plan gewählt"),
    "funding_checked": say("Förderung geprüft"),
    "course_dates_changed": say("Kursdaten geändert"),
    "exam_result_recorded": say("Tag des Prüfungsergebnisses eingetragen"),
    "employer_changed": say("Betrieb geändert"),
    "release_settled": say("Freistellung geklärt"),
    "employer_request_prepared": say("Anfrage an den Betrieb vorbereitet"),
    "employer_request_declined": say("Anfrage an den Betrieb nicht erlaubt"),
    "employer_request_sent": say("Anfrage an den Betrieb geschickt"),
    "times_accepted": say("Andere Zeiten des Betriebs angenommen"),
    "times_accepted_on_paper": say("Andere Zeiten des Betriebs angenommen, auf Papier"),
    "times_accepted_aloud": say("Andere Zeiten des Betriebs angenommen, mündlich"),
    "tried_by_email": say("Versuch, die Person zu erreichen: E-Mail"),
    "tried_by_phone": say("Versuch, die Person zu erreichen: Telefon"),
    "tried_by_letter": say("Versuch, die Person zu erreichen: Brief"),
    "tried_in_person": say("Versuch, die Person zu erreichen: persönlich"),
    "future_chosen": say("Gewählt, wie es weitergehen soll"),
    "advice_asked": say("Um Beratung gebeten"),
    "looked_into": say("Die AK-Koordination hat den Inhalt angesehen"),
    "legal_hold_set": say("Aufbewahrung angeordnet"),
    "legal_hold_ended": say("Aufbewahrung beendet"),
}


def register_events() -> None:
    """Tell the journal."""
    for name, sentence in EVENTS.items():
        register_event(name, sentence)


def happened_before(case: Case, submission: str) -> bool:
    """Whether this very sending has already done its thing."""
    return journal.find_submission(case, submission) is not None


def happened(case: Case, event: str, *, by: Actor, now: datetime, submission: str) -> Line:
    """Write the event into the journal and bring the deadlines into line with it."""
    entry = journal.note(instance=case, event=event, by=by, now=now, submission=submission)
    deadlines.recompute(instance=case, now=now, cause=entry.id)
    return entry
