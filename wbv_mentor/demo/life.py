"""One case of the demo on its way: who accompanies whom, when things happen, how use cases are called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from wbv_mentor import clock
from wbv_mentor.cases import actions
from wbv_mentor.cases.models import Case
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.demo.cast import Cast
from wbv_mentor.demo.courses import Course
from wbv_mentor.demo.names import address
from wbv_mentor.engine.actors import Actor
from wbv_mentor.funding.models import FundingApplication
from wbv_mentor.pathways.advance import advance


@dataclass(frozen=True)
class Person:
    """A mentee: what the case knows of her, and what her mentor noted after talks."""

    alias: str
    name: str
    course: Course
    notes: tuple[str, ...]
    qualification: str = "vocational"
    skills: str | None = None
    way: str = "qr"
    relation: str = "none"
    channel: str = "email"
    phone: str | None = None
    company_may_know: str = "nothing"

    @property
    def names(self) -> tuple[str, str]:
        """First name and last name."""
        first, _, last = self.name.partition(" ")
        return first, last

    @property
    def email(self) -> str | None:
        """A private address, if that is the way to reach the person."""
        return address(*self.names, "privat.example") if self.channel == "email" else None


@dataclass
class Life:
    """One case on its way. `number` tells it from the others; all chance of it comes from `chance`."""

    cast: Cast
    number: int
    mentor: str
    person: Person
    chance: Random
    case_id: int = 0
    step: int = 0
    notes_used: int = 0
    dates: dict[str, date] = field(default_factory=dict)

    @property
    def by(self) -> Actor:
        """The mentor who accompanies."""
        return self.cast.mentor(self.mentor)

    @property
    def mentee(self) -> Actor:
        """The mentee, who acts by the own link."""
        return Actor("mentee", self.case.mentee_id)

    @property
    def course(self) -> Course:
        """The course that it is about."""
        return self.person.course

    @property
    def case(self) -> Case:
        """The case, read anew."""
        return session.get_one(Case, self.case_id)

    @property
    def submission(self) -> str:
        """A submission id of its own for each step."""
        self.step += 1
        return f"demo:{self.number}:{self.step}"

    def note(self) -> str | None:
        """What the mentor notes after the next talk."""
        self.notes_used += 1
        notes = self.person.notes
        return notes[self.notes_used - 1] if self.notes_used <= len(notes) else None

    def fire(self, trigger: str, by: Actor | None = None, **data: Any) -> None:
        """Fire a transition of the case."""
        with unit_of_work():
            actions.fire(
                case=self.case, trigger=trigger, by=by or self.by, now=clock.now(),
                submission=self.submission, data=data,
            )  # fmt: skip

    def fire_application(self, number: int, trigger: str, **data: Any) -> None:
        """Fire a transition of the case's application of that number."""
        with unit_of_work():
            advance(
                instance=self.application(number), trigger=trigger, by=self.by, now=clock.now(),
                submission=self.submission, data=data,
            )  # fmt: skip

    def application(self, number: int) -> FundingApplication:
        """The case's application of that number."""
        query = session.query(FundingApplication)
        found: FundingApplication = query.filter_by(case_id=self.case_id, number=number).one()
        return found

    def save(self, form: str, **data: Any) -> None:
        """Complete a form of the case."""
        with unit_of_work():
            actions.save_form(
                case=self.case, form=form, data=data, by=self.by, now=clock.now(), submission=self.submission
            )


When = int | Callable[[Life], date]
"""So many days after the act before, or the day that the life itself knows."""
Act = tuple[When, Callable[[Life], None]]


def on(name: str, days: int = 0) -> Callable[[Life], date]:
    """The day that lies `days` after a date of the life: course_start, course_end."""
    return lambda life: life.dates[name] + timedelta(days=days)
