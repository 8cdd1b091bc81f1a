"""One walk: people, their cases, and a clock that only this walk moves."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import event, func, select

from tests import factories
from tests.company_questions import a_company, a_contact
from tests.walking.power_cut import power_cut
from tests.world import changed, rows
from wbv_mentor import clock
from wbv_mentor.cases.models import Case
from wbv_mentor.db import db, session, unit_of_work
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import WbvError
from wbv_mentor.funding.catalogue import active_instruments, document_choices
from wbv_mentor.jobs.registry import names, seldom, work
from wbv_mentor.pathways.models import Instance, JournalEntry

BEGIN = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
OF_THE_HOUSE = {"outbox", "certificates.render", "joining.record"}  # they speak to others or need a file
MODES = ("plain", "plain", "plain", "twice", "cut")
STATEMENTS = 60  # most that one step needs before it commits
MOST_TURNS = 5
Act = Callable[[str], object]
Fired = Counter[tuple[str, str]]  # by path and transition


@dataclass
class Tally:
    """What was done in all walks together."""

    fired: Fired = field(default_factory=Counter)
    steps: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class People:
    """Who is there before a walk begins."""

    coordinator: Actor
    trainer: Actor
    mentors: tuple[Actor, ...]
    company: int
    contact: int

    @property
    def offered(self) -> Mapping[str, Sequence[str]]:
        """What fields offer that name a source."""
        return {
            "active_mentors": [str(mentor.id) for mentor in self.mentors],
            "companies": [str(self.company)],
            "active_instruments": [one.id for one in active_instruments()],
            "funding_documents": [paper for paper, _label in document_choices()],
        }


def people() -> People:
    """Two mentors, one who decides about people in the company, and the house."""
    with clock.standing_at(BEGIN):
        company = a_company()
        coordinator = factories.a_coordinator()
        mentors = (
            factories.a_mentor(coordinator=coordinator),
            factories.a_mentor(coordinator=coordinator),
            factories.a_mentor(coordinator=coordinator, company_id=company, function="supervisor"),
        )
        return People(coordinator, factories.a_trainer(), mentors, company, a_contact(company))


class Walk:
    """Does things as these people do them, each in a transaction of its own, and looks at what came of it."""

    def __init__(self, who: People, tally: Tally) -> None:
        self.who = who
        self.steps = tally.steps
        self._clock = ExitStack()
        self._sent = 0
        self._defects, self._commits = _Defects(), _Commits()
        event.listen(db.engine, "commit", self._commits)
        logging.getLogger("wbv_mentor").addHandler(self._defects)
        self._stand_at(BEGIN)

    def end(self) -> None:
        """Give the clock back."""
        event.remove(db.engine, "commit", self._commits)
        self._clock.close()
        logging.getLogger("wbv_mentor").removeHandler(self._defects)
        session.rollback()

    def later(self, **span: float) -> None:
        """Move the clock on."""
        self._stand_at(clock.now() + timedelta(**span))

    @property
    def today(self) -> date:
        """The day on which the walk is."""
        return clock.today()

    def cases(self) -> list[Case]:
        """All cases, oldest first."""
        return list(session.scalars(select(Case).order_by(Case.id)))

    def word(self, instance: Instance) -> str:
        """What stands in every text about one person and nowhere else."""
        return f"kanari{instance.parent_id or instance.id}vogel"

    def act(self, action: Act, chance: Random, *, twice: bool = True) -> bool:
        """Do something; whether it was done. It may be sent twice, or the power goes and it is sent again."""
        self._sent += 1
        submission, mode = f"walk:{self._sent}", chance.choice(MODES)
        if mode == "cut":
            self._cut_off(action, submission, chance.randrange(STATEMENTS))
        done = self._once(action, submission)
        if done and twice and mode == "twice":
            before = rows()
            assert self._once(action, submission), "a repeat was refused"
            self.steps["sent twice"] += 1
            assert not changed(before, rows()), f"a repeat changed {changed(before, rows())}"
        return done

    def _once(self, action: Act, submission: str) -> bool:
        self.later(seconds=20)
        before = self._commits.number
        try:
            with unit_of_work():
                action(submission)
        except WbvError:
            assert self._commits.number == before, "something was kept of what was refused"
            self.steps["refused"] += 1
            return False
        self.steps["done"] += 1
        return True

    def _cut_off(self, action: Act, submission: str, statements: int) -> None:
        self.later(seconds=20)
        before = self._commits.number
        with power_cut(statements) as cut, suppress(WbvError), unit_of_work():
            action(submission)
        assert not cut or self._commits.number == before, "something was kept of what was cut off"
        self.steps["cut off"] += bool(cut)

    def jobs(self, chance: Random) -> None:
        """What runs by itself, until nothing is left to do; sometimes the power goes in between."""
        tidy = seldom()
        self.steps["mornings"] += 1
        ours = sorted(set(names()) - OF_THE_HOUSE, key=lambda name: (name in tidy, name))
        for name in ours:
            if chance.random() < 0.1:
                with power_cut(chance.randrange(2 * STATEMENTS)):
                    work(name)
        for _turn in range(MOST_TURNS):  # one thing leads to another: back from a detour, a day has passed
            if not sum(work(name) for name in ours):
                return
        raise AssertionError("the jobs find something to do for ever")

    def quiet(self) -> None:
        """Once they have run, the jobs change nothing any more."""
        before = rows()
        for name in set(names()) - OF_THE_HOUSE:
            assert not work(name), f"{name} did something again"
        assert not changed(before, rows()), f"a further run changed {changed(before, rows())}"

    def fired(self) -> Fired:
        """How often each transition of each path was fired in this walk, as the journal tells."""
        query = (
            select(Instance.kind, JournalEntry.trigger, func.count())
            .join(Instance, Instance.id == JournalEntry.instance_id)
            .where(JournalEntry.kind == "transition")
            .group_by(Instance.kind, JournalEntry.trigger)
        )
        return Counter({(kind, trigger): number for kind, trigger, number in session.execute(query)})

    def defects(self) -> list[str]:
        """What a job caught and only wrote into the log."""
        return self._defects.told

    def _stand_at(self, moment: datetime) -> None:
        self._clock.close()
        self._clock.enter_context(clock.standing_at(moment))


class _Commits:
    """How often anything was committed."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, _connection: object) -> None:
        self.number += 1


class _Defects(logging.Handler):
    """Keeps what is logged as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.told.append(self.format(record))


def drawn(weighted: dict[Any, int], chance: Random) -> Any:
    """One of them, by weight."""
    return chance.choices(list(weighted), list(weighted.values()))[0]
