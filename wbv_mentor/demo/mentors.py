"""The twenty-six mentors of the demo: where each works, and as what."""

from __future__ import annotations

from dataclasses import dataclass

COLLEAGUE, COUNCIL, SUPERVISOR, PERSONNEL = (
    "colleague", "works_council_or_no_answer", "supervisor", "personnel",
)  # fmt: skip


@dataclass(frozen=True)
class MentorPerson:
    """A mentor; `firm` is the company's number in FIRMS."""

    first_name: str
    last_name: str
    firm: int
    function: str = COLLEAGUE


FIRST_COHORT = (
    MentorPerson("Sandra", "Becker", 0),
    MentorPerson("Murat", "Aslan", 1, COUNCIL),
    MentorPerson("Christine", "Jung", 2),
    MentorPerson("Pascal", "Weber", 4, SUPERVISOR),
    MentorPerson("Elif", "Kaya", 1),
    MentorPerson("Jörg", "Scherer", 5, COUNCIL),
    MentorPerson("Ewa", "Nowak", 7),
    MentorPerson("Daniel", "Altmeyer", 6),
    MentorPerson("Rita", "Backes", 11),
    MentorPerson("Gerd", "Kiefer", 13, COUNCIL),
    MentorPerson("Simone", "Lermen", 7, PERSONNEL),
    MentorPerson("Andreas", "Bost", 10),
)
SECOND_COHORT = (
    MentorPerson("Fatma", "Doğan", 2),
    MentorPerson("Thorsten", "Schäfer", 8),
    MentorPerson("Nicole", "Groß", 3),
    MentorPerson("Mario", "Conrad", 6, COUNCIL),
    MentorPerson("Jessica", "Paulus", 9),
    MentorPerson("Hans-Peter", "Zimmer", 13),
    MentorPerson("Agnieszka", "Wójcik", 11),
    MentorPerson("Dennis", "Feld", 12),
    MentorPerson("Sabine", "Leinenbach", 14),
    MentorPerson("Yusuf", "Arslan", 10, COUNCIL),
    MentorPerson("Melanie", "Ruffing", 5),
    MentorPerson("Patrick", "Hoffmann", 4),
    MentorPerson("Birgit", "Quinten", 1, SUPERVISOR),
    MentorPerson("Stefan", "Thome", 13, COUNCIL),
)
MENTORS = FIRST_COHORT + SECOND_COHORT
