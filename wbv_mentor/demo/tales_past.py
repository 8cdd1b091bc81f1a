"""Cases that are over or in their last stretch: the demo's first year."""

from __future__ import annotations

from wbv_mentor.demo import courses, scripts
from wbv_mentor.demo.life import Person
from wbv_mentor.demo.tale import Tale

TALES = (
    Tale(413, "Aslan", Person(
        "Frank", "Frank Haas", courses.CNC,
        ("Die alte Linie läuft nächstes Jahr aus.", "Programmieren kennt er vom Sohn.",
         "Betrieb zahlt die Hälfte.",
         "Läuft, die Gruppe ist klein."), company_may_know="yes"), scripts.CLOSED),
    Tale(400, "Weber", Person(
        "Gül", "Gül Şahin", courses.DISPATCH, ("Wollte wissen, ob sich ein Kurs lohnt.",)), scripts.INFORMED),
    Tale(405, "Backes", Person(
        "Erika", "Erika Martin", courses.SWITCHING,
        ("Einzige Elektrikerin in der Molkerei.", "Traut sich das zu.",
         "Fünf Tage am Stück sind in Ordnung.")),
        scripts.CLOSED),
    Tale(385, "Nowak", Person(
        "Kevin", "Kevin Schorn", courses.DIGITAL,
        ("Haustechnik, will weg vom Papier.", "Tablet hat er schon.",
         "Bildungsfreistellung noch nie genutzt.")),
        scripts.CLOSED),
    Tale(355, "Jung", Person(
        "Monika", "Monika Recktenwald", courses.PAYROLL,
        ("Pflege geht mit den Knien nicht mehr lange.", "Zahlen liegen ihr.",
         "Online, abends nach dem Dienst.",
         "Fragt viel, kommt gut mit."), company_may_know="yes"), scripts.AFTER_3_MONTHS),
    Tale(286, "Altmeyer", Person(
        "Ben", "Ben Schuler", courses.CONTROLS,
        ("Ruft bei jeder Störung die Fremdfirma.", "Kennt die Anlage besser als die.",
         "Der Meister unterstützt das."), company_may_know="yes"), scripts.AFTER_3_MONTHS),
    Tale(318, "Bost", Person(
        "Ines", "Ines Colling", courses.DATA,
        ("Baut die Berichte bisher von Hand.", "Kennt Excel gut, Abfragen nicht.",
         "Zahlt selbst, sofort buchen.")),
        scripts.SELF_PAID_OVER),
    Tale(279, "Kaya", Person(
        "Goran", "Goran Petrović", courses.SWITCHING,
        ("Bereitschaft ohne Schaltberechtigung ist mühsam.", "Prüfung zum Gesellen vor zwölf Jahren.",
         "Antrag liegt beim Betrieb.")), scripts.AFTER_3_MONTHS),
    Tale(284, "Scherer", Person(
        "Uwe", "Uwe Kirsch", courses.CONTROLS,
        ("Wasserwerk bekommt neue Steuerungen.", "Hat früher schon programmiert.",
         "Zwei Wochen im Juni passen."),
        company_may_know="yes"), scripts.AFTER_3_MONTHS),
    Tale(262, "Kiefer", Person(
        "Dragan", "Dragan Ilić", courses.TRAINER,
        ("Zeigt den Neuen alles, nur offiziell nicht.", "Ruhig, erklärt gut.", "Kurs am Samstag.")),
        scripts.SELF_PAID_OVER),
    Tale(240, "Altmeyer", Person(
        "Nadine", "Nadine Frisch", courses.WELDING,
        ("Schweißt seit der Lehre.", "Möchte prüfen statt schweißen.", "Angebot in Völklingen ist näher.",
         "Ablehnung ohne echte Begründung, wir gehen dagegen vor."), company_may_know="yes"),
         scripts.TO_COURT),
    Tale(205, "Kiefer", Person(
        "Slavica", "Slavica Marić", courses.WELDING,
        ("Einzige Frau in der Halle, will weiterkommen.", "Zwei kleine Kinder, Oma hilft.",
         "Frühschicht während des Kurses zugesagt."), company_may_know="yes"), scripts.REVOKED),
    Tale(190, "Lermen", Person(
        "Carmen", "Carmen Vogelgesang", courses.BOOKKEEPING,
        ("Diplom aus Porto, arbeitet im Empfang.",), "unknown"), scripts.REFERRED),
    Tale(178, "Aslan", Person(
        "Jürgen", "Jürgen Theis", courses.METAL,
        ("Mit 52 noch Meister? Ja, sagt er.", "Seine Frau steht dahinter.",
         "Abendkurs neben der Normalschicht.",
         "Rechnungswesen ist zäh."), skills="Vertritt den Schichtführer."), scripts.ATTENDING),
    Tale(186, "Altmeyer", Person(
        "Timo", "Timo Ney", courses.TECHNICIAN,
        ("Möchte planen statt reparieren.", "Mathe-Vorkurs bei der Volkshochschule gemacht.",
         "St. Wendel, zweimal die Woche.", "Erste Klausur bestanden.")), scripts.ATTENDING),
)  # fmt: skip
