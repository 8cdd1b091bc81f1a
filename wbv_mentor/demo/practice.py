"""The practice of one mentor of the demo: two supervised talks with their logs, and the transfer task."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy import select

from wbv_mentor import clock
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.demo.cast import Cast
from wbv_mentor.demo.days import office_day_from, office_day_until
from wbv_mentor.demo.joining import path_of
from wbv_mentor.demo.mentors import MentorPerson
from wbv_mentor.demo.plans import CohortPlan
from wbv_mentor.demo.timeline import Story, at
from wbv_mentor.qualification.learning.actions import give_back, hand_in, sign_off
from wbv_mentor.qualification.learning.models import Evidence
from wbv_mentor.qualification.learning.requirements import LOG, TRANSFER

BEGINS = 60  # days after the cohort's first one
LOGS = (
    "Ziel: Abschluss nachholen. Lebenslauf gemeinsam gezeichnet. Nächstes Mal weniger Ratschläge.",
    "Anliegen erst nach zehn Minuten klar geworden. Offene Fragen haben geholfen. Förderung nur angerissen.",
    "Person war unsicher wegen der Prüfung. Stärken aus dem Alltag gesammelt. Zweiten Termin vereinbart.",
    "Grenze erreicht: Frage zum Arbeitsvertrag. An die AK-Rechtsberatung verwiesen. Das war richtig so.",
    "Kurzes Gespräch in der Pause, zu laut. Beim nächsten Mal den Besprechungsraum nehmen.",
)
TRANSFERS = (
    "Aushang und Sprechstunde im Betrieb: jeden ersten Montag, mit dem Betriebsrat abgestimmt.",
    "Liste der Kurse, nach denen in unserer Abteilung gefragt wird, mit Förderwegen.",
    "Kurzer Vortrag in der Betriebsversammlung, zwölf Personen haben sich danach gemeldet.",
)
HINT = "Bitte noch ergänzen, wie das Gespräch endete und was Sie vereinbart haben."
LATE, RETURNED = "Wójcik", "Quinten"  # hands in nothing, has to add something
WAITS = {"Ruffing": (LOG, 2), "Arslan": (TRANSFER, 1)}  # for the trainer's signature


def practise(cast: Cast, plan: CohortPlan, number: int, present: date) -> Story:
    """Two logs and the transfer task, each signed off two days later."""
    person, first = plan.people[number], present - timedelta(days=plan.starts - BEGINS - number % 4)
    for later, kind, log in ((7, LOG, 1), (18, LOG, 2), (24, TRANSFER, 1)):
        if person.last_name == LATE:
            return
        day = office_day_until(first + timedelta(days=later))
        yield at(day, hour=18, minute=5 * number % 60)
        _hand_in(cast, person, kind, log, number, day)
        if WAITS.get(person.last_name) == (kind, log):
            return
        yield at(office_day_from(day + timedelta(days=2)), hour=9, minute=3 * number)
        if person.last_name == RETURNED:
            _answer(cast, person, kind, log, lambda row, name: give_back(
                evidence=row, hint=HINT, by=cast.trainer, now=clock.now(), submission=f"{name}:back"
            ))  # fmt: skip
            return
        _answer(cast, person, kind, log, lambda row, name: sign_off(
            evidence=row, by=cast.trainer, now=clock.now(), submission=f"{name}:signed"
        ))  # fmt: skip


def _hand_in(cast: Cast, person: MentorPerson, kind: str, log: int, number: int, day: date) -> None:
    texts = LOGS if kind == LOG else TRANSFERS
    with unit_of_work():
        hand_in(
            enrolment=path_of(cast, person), kind=kind, number=log, text=texts[(number + log) % len(texts)],
            talk_on=office_day_until(day - timedelta(days=1)) if kind == LOG else None,
            by=cast.mentor(person.last_name), now=clock.now(),
            submission=f"demo:{person.last_name}:{kind}:{log}",
        )  # fmt: skip


def _answer(
    cast: Cast, person: MentorPerson, kind: str, log: int, answer: Callable[[Evidence, str], None]
) -> None:
    query = select(Evidence).where(
        Evidence.enrolment_id == cast.enrolments[person.last_name],
        Evidence.kind == kind,
        Evidence.number == log,
    )
    with unit_of_work():
        answer(session.scalars(query).one(), f"demo:{person.last_name}:{kind}:{log}")
