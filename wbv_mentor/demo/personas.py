"""Invented mentees: what each wants, and which course and funding could fit."""

from __future__ import annotations

from dataclasses import dataclass

QCG, SBFG, AFBG, DEGREE = "sgb3_82_qcg", "sbfg", "afbg", "sgb3_81_2_berufsabschluss"


UMLAUTS: dict[str, int | str | None] = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", " ": "", ".": ""}
PROVIDERS = (("Saar-Lernzentrum", "2480.00"), ("Bildungswerk Blies", "2690.00"))


def plain(name: str) -> str:
    """A name as it stands in a mail address."""
    return name.lower().translate(str.maketrans(UMLAUTS))


@dataclass(frozen=True)
class Persona:
    """A mentee of the demo."""

    alias: str
    name: tuple[str, str]
    goal: str
    gap: str
    course: str
    concern: tuple[str, ...] = ("advance",)
    qualification: str = "vocational"
    instruments: tuple[str, ...] = (QCG,)
    providers: tuple[tuple[str, str], ...] = (
        ("Saar-Lernzentrum", "2480.00"),
        ("Bildungswerk Blies", "2690.00"),
    )
    skills: str = "Leitet neue Kolleg*innen an und kennt alle Maschinen der Linie."
    way: str = "qr"
    relation: str = "none"
    channel: str = "email"
    company_may_know: str = "nothing"
    phone: str | None = None

    @property
    def email(self) -> str | None:
        """A private address, if that is the way to reach the person."""
        return f"{plain(self.alias)}{len(self.name[1])}@privat.example" if self.channel == "email" else None


PERSONAS = (
    Persona("Aylin", ("Aylin", "Yıldız"), "Industriemeisterin Metall werden", "Noch keine Ausbildereignung",
            "Industriemeister*in Metall (IHK)", instruments=(AFBG, SBFG)),
    Persona("Marek", ("Marek", "Nowicki"), "CNC-Maschinen selbst programmieren", "Kennt nur das Bedienen",
            "CNC-Fachkraft", ("new_technology",)),
    Persona("Petra K.", ("Petra", "Klein"), "Praxisanleiterin in der Pflege werden", "300 Kursstunden fehlen",
            "Praxisanleitung in der Pflege", channel="phone", phone="0171 5550101"),
    Persona("Ihsan", ("İhsan", "Demir"), "Den Berufsabschluss nachholen", "Acht Jahre angelernt, ungeprüft",
            "Teilqualifikation Maschinen- und Anlagenführer*in", ("catch_up_degree",), "none", (DEGREE,)),
    Persona("J. B.", ("Jana", "Braun"), "In die Disposition wechseln", "Software und Zollregeln fehlen",
            "Fachkraft für Disposition", ("other_occupation",)),
    Persona("Tuan", ("Nguyễn", "Anh Tuấn"), "Elektrofachkraft für Windanlagen", "Schaltberechtigung fehlt",
            "Schaltberechtigung bis 30 kV", ("new_technology",), instruments=(SBFG,)),
    Persona("Olga", ("Olga", "Wagner"), "Abschluss aus Kasachstan anerkennen lassen", "Unterlagen übersetzen",
            "Anpassungsqualifizierung Buchhaltung", ("recognition",), "unknown"),
    Persona("Sven", ("Sven", "Hoffmann"), "Technikerschule neben der Schicht", "Mathematik auffrischen",
            "Staatlich geprüfte*r Techniker*in", instruments=(AFBG,), relation="same_team"),
    Persona("M.", ("Miriam", "Schäfer"), "Wieder lernen lernen", "Lange her seit der Schule",
            "Grundbildung am Arbeitsplatz", ("language_basics",), "none", channel="in_person"),
    Persona("Kübra", ("Kübra", "Öztürk"), "Teamleitung Lager", "Führung und Arbeitsrecht",
            "Logistikmeister*in (IHK)", instruments=(AFBG,)),
    Persona("Horst", ("Horst", "Meyer"), "Weiß noch nicht", "Soll sich im Gespräch zeigen",
            "Orientierungskurs Digitalisierung", ("not_yet_known",)),
    Persona("Lea", ("Lea", "Thiel"), "Konditormeisterin werden", "Betriebswirtschaft fehlt",
            "Meistervorbereitung Konditorhandwerk", instruments=(AFBG,), relation="relative_or_friend"),
)  # fmt: skip
