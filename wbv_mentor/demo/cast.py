"""Who is who in the demo: ids of accounts and companies, and the passwords that are shown."""

from __future__ import annotations

from dataclasses import dataclass, field

from wbv_mentor.demo.mentors import MENTORS
from wbv_mentor.engine.actors import Actor


@dataclass
class Cast:
    """Ids of the accounts, and the passwords of those that are shown. The first mentor is shown."""

    mentors: dict[str, int] = field(default_factory=dict)  # by last name
    enrolments: dict[str, int] = field(default_factory=dict)  # by last name
    cohorts: dict[str, int] = field(default_factory=dict)  # by key of the plan
    firms: list[int] = field(default_factory=list)  # in the order of FIRMS
    heads: dict[int, list[int]] = field(default_factory=dict)  # contacts by company
    staff: dict[str, int] = field(default_factory=dict)  # by role
    passwords: dict[str, dict[str, str]] = field(default_factory=dict)

    def mentor(self, last_name: str) -> Actor:
        """The mentor of that last name as an actor."""
        return Actor("mentor", self.mentors[last_name])

    def firm_of(self, last_name: str) -> int:
        """The company in which that mentor works."""
        return self.firms[next(person.firm for person in MENTORS if person.last_name == last_name)]

    @property
    def coordinator(self) -> Actor:
        """The coordination as an actor."""
        return Actor("coordinator", self.staff["coordinator"])

    @property
    def trainer(self) -> Actor:
        """The trainer as an actor."""
        return Actor("trainer", self.staff["trainer"])
