"""Needs talks with companies and what came of asking them to confirm the talk (C2), as they were."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Told:
    """A talk so many days ago by the mentor of that last name, and how the company answered.

    `answer`: a transition of company_confirmation, "phone" for an answer on the telephone, "silence",
    or nothing while the question is open. `after` counts the days until it came.
    """

    days_ago: int
    mentor: str
    minutes: int
    functions: str
    topics: tuple[str, ...]
    areas: tuple[tuple[str, int], ...] = ()
    next_step: str | None = None
    answer: str = ""
    after: int = 3
    words: str | None = None
    head: int = 0
    kind: str = "on_site"


TALKS = (
    Told(330, "Aslan", 60, "Personalleitung, Betriebsrat", ("new_technology", "qualification"),
         (("Gießerei", 40), ("Instandhaltung", 12)), "Kurse für die Instandhaltung suchen", "confirm", 2),
    Told(301, "Scherer", 45, "Personalentwicklung", ("changing_work", "funding"), (("Netzbetrieb", 18),),
         "Zweites Gespräch nach den Ferien", "confirm", 5),
    Told(256, "Becker", 50, "Geschäftsführung", ("new_technology", "shortage"), (("Fertigung", 14),),
         "Angebote für zwei Kurse", "confirm", 1),
    Told(233, "Nowak", 60, "Pflegedirektion, Fortbildung", ("advancement", "leading"), (("Station 3", 22),),
         "Liste der Praxisanleitungen", "correct", 4, "Es waren 45 Minuten, nicht 60."),
    Told(198, "Weber", 30, "Leitung Personal", ("qualification", "basic_skills"), (("Lager", 35),),
         "Kurs Deutsch am Arbeitsplatz klären", "phone", 9),
    Told(171, "Bost", 40, "Personalleitung", ("new_technology",), (("Spritzguss", 28),), None, "silence"),
    Told(140, "Altmeyer", 60, "Ausbildungsleitung", ("qualification", "joint_course"), (("Walzwerk", 60),),
         "Gemeinsamer Kurs mit zwei Betrieben", "confirm", 3),
    Told(112, "Kaya", 45, "Personalleitung", ("shortage", "funding"), (("Kernmacherei", 16),),
         "Fördermöglichkeiten schriftlich", "pass_on", 2, "Nora Franz"),
    Told(83, "Kiefer", 60, "Personalreferat, Betriebsrat", ("changing_work", "new_technology"),
         (("Montage", 75), ("Versand", 9)), "Bedarf je Linie erheben", "confirm", 6, head=1),
    Told(64, "Lermen", 30, "Fortbildung", ("leading",), (), None, "decline", 4, head=1, kind="phone"),
    Told(47, "Jung", 30, "Pflegedienstleitung", ("basic_skills",), (("Tour Nord", 11),),
         "Sprechstunde im Betrieb", "dispute", 5),
    Told(30, "Scherer", 40, "Personalentwicklung", ("joint_course", "funding"), (("Wasserwerk", 7),),
         "Angebot für einen Verbundkurs", "revoke_request", 3),
    Told(16, "Aslan", 45, "Personalleitung", ("advancement",), (("Qualitätsprüfung", 13),),
         "Meisterkurs im Haus prüfen", "confirm", 4),
    Told(8, "Becker", 35, "Geschäftsführung, Büroleitung", ("funding", "qualification"), (("Montage", 9),),
         "Rechenbeispiel zur Förderung"),
    Told(6, "Altmeyer", 30, "Ausbildungsleitung", ("joint_course",), (("Walzwerk", 60),), None,
         "ask_for_time", 2, "Die Leitung ist bis Montag im Urlaub."),
)  # fmt: skip
