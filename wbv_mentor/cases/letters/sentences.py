"""What happened, in the past tense: transitions are imperatives, the history tells them as done."""

from __future__ import annotations

from wbv_mentor.engine.types import Label
from wbv_mentor.errors import Message, say
from wbv_mentor.pathways import journal
from wbv_mentor.pathways.definitions import past_state
from wbv_mentor.pathways.models import Instance, JournalEntry

CASE: dict[str, Message] = {
    "start": say("Fall angelegt"),
    "request_consent": say("Um die Einwilligung gebeten"),
    "give_consent": say("Einwilligung gegeben"),
    "decline_consent": say("Einwilligung abgelehnt"),
    "discard_contact": say("Kontakt gelöscht"),
    "complete_intake": say("Erstgespräch abgeschlossen"),
    "complete_needs_assessment": say("Bedarfsermittlung abgeschlossen"),
    "agree_plan": say("Weiterbildungsplan vereinbart"),
    "apply_for_funding": say("Förderanträge begonnen"),
    "book_course": say("Kurs gebucht"),
    "book_next_course": say("Nächsten Kurs gebucht"),
    "revise_offers": say("Suche nach einem neuen Angebot begonnen"),
    "start_course": say("Kurs begonnen"),
    "interrupt_course": say("Kurs unterbrochen"),
    "resume_course": say("Kurs fortgesetzt"),
    "finish_course": say("Kurs beendet"),
    "reopen_needs": say("Bedarf wird neu ermittelt"),
    "close_case": say("Fall abgeschlossen"),
    "close_without_course": say("Fall ohne Kurs abgeschlossen"),
    "reopen_case": say("Fall wieder geöffnet"),
    "pause": say("Pause begonnen"),
    "resume": say("Pause beendet"),
    "hand_over": say("Übergabe angefragt"),
    "accept_handover": say("Übergabe angenommen"),
    "refuse_handover": say("Übergabe abgelehnt"),
    "cancel_handover": say("Übergabe abgebrochen"),
    "lose_mentor": say("Begleitung beendet, neue Begleitung wird gesucht"),
    "withdraw_consent": say("Einwilligung zurückgezogen"),
    "lapse_consent": say("Einwilligung ausgelaufen"),
    "undo_withdrawal": say("Beratung wieder aufgenommen"),
    "erase": say("Angaben gelöscht"),
}
APPLICATION: dict[str, Message] = {
    "start": say("Förderantrag angelegt"),
    "collect_documents": say("Unterlagen werden gesammelt"),
    "submit": say("Antrag eingereicht"),
    "miss": say("Frist als versäumt vermerkt"),
    "request_documents": say("Unterlagen wurden nachgefordert"),
    "deliver_documents": say("Unterlagen nachgereicht"),
    "approve": say("Bewilligung eingetragen"),
    "approve_partly": say("Teilweise Bewilligung eingetragen"),
    "reject": say("Ablehnung eingetragen"),
    "deem_approved": say("Als erteilt vermerkt"),
    "object": say("Widerspruch eingelegt"),
    "grant_objection": say("Widerspruch war erfolgreich"),
    "grant_objection_partly": say("Widerspruch war teilweise erfolgreich"),
    "reject_objection": say("Widerspruch wurde zurückgewiesen"),
    "go_to_court": say("An die AK-Rechtsberatung übergeben"),
    "win_in_court": say("Klage war erfolgreich"),
    "win_partly_in_court": say("Klage war teilweise erfolgreich"),
    "lose_in_court": say("Klage wurde abgewiesen"),
    "uphold_in_court": say("Gericht hat den Bescheid bestätigt"),
    "accept_rejection": say("Ablehnung angenommen"),
    "accept_partial_approval": say("Teilweise Bewilligung angenommen"),
    "finalise_approval": say("Bescheid ist endgültig"),
    "finalise_rejection": say("Ablehnung ist endgültig"),
    "revoke": say("Aufhebung oder Rückforderung eingetragen"),
    "repay": say("Rückzahlung erledigt"),
    "settle": say("Antrag abgeschlossen"),
    "withdraw": say("Antrag zurückgezogen"),
}
BY_KIND: dict[str, dict[str, Message]] = {"mentee_case": CASE, "funding_application": APPLICATION}


def register_sentences() -> None:
    """Tell the journal the sentences of both paths."""
    for kind, told in BY_KIND.items():
        journal.register_transitions(kind, told)


def sentence_of(instance: Instance, entry: JournalEntry) -> Message:
    """What an entry says; of an application with its number, of a question to the company as such."""
    told = told_of(instance, entry)
    if instance.kind == "funding_application":
        return say("Antrag %(number)s: %(what)s", number=getattr(instance, "number", None), what=told)
    if instance.kind == "company_confirmation":
        return say("Anfrage an den Betrieb: %(what)s", what=told)
    return told


def told_of(instance: Instance, entry: JournalEntry) -> Message:
    """What an entry says on the page of its own instance."""
    told = journal.event_sentence(entry.trigger) or journal.transition_sentence(instance.kind, entry.trigger)
    if told is None:
        told = say("Status: %(state)s", state=_state_label(instance, entry.to_state))
    if entry.kind == "undo":
        told = say("Rückgängig gemacht: %(what)s", what=told)
    return told


def _state_label(instance: Instance, state: str) -> Label | str:
    known = past_state(instance, state)
    return known.label if known else state
