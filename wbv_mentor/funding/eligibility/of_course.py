"""Conditions about the course."""

from __future__ import annotations

from operator import ge, gt

from wbv_mentor.errors import say
from wbv_mentor.funding.eligibility.conditions import (
    Asked,
    condition,
    false,
    somebody_else,
    threshold,
    true,
)
from wbv_mentor.funding.eligibility.findings import Finding


@condition("more_hours_than_section_82", "section_82_hours")
def more_hours_than_section_82(asked: Asked) -> Finding:
    """§ 82 Abs. 1 SGB III."""
    text = say("Der Kurs hat mehr als %(least)s Unterrichtsstunden.")
    return threshold(asked, "section_82_hours", "hours", gt, text)


@condition("more_hours_than_section_82a", "section_82a_hours")
def more_hours_than_section_82a(asked: Asked) -> Finding:
    """§ 82a SGB III."""
    text = say("Der Kurs hat mehr als %(least)s Unterrichtsstunden.")
    return threshold(asked, "section_82a_hours", "hours", gt, text)


@condition("provider_approved")
def provider_approved(asked: Asked) -> Finding:
    """§ 176 SGB III."""
    return true(asked, "provider_azav", say("Der Bildungsträger ist nach AZAV zugelassen."))


@condition("course_approved")
def course_approved(asked: Asked) -> Finding:
    """§ 176 SGB III."""
    return true(asked, "course_azav", say("Die Maßnahme ist nach AZAV zugelassen."))


@condition("beyond_short_adaptation")
def beyond_short_adaptation(asked: Asked) -> Finding:
    """§ 82 Abs. 1 SGB III."""
    text = say("Der Kurs vermittelt mehr als eine kurze Anpassung an den jetzigen Arbeitsplatz.")
    return false(asked, "short_job_adaptation", text)


@condition("employer_not_obliged")
def employer_not_obliged(asked: Asked) -> Finding:
    """What the employer has to train by law is not paid for."""
    text = say("Der Betrieb ist nicht gesetzlich verpflichtet, diese Schulung selbst zu machen.")
    return false(asked, "employer_obliged", text)


@condition("leads_to_a_qualification")
def leads_to_a_qualification(asked: Asked) -> Finding:
    """§ 81 Abs. 2, § 87a SGB III."""
    text = say("Der Kurs führt zu einem Berufsabschluss mit mindestens zwei Jahren Ausbildung.")
    return true(asked, "leads_to_two_year_qualification", text)


@condition("is_advancement")
def is_advancement(asked: Asked) -> Finding:
    """§ 2 AFBG."""
    text = say("Der Kurs ist eine Aufstiegsfortbildung (zum Beispiel Meister, Techniker, Fachwirt).")
    return true(asked, "advancement", text)


@condition("enough_hours_for_afbg", "afbg_hours", "afbg_hours_first_level_part_time")
def enough_hours_for_afbg(asked: Asked) -> Finding:
    """400 teaching units; on the first level part-time 200 are enough, and the level is no fact here."""
    hours, full_time = asked.fact("hours"), asked.fact("full_time")
    least = asked.law.number("afbg_hours")
    fewer = asked.law.number("afbg_hours_first_level_part_time")
    text = say("Der Kurs hat mindestens %(least)s Unterrichtsstunden.", least=least)
    if hours is None or least is None or fewer is None:
        return Finding(None, text, ("hours",))
    if hours >= least or hours < fewer or full_time:
        return Finding(hours >= least, text)
    first = say(
        "Unter %(least)s Unterrichtsstunden geht es nur in Teilzeit und auf der ersten Fortbildungsstufe "
        "(ab %(fewer)s). Das prüft das Amt.",
        least=least, fewer=fewer,
    )  # fmt: skip
    return Finding(None, first, () if full_time is not None else ("full_time",))


@condition("short_enough_for_afbg", "afbg_months_full_time", "afbg_months_part_time")
def short_enough_for_afbg(asked: Asked) -> Finding:
    """§ 2 Abs. 3 AFBG: 36 months full-time, 48 part-time."""
    course, full_time = asked.facts.course, asked.fact("full_time")
    name = "afbg_months_full_time" if full_time else "afbg_months_part_time"
    most = asked.law.number(name)
    text = say("Der Kurs dauert höchstens %(most)s Monate.", most=most)
    if course.start is None or course.end is None or most is None:
        return Finding(True, say("Die Dauer passt, soweit bekannt."))
    months = (course.end.year - course.start.year) * 12 + course.end.month - course.start.month
    months += course.end.day >= course.start.day
    return Finding(months <= most, text)


@condition("provider_for_afbg")
def provider_for_afbg(asked: Asked) -> Finding:
    """§ 2a AFBG: public, approved, or with a system of quality."""
    text = say("Der Bildungsträger ist öffentlich, nach AZAV zugelassen oder hat ein Qualitätssystem.")
    if asked.fact("provider_azav") is False:
        return somebody_else(text)
    return true(asked, "provider_azav", text)


@condition("recognised_for_leave")
def recognised_for_leave(asked: Asked) -> Finding:
    """SBFG."""
    return true(asked, "recognised_sbfg", say("Der Kurs ist als Bildungsfreistellung anerkannt."))


@condition("at_least_a_day", "sbfg_days_least")
def at_least_a_day(asked: Asked) -> Finding:
    """SBFG."""
    text = say("Der Kurs dauert mindestens %(least)s Tag.")
    return threshold(asked, "sbfg_days_least", "days", ge, text)


@condition("days_within_the_year", "sbfg_days_a_year")
def days_within_the_year(asked: Asked) -> Finding:
    """More days than a year gives: for the rest holiday, or next year's with the employer's consent."""
    most = asked.law.number("sbfg_days_a_year")
    text = say("Der Kurs braucht höchstens %(most)s Tage im Jahr. Für mehr Tage ist Urlaub nötig.", most=most)
    days = asked.fact("days")
    if days is None or most is None:
        return Finding(None, text, ("days",))
    return Finding(days <= most, text, soft=True)


@condition("enough_hours_a_day", "sbfg_hours_a_day")
def enough_hours_a_day(asked: Asked) -> Finding:
    """SBFG."""
    text = say("Der Kurs hat mindestens %(least)s Unterrichtsstunden am Tag.")
    return threshold(asked, "sbfg_hours_a_day", "hours_per_day", ge, text)


@condition("open_to_everybody")
def open_to_everybody(asked: Asked) -> Finding:
    """KdW."""
    return true(asked, "open_external", say("Der Kurs ist extern und steht allen offen."))


@condition("job_related")
def job_related(asked: Asked) -> Finding:
    """KdW."""
    return true(asked, "job_related", say("Der Kurs hat mit der Arbeit im Betrieb zu tun."))


@condition("short_course_for_kdw", "kdw_hours_below")
def short_course_for_kdw(asked: Asked) -> Finding:
    """Only a third party says so: left to the authority."""
    text = say(
        "Kurse ab %(least)s Unterrichtsstunden und Aufstiegsfortbildungen sind vielleicht ausgeschlossen. "
        "Bitte bei der KdW-Servicestelle nachfragen."
    )
    if asked.fact("advancement"):
        return Finding(False, say(text.text, least=asked.law.number("kdw_hours_below")), soft=True)
    return threshold(asked, "kdw_hours_below", "hours", lambda hours, least: hours < least, text, soft=True)


@condition("level_six_or_seven")
def level_six_or_seven(_asked: Asked) -> Finding:
    """Bonus of the Land: the level of the qualification is no fact here."""
    return somebody_else(
        say(
            "Der Abschluss gehört zu Stufe 6 oder 7 (DQR), zum Beispiel Meister oder Fachwirt. "
            "Das prüft die Kammer."
        )
    )


@condition("exam_while_the_bonus_runs", "bonus_eur")
def exam_while_the_bonus_runs(asked: Asked) -> Finding:
    """As long as the programme is known to run."""
    text = say("Die Prüfung liegt in der Laufzeit des Bonus. Ob er verlängert wird, sagt die Kammer.")
    if asked.facts.course.end is None:
        return Finding(None, text, ("end",))
    return Finding(asked.law.number("bonus_eur") is not None, text, soft=True)


@condition("only_for_joint_courses")
def only_for_joint_courses(_asked: Asked) -> Finding:
    """Projects of providers, not a person's course."""
    return Finding(False, say("Gefördert werden Projekte für gemeinsame Kurse, nicht der Kurs einer Person."))
