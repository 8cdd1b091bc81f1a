"""What mentors wrote beside each instrument in the funding check."""

from __future__ import annotations

from wbv_mentor.demo.courses import Course
from wbv_mentor.demo.life import Person
from wbv_mentor.funding import catalogue

YES = {
    "sgb3_82_qcg": "Über 120 Stunden, Träger und Kurs sind zugelassen. Die Agentur hat Ermessen.",
    "sgb3_81_2_berufsabschluss": "Kein Abschluss, über drei Jahre Arbeit. Beratung dort ist ausgemacht.",
    "sgb3_81_4_bildungsgutschein": "Die Stelle ist befristet, der Gutschein ist in Aussicht gestellt.",
    "afbg": "Fortbildungsabschluss mit mindestens 400 Stunden, noch keine Förderung in dieser Höhe.",
    "sbfg": "Länger als sechs Monate im Betrieb, der Kurs ist anerkannt.",
    "kdw_saarland": "Kleiner Betrieb, offener Kurs. Den Antrag stellt der Betrieb.",
}
NO = {
    "sgb3_82_qcg": "Dafür müsste der Betrieb mitmachen. Das möchte die Person nicht.",
    "sgb3_81_2_berufsabschluss": "Ein Berufsabschluss ist da, und in dem Beruf wird gearbeitet.",
    "sgb3_81_4_bildungsgutschein": "Die Stelle ist nicht bedroht.",
    "sgb3_82a_qualifizierungsgeld": "Im Betrieb gibt es keine Vereinbarung dazu.",
    "sgb3_87a_praemie": "Nur bei einem Kurs zum Berufsabschluss von mindestens zwei Jahren.",
    "afbg": "Kein Fortbildungsabschluss.",
    "sbfg": "Der Kurs hat zu wenige Stunden am Tag.",
    "kdw_saarland": "Den Antrag müsste der Betrieb stellen. Das möchte die Person nicht.",
    "aufstiegsbonus_saarland": "Keine Prüfung auf dem Niveau von Meister oder Fachwirt.",
    "weiterbildungsstipendium": "Älter als 25.",
    "inqa_coaching": "Berät Betriebe, nicht einzelne Personen.",
    "validierung_bbig_50b": "Ein Abschluss im Beruf ist schon da.",
    "esf_plus_projekte_saarland": "Nur für gemeinsame Kurse mehrerer Betriebe.",
}
AFTER_EXAM = "Erst nach der bestandenen Prüfung, dann 1.000 Euro."
ASK_CHAMBER = "Wäre ein anderer Weg. Wir fragen bei der Kammer nach, ob die Jahre reichen."
SHORT = "Der Kurs hat keine 120 Stunden."
NO_DEGREE_COURSE = "Der Kurs führt nicht zu einem Berufsabschluss."


def checked(person: Person) -> dict[str, tuple[str, str]]:
    """The result and the reason for each active instrument of the catalogue."""
    return {one.id: _result(one.id, person, person.course) for one in catalogue.active_instruments()}


def _result(instrument: str, person: Person, course: Course) -> tuple[str, str]:
    if instrument in course.instruments:
        return "yes", YES[instrument]
    if instrument == "aufstiegsbonus_saarland" and "afbg" in course.instruments:
        return "unknown", AFTER_EXAM
    if person.qualification == "none":
        if instrument == "validierung_bbig_50b":
            return "unknown", ASK_CHAMBER
        if instrument == "sgb3_81_2_berufsabschluss":
            return "no", NO_DEGREE_COURSE
    if instrument == "sgb3_82_qcg" and course.hours <= 120:
        return "no", SHORT
    return "no", NO[instrument]
