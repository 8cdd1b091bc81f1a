"""What an applicant sees behind the mailed link, in every state of the application."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from wbv_mentor.db import session
from wbv_mentor.engine.types import FormField, Label
from wbv_mentor.errors import Message, say
from wbv_mentor.pathways import journal, records
from wbv_mentor.pathways.deadlines import open_deadlines
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.qualification.cohorts.models import Cohort
from wbv_mentor.qualification.joining.erasure import erased_on
from wbv_mentor.qualification.models import Enrolment

OPEN = ("interested", "applied", "under_review", "waitlisted")
ENDED = ("rejected", "withdrawn")
STANDING: dict[str, Message] = {
    "interested": say(
        "Ihre Bewerbung ist noch nicht abgeschickt. "
        "Beantworten Sie die Fragen unten und schicken Sie die Bewerbung ab."
    ),
    "applied": say("Ihre Bewerbung ist angekommen. Die Arbeitskammer sieht sie sich als Nächstes an."),
    "under_review": say("Die Arbeitskammer prüft Ihre Bewerbung. Sie müssen gerade nichts tun."),
    "waitlisted": say("Sie stehen auf der Warteliste. Wird ein Platz frei, schreiben wir Ihnen."),
    "rejected": say("Leider können wir Sie nicht zur Qualifizierung zulassen."),
    "withdrawn": say("Die Bewerbung ist zurückgezogen."),
}  # fmt: skip
ADMITTED = say("Sie sind zugelassen. Mit der Einladung aus unserer E-Mail richten Sie Ihren Zugang ein.")
STEPS = (
    say("Adresse bestätigen"), say("Bewerbung wird angesehen"), say("Entscheidung"), say("Qualifizierung"),
)  # fmt: skip
PLACES = {"interested": 0, "applied": 1, "under_review": 2, "waitlisted": 2}


@dataclass(frozen=True)
class ApplicantPage:
    """All that the page shows."""

    enrolment: Enrolment
    state_label: Label
    standing: Message
    steps: Sequence[tuple[Message, str]]
    answer_by: date | None
    recorded_by: str | None
    wanted: Cohort | None
    cohort: Cohort | None
    said: Sequence[tuple[Label, Any]]
    refused_for: Label | None
    refused_with: str | None
    erased_on: date | None
    seat_until: date | None

    @property
    def may_withdraw(self) -> bool:
        """Whether the application still goes on."""
        return self.enrolment.state in OPEN


def applicant_page(*, enrolment: Enrolment) -> ApplicantPage:
    """Read everything the page needs."""
    person = enrolment.applicant
    wanted = session.get(Cohort, person.wanted_cohort_id) if person and person.wanted_cohort_id else None
    begun = journal.entries_of(enrolment)[0]
    reason, sentence = _refusal(enrolment)
    return ApplicantPage(
        enrolment=enrolment,
        state_label=workflow_of(enrolment).states[enrolment.state].label,
        standing=STANDING.get(enrolment.state, ADMITTED),
        steps=_steps(enrolment.state),
        answer_by=_due(enrolment, "application_answer"),
        recorded_by=begun.actor_role if begun.actor_role != "applicant" else None,
        wanted=wanted,
        cohort=enrolment.cohort,
        said=said(enrolment, role="applicant"),
        refused_for=reason,
        refused_with=sentence,
        erased_on=erased_on(enrolment),
        seat_until=_due(enrolment, "seat_offer"),
    )


def said(enrolment: Enrolment, *, role: str) -> list[tuple[Label, Any]]:
    """Label and value of what the application says to this role; choices by their labels."""
    answers = records.read_record(enrolment, "apply", role)
    fields = workflow_of(enrolment).forms["apply"].fields
    return [(one.label, _shown(one, answers[one.name])) for one in fields if one.name in answers]


def _shown(field: FormField, value: Any) -> Any:
    if field.type == "choice":
        return next((choice.label for choice in field.choices if choice.value == value), value)
    return {True: Label(de="Ja", en="Yes"), False: Label(de="Nein", en="No")}.get(value, value)


def _steps(state: str) -> list[tuple[Message, str]]:
    if state in ENDED:
        return []
    now = PLACES.get(state, len(STEPS) - 1)
    marks = ["done" if place < now else "current" if place == now else "open" for place in range(len(STEPS))]
    return list(zip(STEPS, marks, strict=True))


def _due(enrolment: Enrolment, rule: str) -> date | None:
    return next((row.due_on for row in open_deadlines(enrolment) if row.rule == rule), None)


def _refusal(enrolment: Enrolment) -> tuple[Label | None, str | None]:
    if enrolment.state != "rejected":
        return None, None
    answers = records.read_record(enrolment, "reject", "applicant")
    choices = workflow_of(enrolment).forms["reject"].field("reason_code").choices
    reason = next((one.label for one in choices if one.value == answers.get("reason_code")), None)
    return reason, answers.get("sentence")
