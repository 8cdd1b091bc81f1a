"""Tries a script out: each step at nine on its day, and between the steps every morning of the house."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from wbv_mentor.clock import berlin_date, berlin_moment, standing_at
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.demo.timeline import at, mornings, next_morning
from wbv_mentor.engine.types import Workflow
from wbv_mentor.errors import WbvError
from wbv_mentor.pathways.families import families_of
from wbv_mentor.pathways.models import JournalEntry
from wbv_mentor.simulation.house import furnished
from wbv_mentor.simulation.mailing import post
from wbv_mentor.simulation.paths import SUBJECTS
from wbv_mentor.simulation.paths.base import Subject
from wbv_mentor.simulation.report import Happening, describe
from wbv_mentor.simulation.script import START, Step

A_MINUTE = timedelta(minutes=1)
OPENING = 9


def simulate(path: Workflow, steps: Sequence[Step], *, until: date | None = None) -> Iterator[Happening]:
    """What happens in an empty house, one after the other.

    The instance begins with the first step; if that says otherwise, by itself on the same day.

    After the last step the clock goes on to the morning of `until`. A refused step says why and changes
    nothing; the next one is tried all the same.
    """
    if steps[0].do != START:
        begins = Step(0, steps[0].at, START, path.start.by[0], {})
        steps = [begins, *steps]
    first_day = steps[0].at
    subject = SUBJECTS[path.name](furnished(first_day, path))
    with standing_at(at(first_day, hour=OPENING) - A_MINUTE):
        post({})  # invitations of the people who are there
    yield from _Run(subject).through(steps, until)


class _Run:
    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.known: set[int] = set()
        self.seen = 0

    def through(self, steps: Sequence[Step], until: date | None) -> Iterator[Happening]:
        moment = at(steps[0].at, hour=OPENING)
        morning = next_morning(moment)
        for number, step in enumerate(steps):
            moment = max(at(step.at, hour=OPENING), moment + A_MINUTE)
            yield from self.live_to(moment, morning)
            morning = max(morning, next_morning(moment))
            with standing_at(moment):
                yield self.do(step, number)
            if not self.subject.instance_id:
                return
        if until is not None:
            yield from self.live_to(berlin_moment(until) + A_MINUTE, morning)

    def live_to(self, until: datetime, morning: datetime) -> Iterator[Happening]:
        """What the system does by itself, each morning on which it does something."""
        for worked_on in mornings(morning, until):
            session.remove()
            with standing_at(worked_on + A_MINUTE):
                entries = self.by_the_system()
                letters = post(self.subject.people)
                if entries or letters:
                    done = Happening(
                        None, berlin_date(worked_on), ", ".join(entries), "system", mails=letters
                    )
                    describe(done, self.subject, self.known)
                    yield done

    def do(self, step: Step, number: int) -> Happening:
        told = Happening(step.line or None, step.at, step.do, step.by, step.of)
        try:
            with unit_of_work():
                self.subject.perform(step, f"simulation:{number}")
        except WbvError as error:
            session.rollback()
            told.reasons = [str(message) for message in error.messages] or [type(error).__name__]
        if self.subject.instance_id and not (step.do == START and told.reasons):
            self.by_the_system()
            told.mails = post(self.subject.people)
            describe(told, self.subject, self.known)
        session.remove()
        return told

    def by_the_system(self) -> list[str]:
        """What the system fired since the last look, by name."""
        family = [one.id for one in families_of([self.subject.instance])]
        query = select(JournalEntry).where(
            JournalEntry.instance_id.in_(family),
            JournalEntry.id > self.seen,
            JournalEntry.actor_role == "system",
        )
        found = [entry.trigger for entry in session.scalars(query.order_by(JournalEntry.id))]
        self.seen = session.scalar(select(func.max(JournalEntry.id))) or 0
        return found
