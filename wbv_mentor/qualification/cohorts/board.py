"""The board of a cohort: who is where, exceptions first, and where the cohort as a whole stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from wbv_mentor.certificates.models import OPEN
from wbv_mentor.certificates.queries import states_of
from wbv_mentor.db import session
from wbv_mentor.engine.registry import VOCABULARY
from wbv_mentor.engine.types import Label
from wbv_mentor.errors import Message
from wbv_mentor.german import german
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.models import Deadline
from wbv_mentor.qualification.cohorts.models import Cohort
from wbv_mentor.qualification.keepers import keeper
from wbv_mentor.qualification.learning.done import Done, done_by
from wbv_mentor.qualification.learning.progress import Progress, progress_of
from wbv_mentor.qualification.models import LEARNING, MAY_ACCOMPANY, SEATED, Enrolment

SHOWN = (*SEATED, "interrupted", "dropped_out")
PASSED = ("active", "renewal_due", "dormant", "suspended", "retired")
STANDINGS = ("done", "running", "overdue", "open")
FAR = date.max
FIRST = date(2000, 1, 1)  # before any case


@dataclass(frozen=True)
class Row:
    """One person of the cohort. `due_on` is the next date; `what` says of what."""

    number: int
    name: str
    company: str | None
    state: str
    state_label: Label
    progress: Progress
    cases: int
    had_a_case: bool
    due_on: date | None
    what: Label | Message | None
    learning: bool
    overdue: bool
    certificate: str | None  # its state, once the colloquium is passed

    @property
    def passed(self) -> bool:
        """Whether the colloquium is passed."""
        return self.state in PASSED


@dataclass(frozen=True)
class Bar:
    """One module across the cohort: how many people stand how."""

    code: str
    label: Label
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Board:
    """Everything that the page shows. `rows` are those of the chosen view, `everybody` all."""

    cohort: Cohort
    everybody: Sequence[Row]
    rows: Sequence[Row]
    bars: Sequence[Bar]
    bottleneck: str | None

    def count(self, view: str) -> int:
        """How many people a view shows."""
        return sum(1 for row in self.everybody if in_view(row, view))

    @property
    def companies(self) -> int:
        """From how many companies the people come."""
        return len({row.company for row in self.everybody if row.company})

    @property
    def cases(self) -> int:
        """How many cases the people accompany at present."""
        return sum(row.cases for row in self.everybody)


def in_view(row: Row, view: str) -> bool:
    """Whether a view shows this person; "all" leaves out nobody but who dropped out."""
    if view in ("interrupted", "dropped_out"):
        return row.state == view
    if row.state == "dropped_out":
        return False
    if view == "overdue":
        return row.overdue
    if view == "passed":
        return row.passed
    if view == "certificate":
        return row.certificate in OPEN
    return view != "without_case" or (row.state in MAY_ACCOMPANY and not row.had_a_case)


def board_of(
    cohort: Cohort, seen: Select[Enrolment], *, today: date, view: str = "all", search: str = "",
    sort: str = "due",
) -> Board:  # fmt: skip
    """The board of a cohort for who sees `seen`; `view`, `search` and `sort` choose and order the rows."""
    people = session.scalars(
        seen.where(Enrolment.cohort_id == cohort.id, Enrolment.state.in_(SHOWN)).options(
            joinedload(Enrolment.account), joinedload(Enrolment.applicant)
        )
    ).all()
    everybody = rows_of(cohort, people, today=today)
    wanted = german(search)
    rows = [
        row for row in everybody
        if in_view(row, view) and (wanted in german(row.name) or wanted in german(row.company or ""))
    ]  # fmt: skip
    bars = [_bar(everybody, index, row) for index, row in enumerate(_columns(everybody))]
    return Board(cohort, everybody, _sorted(rows, sort), bars, bottleneck_of(bars))


def rows_of(cohort: Cohort, people: Sequence[Enrolment], *, today: date) -> list[Row]:
    """A row for each of these people, in a handful of queries for all."""
    done = done_by(person.id for person in people)
    dates, papers = _deadlines(people), states_of([person.id for person in people])
    companies = {value: label.de for value, label in VOCABULARY.choices["companies"]()}
    return [
        _row(
            cohort, person, done[person.id], dates.get(person.id), companies, papers.get(person.id), today
        )
        for person in people
    ]  # fmt: skip


def _row(
    cohort: Cohort, person: Enrolment, done: Done, deadline: Deadline | None, companies: Mapping[str, str],
    certificate: str | None, today: date,
) -> Row:  # fmt: skip
    path = workflow_of(person)
    progress = progress_of(cohort, done, state=person.state, today=today)
    learning = person.state in LEARNING
    lacking = progress.lacking if learning else []
    due: date | None = lacking[0].due_on if lacking else None
    what: Label | Message | None = lacking[0].what if lacking else None
    if deadline is not None and (due is None or deadline.due_on <= due):
        due, what = deadline.due_on, path.deadlines[deadline.rule].label
    account = person.account_id
    cases = keeper().open_cases_of(account) if account is not None else 0
    return Row(
        number=person.id, name=person.display_name, company=companies.get(str(person.company_id)),
        state=person.state, state_label=path.states[person.state].label, progress=progress, cases=cases,
        had_a_case=cases > 0 or (account is not None and keeper().closed_cases_of(account, FIRST) > 0),
        due_on=due, what=what, learning=learning, overdue=learning and due is not None and due < today,
        certificate=certificate,
    )  # fmt: skip


def _deadlines(people: Sequence[Enrolment]) -> dict[int, Deadline]:
    """The soonest open deadline of each person who still learns or interrupted."""
    ids = [person.id for person in people if person.state not in PASSED]
    found: dict[int, Deadline] = {}
    query = select(Deadline).where(
        Deadline.instance_id.in_(ids), Deadline.met_at.is_(None), Deadline.obsolete_at.is_(None)
    )
    for row in session.scalars(query.order_by(Deadline.due_on, Deadline.id)):
        found.setdefault(row.instance_id, row)
    return found


def _sorted(rows: list[Row], sort: str) -> list[Row]:
    if sort == "name":
        return sorted(rows, key=lambda row: german(row.name))
    if sort == "units":
        return sorted(rows, key=lambda row: (row.progress.units, german(row.name)))
    return sorted(rows, key=lambda row: (not row.overdue, row.due_on or FAR, german(row.name)))


def _columns(everybody: Sequence[Row]) -> Sequence[tuple[str, Label]]:
    return [(one.code, one.label) for one in everybody[0].progress.modules] if everybody else []


def _bar(everybody: Sequence[Row], index: int, column: tuple[str, Label]) -> Bar:
    counted: list[str] = [
        row.progress.modules[index].standing for row in everybody if row.state != "dropped_out"
    ]
    return Bar(column[0], column[1], {name: counted.count(name) for name in STANDINGS})


def bottleneck_of(bars: Sequence[Bar]) -> str | None:
    """The module in which most people are overdue, of two the one fewer are through; None if nobody is."""
    worst = max(bars, key=lambda bar: (bar.counts["overdue"], -bar.counts["done"]), default=None)
    return worst.code if worst is not None and worst.counts["overdue"] else None
