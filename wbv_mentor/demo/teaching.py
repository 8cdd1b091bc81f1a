"""A cohort as its trainer lives through it: lists, evidence, practice, colloquium."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from wbv_mentor import clock
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.demo.cast import Cast
from wbv_mentor.demo.days import office_day_from, office_day_until
from wbv_mentor.demo.joining import move, path_of
from wbv_mentor.demo.mentors import MentorPerson
from wbv_mentor.demo.plans import CohortPlan
from wbv_mentor.demo.timeline import Story, at
from wbv_mentor.qualification.cohorts.actions import create_cohort
from wbv_mentor.qualification.cohorts.models import Cohort, CohortSession
from wbv_mentor.qualification.learning.actions import record_evidence
from wbv_mentor.qualification.learning.attendance import Mark, roll, take_attendance

SEEN_AFTER = {
    ("M1", 2): ("privacy_quiz", "declaration"), ("M2", 2): ("role_play",), ("M3", 3): ("funding_quiz",),
}  # fmt: skip
LAST_BEFORE_PRACTICE, LAST = ("M3", 3), ("M4", 1)
PRAISE = (
    "Hört zu, bevor er oder sie rät. Die Grenzen der Beratung sind klar.",
    "Sehr gut vorbereitet, die Transferaufgabe wird im Betrieb schon benutzt.",
    "Sicher bei der Förderung, beim Datenschutz vorbildlich.",
)
REPEATS = "Lermen"  # passes at the second time


@dataclass(frozen=True)
class Meeting:
    """A session of the cohort, as the calendar of the trainer shows it."""

    id: int
    piece: tuple[str, int]
    held_on: date
    online: bool

    @property
    def noted_on(self) -> date:
        """When the list is kept: at the end of the day, after an evening the next morning."""
        return office_day_from(self.held_on + timedelta(days=1)) if self.online else self.held_on


def teach(cast: Cast, plan: CohortPlan, present: date) -> Story:
    """The trainer's story of a cohort, from its announcement to the colloquium."""
    yield at(office_day_until(present - timedelta(days=plan.announced)), hour=11, minute=40)
    meetings = _announce(cast, plan, present)
    for meeting in meetings:
        yield at(meeting.noted_on, hour=8 if meeting.online else 16, minute=25)
        _take_list(cast, plan, meeting)
        for kind in SEEN_AFTER.get(meeting.piece, ()):
            _see(cast, plan, kind)
        if meeting.piece == LAST_BEFORE_PRACTICE:
            yield at(office_day_from(meeting.noted_on + timedelta(days=1)), hour=9, minute=10)
            _begin_practice(cast, plan)
    yield at(meetings[-1].held_on, hour=16, minute=40)
    _hold_colloquium(cast, plan)


def _announce(cast: Cast, plan: CohortPlan, present: date) -> list[Meeting]:
    starts_on = office_day_from(present - timedelta(days=plan.starts))
    with unit_of_work():
        cohort = create_cohort(
            name=plan.name(starts_on), starts_on=starts_on, ends_on=None, place=plan.place, seats=plan.seats,
            trainer_id=cast.staff["trainer"], by=cast.trainer, now=clock.now(),
            submission=f"demo:{plan.key}",
        )  # fmt: skip
        cast.cohorts[plan.key] = cohort.id
    sessions = session.get_one(Cohort, cast.cohorts[plan.key]).sessions
    found = [Meeting(one.id, (one.module.code, one.part), one.held_on, one.online) for one in sessions]
    session.rollback()
    return sorted(found, key=lambda meeting: (meeting.held_on, meeting.id))


def _take_list(cast: Cast, plan: CohortPlan, meeting: Meeting) -> None:
    away = plan.away.get(meeting.piece, {})
    with unit_of_work():
        held = session.get_one(CohortSession, meeting.id)
        marks = {
            line.person.id: Mark(*away.get(line.person.member.last_name, ("present", None)))
            for line in roll(held)
            if line.present
        }
        take_attendance(meeting=held, marks=marks, by=cast.trainer, now=clock.now())


def _see(cast: Cast, plan: CohortPlan, kind: str) -> None:
    """What the trainer has seen: of everybody but those who lack it."""
    for person in plan.people:
        if kind not in plan.lacks.get(person.last_name, ()):
            with unit_of_work():
                record_evidence(
                    enrolment=path_of(cast, person), kind=kind, on=clock.today(), by=cast.trainer,
                    now=clock.now(), submission=f"demo:{person.last_name}:{kind}",
                )  # fmt: skip


def practising(plan: CohortPlan) -> list[MentorPerson]:
    """Those who have everything that the practice asks for."""
    return [person for person in plan.people if person.last_name not in plan.lacks]


def _begin_practice(cast: Cast, plan: CohortPlan) -> None:
    for person in practising(plan):
        move(cast, person, "start_practice", cast.trainer)
    for person in plan.people:
        if person.last_name == plan.interrupted:
            back = clock.today() + timedelta(days=150)
            move(cast, person, "interrupt", cast.trainer, reason_code="family", return_on=back)


def _hold_colloquium(cast: Cast, plan: CohortPlan) -> None:
    for number, person in enumerate(practising(plan)):
        move(cast, person, "enter_colloquium", cast.trainer)
        if person.last_name == REPEATS:
            move(
                cast, person, "repeat_practice", cast.trainer, held_on=clock.today(),
                feedback="Im Rollenspiel zu schnell geraten. Bitte noch ein Gespräch führen.",
            )  # fmt: skip
        else:
            _pass(cast, person, number)


def hold_again(cast: Cast, plan: CohortPlan, present: date) -> Story:
    """The colloquium of whoever had to repeat the practice, seven weeks later."""
    day = present - timedelta(days=plan.starts - 98 - 49)
    for number, person in enumerate(plan.people):
        if person.last_name == REPEATS:
            yield at(office_day_until(day), hour=13, minute=30)
            move(cast, person, "enter_colloquium", cast.trainer)
            _pass(cast, person, number)


def _pass(cast: Cast, person: MentorPerson, number: int) -> None:
    """Passed, with a word that helps."""
    feedback = PRAISE[number % len(PRAISE)]
    move(cast, person, "pass_colloquium", cast.trainer, held_on=clock.today(), feedback=feedback)
