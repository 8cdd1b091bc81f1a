"""Cases of the last weeks; those of the running cohort are accompanied under supervision."""

from __future__ import annotations

from wbv_mentor.demo import courses, scripts
from wbv_mentor.demo.life import Person
from wbv_mentor.demo.tale import Tale

TALES = (
    Tale(30, "Zimmer", Person(
        "Cem", "Cem Aydın", courses.CONTROLS,
        ("Schaltschränke kennt er, Software nicht.", "Will nicht ewig am Band stehen.")), scripts.LOOKING),
    Tale(28, "Groß", Person(
        "Emilia", "Emilia Hoffmann", courses.PASTRY,
        ("Cousine, möchte trotzdem mit mir sprechen.", "Hat den Gesellenbrief mit Eins."),
        relation="relative_or_friend"), scripts.LOOKING),
    Tale(26, "Doğan", Person(
        "Irina", "Irina Schmidt", courses.CARE,
        ("Möchte anleiten, traut sich noch nicht.", "Die Stationsleitung lobt sie sehr.")),
         scripts.ASSESSING),
    Tale(25, "Leinenbach", Person(
        "Markus", "Markus Weiand", courses.PAYROLL,
        ("Quereinsteiger in der Kanzlei.", "Zahlen gern, Gesetze ungern.")), scripts.ASSESSING),
    Tale(24, "Schäfer", Person(
        "Robin", "Robin Haupenthal", courses.HIGH_VOLTAGE,
        ("Jedes dritte Auto ist jetzt elektrisch.", "Geselle seit 2019.")), scripts.ASSESSING),
    Tale(20, "Jung", Person(
        "Hülya", "Hülya Koç", courses.CARE, ("Nachtdienst, schwer zu erreichen.",), way="paper"),
        scripts.ON_PAPER),
    Tale(19, "Conrad", Person(
        "Bernd", "Bernd Reuter", courses.BASICS, ("Kommt auf Rat eines Kollegen.",), channel="in_person"),
        scripts.INTAKE),
    Tale(15, "Arslan", Person(
        "Fabian", "Fabian Maurer", courses.CNC, ("Will weg von der Nachtschicht.",)), scripts.INTAKE),
    Tale(80, "Nowak", Person("W.", "Werner Zapp", courses.DIGITAL, ()), scripts.DECLINED),
    Tale(6, "Doğan", Person("Christa", "Christa Lauer", courses.DATA, (), way="link"), scripts.ASKED),
    Tale(3, "Schäfer", Person("Nico", "Nico Bauer", courses.HIGH_VOLTAGE, ()), scripts.CONTACT),
)  # fmt: skip
