"""What happened to a person, in the past tense; transitions are imperatives, a history is not."""

from __future__ import annotations

from wbv_mentor.errors import Message, say
from wbv_mentor.pathways import journal

TOLD: dict[str, Message] = {
    "start": say("Eintrag angelegt"),
    "recognise_training": say("Frühere Qualifizierung anerkannt"),
    "apply": say("Bewerbung abgeschickt"),
    "start_review": say("Prüfung der Bewerbung begonnen"),
    "admit": say("Zur Qualifizierung zugelassen"),
    "put_on_waiting_list": say("Auf die Warteliste gesetzt"),
    "confirm_seat": say("Platz angenommen"),
    "reject": say("Nicht zugelassen"),
    "withdraw": say("Bewerbung zurückgezogen"),
    "start_training": say("Qualifizierung begonnen"),
    "start_practice": say("Praxisphase begonnen"),
    "enter_colloquium": say("Zum Kolloquium zugelassen"),
    "pass_colloquium": say("Kolloquium bestanden"),
    "repeat_practice": say("Praxisphase wird wiederholt"),
    "fail_finally": say("Kolloquium endgültig nicht bestanden"),
    "interrupt": say("Qualifizierung unterbrochen"),
    "return": say("Wieder eingestiegen"),
    "drop_out": say("Qualifizierung abgebrochen"),
    "mark_renewal_due": say("Auffrischung vorgemerkt"),
    "renew": say("Eintrag im Verzeichnis verlängert"),
    "lapse": say("Eintrag ruht: Die Auffrischung wurde nicht nachgewiesen"),
    "rest": say("Eintrag ruhen gelassen"),
    "reactivate": say("Wieder aktiv geworden"),
    "suspend": say("Vorläufig gesperrt"),
    "lift_suspension": say("Sperre aufgehoben"),
    "retire": say("Aus dem Verzeichnis ausgeschieden"),
}


def register_sentences() -> None:
    """Tell the journal."""
    journal.register_transitions("mentor_qualification", TOLD)
