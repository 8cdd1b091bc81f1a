"""The twenty-six mentors of the demo: where each works, and as what."""

from __future__ import annotations

from dataclasses import dataclass

from wbv_mentor.demo.names import address

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
    form: str = "female"  # as the certificate calls the person

    @property
    def email(self) -> str:
        """The private address."""
        return address(self.first_name, self.last_name, "post.example")


FIRST_COHORT = (
    MentorPerson("Sandra", "Becker", 0),
    MentorPerson("Murat", "Aslan", 1, COUNCIL, form="male"),
    MentorPerson("Christine", "Jung", 2),
    MentorPerson("Pascal", "Weber", 4, SUPERVISOR, form="male"),
    MentorPerson("Elif", "Kaya", 1),
    MentorPerson("Jörg", "Scherer", 5, COUNCIL, form="male"),
    MentorPerson("Ewa", "Nowak", 7),
    MentorPerson("Daniel", "Altmeyer", 6, form="male"),
    MentorPerson("Rita", "Backes", 11),
    MentorPerson("Gerd", "Kiefer", 13, COUNCIL, form="male"),
    MentorPerson("Simone", "Lermen", 7, PERSONNEL),
    MentorPerson("Andreas", "Bost", 10, form="inclusive"),
)
SECOND_COHORT = (
    MentorPerson("Fatma", "Doğan", 2),
    MentorPerson("Thorsten", "Schäfer", 8, form="male"),
    MentorPerson("Nicole", "Groß", 3),
    MentorPerson("Mario", "Conrad", 6, COUNCIL, form="male"),
    MentorPerson("Jessica", "Paulus", 9),
    MentorPerson("Hans-Peter", "Zimmer", 13, form="male"),
    MentorPerson("Agnieszka", "Wójcik", 11),
    MentorPerson("Dennis", "Feld", 12, form="male"),
    MentorPerson("Sabine", "Leinenbach", 14),
    MentorPerson("Yusuf", "Arslan", 10, COUNCIL, form="male"),
    MentorPerson("Melanie", "Ruffing", 5),
    MentorPerson("Patrick", "Hoffmann", 4, form="male"),
    MentorPerson("Birgit", "Quinten", 1, SUPERVISOR),
    MentorPerson("Stefan", "Thome", 13, COUNCIL, form="male"),
)
MENTORS = FIRST_COHORT + SECOND_COHORT
