"""A tale: one case of the demo as its author wrote it down."""

from __future__ import annotations

from dataclasses import dataclass

from wbv_mentor.demo.life import Act, Person


@dataclass(frozen=True)
class Tale:
    """Began so many days ago, accompanied by the mentor of that last name, went this way.

    `keeps_time`: its days count for the demo account; chance moves it by no day.
    """

    days_ago: int
    mentor: str
    person: Person
    script: list[Act]
    keeps_time: bool = False
