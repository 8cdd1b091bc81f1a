"""What each module asks for besides being there (domain.md, section 2), and by when."""

from __future__ import annotations

from datetime import date, timedelta

from wbv_mentor.errors import Message, say
from wbv_mentor.qualification.cohorts.models import Cohort, CohortModule

PRACTICE = "practice"
LOG, TRANSFER = "practice_log", "transfer_task"
LOGS_NEEDED = 2
BASIC_MODULES = ("M1", "M2", "M3")
LAST_MODULE = "M4"
DAYS_AFTER = 14  # [D] from a module's last session until its evidence is due

# Recorded by a trainer, who saw it; a log and the transfer task are handed in by the person.
EVIDENCE_OF = {
    "M1": ("privacy_quiz", "declaration"),
    "M2": ("role_play",),
    "M3": ("funding_quiz",),
}
RECORDED = ("privacy_quiz", "declaration", "role_play", "funding_quiz")
HANDED_IN = (LOG, TRANSFER)
EVIDENCE_LABELS: dict[str, Message] = {
    "privacy_quiz": say("Test zum Datenschutz"),
    "declaration": say("Vertraulichkeitserklärung"),
    "role_play": say("Rollenspiel"),
    "funding_quiz": say("Test zur Förderung"),
    LOG: say("Protokoll eines begleiteten Gesprächs"),
    TRANSFER: say("Transferaufgabe"),
}


def evidence_label(kind: str, number: int) -> Message:
    """What a piece of evidence is called; logs are counted."""
    if kind == LOG:
        return say("%(number)s. Protokoll eines begleiteten Gesprächs", number=number)
    return EVIDENCE_LABELS[kind]


def due_on(cohort: Cohort, module: CohortModule) -> date:
    """The day by which everything about a module should be there.

    Fourteen days after its last session; for the practice the day before the colloquium's module begins.
    """
    if module.kind == PRACTICE:
        later = {one.id for one in cohort.modules if one.position > module.position}
        days = [one.held_on for one in cohort.sessions if one.module_id in later]
        return min(days) - timedelta(days=1) if days else cohort.ends_on
    held = [one.held_on for one in cohort.sessions if one.module_id == module.id]
    return max(held) + timedelta(days=DAYS_AFTER) if held else cohort.ends_on


def begins_on(cohort: Cohort, module: CohortModule) -> date:
    """The day on which a module begins; the practice after the last session before it."""
    own = [one.held_on for one in cohort.sessions if one.module_id == module.id]
    if own:
        return min(own)
    earlier = {one.id for one in cohort.modules if one.position < module.position}
    before = [one.held_on for one in cohort.sessions if one.module_id in earlier]
    return max(before) + timedelta(days=1) if before else cohort.starts_on
