"""The two cohorts of the demo: when, where, who, and what did not go as planned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from wbv_mentor.demo.mentors import FIRST_COHORT, SECOND_COHORT, MentorPerson

SEASONS = ("Winter", "Frühjahr", "Sommer", "Herbst")
Piece = tuple[str, int]  # code of the module, which part of it


@dataclass(frozen=True)
class CohortPlan:
    """A cohort. All days are days before the demo's present; `came` is when the first people wrote."""

    key: str
    place: str
    seats: int
    people: tuple[MentorPerson, ...]
    announced: int
    came: int
    starts: int
    away: Mapping[Piece, Mapping[str, tuple[str, int | None]]] = field(default_factory=dict)
    lacks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # evidence that is still missing
    interrupted: str = ""  # who, by last name
    by_file: tuple[str, ...] = ()  # who came by a CSV file, by last name

    def name(self, starts_on: date) -> str:
        """What people call it: the season of its first day."""
        return f"{SEASONS[starts_on.month % 12 // 3]} {starts_on.year}"


FIRST = CohortPlan(
    "first", "Saarbrücken, Fritz-Dobisch-Straße", 12, FIRST_COHORT,
    announced=545, came=540, starts=486,
    away={
        ("M1", 2): {"Kiefer": ("partly", 6)},
        ("M2", 1): {"Jung": ("partly", 5)},
        ("M3", 1): {"Weber": ("partly", 2)},
    },
)  # fmt: skip
SECOND = CohortPlan(
    "second", "Kirkel, Bildungszentrum", 14, SECOND_COHORT,
    announced=178, came=168, starts=94,
    away={
        ("M1", 1): {"Paulus": ("partly", 5)},
        ("M2", 1): {"Thome": ("absent", None), "Ruffing": ("partly", 6)},
        ("M2", 2): {"Thome": ("absent", None)},
        ("M3", 2): {"Feld": ("excused", None), "Groß": ("partly", 3)},
        ("M3", 3): {"Feld": ("absent", None)},
    },
    lacks={
        "Paulus": ("funding_quiz",), "Hoffmann": ("declaration",), "Thome": ("role_play",),
        "Feld": ("funding_quiz",),
    },
    interrupted="Feld", by_file=("Zimmer", "Leinenbach", "Arslan", "Quinten"),
)  # fmt: skip
PLANS = (FIRST, SECOND)
