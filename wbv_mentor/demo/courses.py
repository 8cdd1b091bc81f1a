"""Courses that the demo's mentees look for: invented providers, prices as they are usual."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

QCG, SBFG, AFBG, KDW = "sgb3_82_qcg", "sbfg", "afbg", "kdw_saarland"
DEGREE, VOUCHER, BONUS = "sgb3_81_2_berufsabschluss", "sgb3_81_4_bildungsgutschein", "aufstiegsbonus_saarland"


@dataclass(frozen=True)
class Course:
    """A course at two providers. `instruments` are what could pay for it, the first one first."""

    title: str
    goal: str
    gap: str
    concern: str
    hours: int
    weeks: int
    offers: tuple[tuple[str, str], tuple[str, str]]
    instruments: tuple[str, ...]
    mode: str = "mixed"
    in_own_time: bool = False

    @property
    def price(self) -> Decimal:
        """What the offer that is chosen costs."""
        return Decimal(self.offers[0][1])

    @property
    def leads_to_degree(self) -> bool:
        """Whether an examination before a chamber or a state board stands at the end."""
        return bool({AFBG, DEGREE} & set(self.instruments))


METAL = Course(
    "Geprüfte*r Industriemeister*in Metall (IHK)", "Meisterprüfung Metall",
    "Ausbildereignung und Betriebswirtschaft fehlen noch", "advance", 1040, 96,
    (("Saar-Lernzentrum", "4980.00"), ("Bildungswerk Blies", "5240.00")), (AFBG,), in_own_time=True,
)  # fmt: skip
BUSINESS = Course(
    "Geprüfte*r Wirtschaftsfachwirt*in (IHK), Vollzeit", "Sachgebietsleitung übernehmen",
    "Rechnungswesen und Recht", "advance", 560, 14,
    (("Saar-Lernzentrum", "3720.00"), ("Akademie Warndt", "3890.00")), (AFBG,), "in_person",
)  # fmt: skip
LOGISTICS = Course(
    "Geprüfte*r Logistikmeister*in (IHK)", "Leitung im Lager", "Führung und Arbeitsrecht", "advance", 930, 80,
    (("Bildungswerk Blies", "4690.00"), ("Saar-Lernzentrum", "4980.00")), (AFBG, SBFG), in_own_time=True,
)  # fmt: skip
PASTRY = Course(
    "Meistervorbereitung Konditorhandwerk, Teile III und IV", "Meisterbrief im Konditorhandwerk",
    "Betriebswirtschaft, Recht und Ausbildung", "advance", 410, 12,
    (("Handwerksschule Prims", "2780.00"), ("Akademie Warndt", "2950.00")), (AFBG,), "in_person",
)  # fmt: skip
TECHNICIAN = Course(
    "Staatlich geprüfte*r Techniker*in, Maschinentechnik", "Technikerschule neben der Schicht",
    "Mathematik auffrischen", "advance", 2400, 160,
    (("Technikschule St. Wendel", "2160.00"), ("Saar-Lernzentrum", "3480.00")), (AFBG,), in_own_time=True,
)  # fmt: skip
CNC = Course(
    "CNC-Fachkraft Drehen und Fräsen", "CNC-Maschinen selbst programmieren",
    "Kennt das Bedienen, nicht das Programmieren", "new_technology", 320, 10,
    (("Saar-Lernzentrum", "3180.00"), ("Technikschule St. Wendel", "3340.00")), (QCG,), "in_person",
)  # fmt: skip
WELDING = Course(
    "Internationale*r Schweißfachmann*frau (IWS)", "Schweißaufsicht im Betrieb",
    "Werkstoffkunde und Prüfverfahren", "advance", 246, 9,
    (("Schweißtechnik Völklingen", "3650.00"), ("Saar-Lernzentrum", "3820.00")), (QCG,), "in_person",
)  # fmt: skip
CARE = Course(
    "Weiterbildung Praxisanleitung in der Pflege", "Auszubildende in der Pflege anleiten",
    "Die 300 Stunden Weiterbildung", "advance", 300, 16,
    (("Pflegeschule Köllertal", "2190.00"), ("Akademie Warndt", "2340.00")), (QCG,), "mixed",
)  # fmt: skip
PART_DEGREE = Course(
    "Teilqualifikation 1 Maschinen- und Anlagenführer*in", "Den Berufsabschluss nachholen",
    "Seit Jahren angelernt, ohne Prüfung", "catch_up_degree", 480, 14,
    (("Bildungswerk Blies", "4220.00"), ("Saar-Lernzentrum", "4410.00")), (DEGREE,), "in_person",
)  # fmt: skip
PAYROLL = Course(
    "Fachkraft Lohn- und Gehaltsabrechnung", "In die Lohnabrechnung wechseln",
    "Steuer- und Sozialversicherungsrecht", "other_occupation", 200, 12,
    (("Akademie Warndt", "1960.00"), ("Bildungswerk Blies", "2080.00")), (QCG,), "online",
)  # fmt: skip
DISPATCH = Course(
    "Fachkraft für Disposition und Zoll (IHK-Zertifikat)", "In die Disposition wechseln",
    "Software und Zollregeln", "other_occupation", 160, 10,
    (("Bildungswerk Blies", "1740.00"), ("Saar-Lernzentrum", "1890.00")), (QCG,), "online",
)  # fmt: skip
BOOKKEEPING = Course(
    "Anpassungsqualifizierung Buchhaltung", "Abschluss aus dem Ausland anerkennen lassen",
    "Deutsches Handels- und Steuerrecht", "recognition", 240, 12,
    (("Akademie Warndt", "2760.00"), ("Saar-Lernzentrum", "2690.00")), (VOUCHER,),
)  # fmt: skip
SWITCHING = Course(
    "Schaltberechtigung bis 30 kV", "Anlagen selbst schalten", "Die Berechtigung über 1 kV",
    "new_technology", 40, 1,
    (("Technikschule St. Wendel", "1250.00"), ("Saar-Lernzentrum", "1390.00")), (SBFG,), "in_person",
)  # fmt: skip
CONTROLS = Course(
    "SPS-Programmierung, Grund- und Aufbaukurs", "Störungen an der Anlage selbst beheben",
    "Programmieren der Steuerung", "new_technology", 80, 2,
    (("Technikschule St. Wendel", "1980.00"), ("Saar-Lernzentrum", "2150.00")), (SBFG, KDW), "in_person",
)  # fmt: skip
HIGH_VOLTAGE = Course(
    "Hochvolt-Fachkunde, Stufe 2S", "An Elektroautos arbeiten dürfen", "Der Nachweis für Hochvolt",
    "new_technology", 32, 1,
    (("Handwerksschule Prims", "980.00"), ("Saar-Lernzentrum", "1060.00")), (SBFG,), "in_person",
)  # fmt: skip
TRAINER = Course(
    "Ausbildung der Ausbilder*innen (AdA)", "Selbst ausbilden", "Die Ausbildereignung", "advance", 90, 8,
    (("Akademie Warndt", "620.00"), ("Bildungswerk Blies", "695.00")), (), in_own_time=True,
)  # fmt: skip
DATA = Course(
    "Daten auswerten mit Excel und Power BI", "Berichte selbst bauen", "Abfragen und Diagramme",
    "new_technology", 48, 6,
    (("Akademie Warndt", "1150.00"), ("Saar-Lernzentrum", "1190.00")), (), "online", in_own_time=True,
)  # fmt: skip
BASICS = Course(
    "Lesen, Schreiben und Rechnen am Arbeitsplatz", "Formulare und Mails sicher schreiben",
    "Lange her seit der Schule", "language_basics", 60, 10,
    (("Bildungswerk Blies", "180.00"), ("Volkshochschule Bliestal", "150.00")), (), in_own_time=True,
)  # fmt: skip
DIGITAL = Course(
    "Orientierung Digitale Arbeitswelt", "Herausfinden, was passt", "Das zeigt sich im Gespräch",
    "not_yet_known", 40, 1,
    (("Saar-Lernzentrum", "590.00"), ("Volkshochschule Bliestal", "540.00")), (SBFG,), "in_person",
)  # fmt: skip
