"""Conditions about the person."""

from __future__ import annotations

from operator import ge

from wbv_mentor.errors import say
from wbv_mentor.funding.eligibility.conditions import (
    Asked,
    compare,
    condition,
    somebody_else,
    threshold,
)
from wbv_mentor.funding.eligibility.findings import Finding


@condition("employed")
def employed(asked: Asked) -> Finding:
    """Somebody has an employer: neither unemployed nor self-employed."""
    text = say("Es gibt ein Arbeitsverhältnis (nicht arbeitslos, nicht selbstständig).")
    known = [asked.fact(name) for name in ("unemployed", "self_employed")]
    if True in known:
        return Finding(False, text)
    return Finding(True, text)  # whoever a mentor advises has a job unless somebody says otherwise


@condition("no_recent_section_82_funding", "section_82_years_since_last")
def no_recent_section_82_funding(asked: Asked) -> Finding:
    """§ 82 Abs. 1 Satz 1 Nr. 3 SGB III."""
    return threshold(
        asked, "section_82_years_since_last", "years_since_section_82_funding", ge,
        say("Die letzte Förderung nach § 82 liegt mindestens %(least)s Jahre zurück."),
    )  # fmt: skip


@condition("no_recent_section_82a_funding", "section_82a_years_since_last")
def no_recent_section_82a_funding(asked: Asked) -> Finding:
    """§ 82a SGB III."""
    return threshold(
        asked, "section_82a_years_since_last", "years_since_section_82a_funding", ge,
        say("Das letzte Qualifizierungsgeld liegt mindestens %(least)s Jahre zurück."),
    )  # fmt: skip


@condition("qualification_old_enough", "section_82_years_since_qualification")
def qualification_old_enough(asked: Asked) -> Finding:
    """As a rule only: a younger qualification is left to the authority."""
    text = say("Der Berufsabschluss ist in der Regel mindestens %(least)s Jahre alt.")
    if asked.fact("highest_qualification") == "none":
        return Finding(True, say("Es gibt keinen Berufsabschluss, der zu jung sein könnte."))
    return threshold(
        asked, "section_82_years_since_qualification", "years_since_qualification", ge, text, soft=True
    )


@condition("needs_a_qualification", "section_81_unskilled_years")
def needs_a_qualification(asked: Asked) -> Finding:
    """§ 81 Abs. 2 SGB III: no qualification of two years, or long in un- or semi-skilled work."""
    least = asked.law.number("section_81_unskilled_years")
    text = say("Es fehlt ein Berufsabschluss mit mindestens zwei Jahren Ausbildung.")
    highest, years = asked.fact("highest_qualification"), asked.fact("unskilled_years")
    if highest is None:
        return Finding(None, text, ("highest_qualification",))
    if highest == "none":
        return Finding(True, text)
    long = say(
        "Oder: seit mehr als %(least)s Jahren un- oder angelernte Arbeit, und der erlernte Beruf ist nicht "
        "mehr auszuüben. Das Zweite beurteilt die Agentur für Arbeit.",
        least=least,
    )
    if years is None or least is None:
        return Finding(None, long, ("unskilled_years",))
    return somebody_else(long) if years > least else Finding(False, long)


@condition("enough_work_years", "section_81_work_years")
def enough_work_years(asked: Asked) -> Finding:
    """Without a qualification normally three years' work; exceptions are left to the authority."""
    if asked.fact("highest_qualification") not in (None, "none"):
        return Finding(True, say("Mit einem Abschluss kommt es auf die Jahre im Beruf nicht an."))
    return threshold(
        asked, "section_81_work_years", "work_years", ge,
        say(
            "Ohne Abschluss sind in der Regel mindestens %(least)s Jahre Arbeit nötig. "
            "Ausnahmen sind möglich."
        ),
        soft=True,
    )  # fmt: skip


@condition("unemployed_or_threatened")
def unemployed_or_threatened(asked: Asked) -> Finding:
    """§ 81 Abs. 1 and 4 SGB III. That somebody may lose the job is no fact here."""
    text = say(
        "Die Person ist arbeitslos, von Arbeitslosigkeit bedroht, oder die Voraussetzungen von § 81 Abs. 2 "
        "oder § 82 liegen vor. Das beurteilt die Agentur für Arbeit."
    )
    return Finding(True, text) if asked.fact("unemployed") else Finding(None, text)


@condition("at_most_a_bachelor")
def at_most_a_bachelor(asked: Asked) -> Finding:
    """AFBG."""
    text = say("Der höchste Abschluss ist höchstens ein Bachelor.")
    return compare(asked, "highest_qualification", lambda value: value != "master", text)


@condition("employed_long_enough", "sbfg_months")
def employed_long_enough(asked: Asked) -> Finding:
    """SBFG in the version since 9 May 2024."""
    return threshold(
        asked, "sbfg_months", "employed_months", ge,
        say("Das Arbeitsverhältnis besteht seit mindestens %(least)s Monaten."),
    )  # fmt: skip


@condition("workplace_in_saarland")
def workplace_in_saarland(asked: Asked) -> Finding:
    """The law of the Land holds for workplaces there."""
    return compare(asked, "workplace_in_saarland", bool, say("Der Arbeitsplatz liegt im Saarland."))


@condition("work_or_home_in_saarland")
def work_or_home_in_saarland(asked: Asked) -> Finding:
    """Either is enough."""
    text = say("Arbeitsplatz oder Wohnung liegt im Saarland.")
    known = {name: asked.fact(name) for name in ("workplace_in_saarland", "home_in_saarland")}
    if True in known.values():
        return Finding(True, text)
    missing = tuple(name for name, value in known.items() if value is None)
    return Finding(None if missing else False, text, missing)


@condition("young_enough", "scholarship_age_below", "scholarship_extension_years")
def young_enough(asked: Asked) -> Finding:
    """Below 25; some years more for certain times, which the chamber judges."""
    age, below = asked.fact("age_at_start"), asked.law.number("scholarship_age_below")
    more = asked.law.number("scholarship_extension_years")
    text = say("Die Person ist bei Beginn unter %(below)s Jahre alt.", below=below)
    if age is None or below is None or more is None:
        return Finding(None, text, ("age_at_start",))
    if below <= age < below + more:
        return somebody_else(
            say("Die Grenze von %(below)s Jahren kann sich um bis zu %(more)s Jahre verschieben.",
                below=below, more=more)
        )  # fmt: skip
    return Finding(age < below, text)


@condition("has_a_qualification")
def has_a_qualification(asked: Asked) -> Finding:
    """A scholarship for those who have finished their training."""
    text = say("Es gibt einen Berufsabschluss.")
    return compare(asked, "highest_qualification", lambda value: value != "none", text)


@condition("very_good_result")
def very_good_result(_asked: Asked) -> Finding:
    """87 points, 1.9, a competition or a proposal: none of it is a fact here."""
    return somebody_else(
        say(
            "Nötig ist ein sehr gutes Ergebnis: mindestens 87 Punkte, eine Note bis 1,9, ein Platz 1 bis 3 "
            "in einem Wettbewerb oder ein Vorschlag von Betrieb oder Schule. Das prüft die Kammer."
        )
    )


@condition("old_enough_for_validation", "validation_age")
def old_enough_for_validation(asked: Asked) -> Finding:
    """§ 50b BBiG."""
    return threshold(
        asked, "validation_age", "age_at_start", ge, say("Die Person ist mindestens %(least)s Jahre alt.")
    )


@condition("worked_long_in_the_job", "validation_factor")
def worked_long_in_the_job(asked: Asked) -> Finding:
    """How long the training for the job takes is no fact here."""
    if asked.fact("work_years") == 0:
        return Finding(False, say("Es gibt noch keine Arbeit in einem Beruf."))
    missing = () if asked.fact("work_years") is not None else ("work_years",)
    factor = asked.law.number("validation_factor")
    return Finding(
        None,
        say(
            "Die Person hat %(factor)s-mal so lange im Beruf gearbeitet, wie die Ausbildung dauert, und hat "
            "in diesem Beruf keinen Abschluss. Das prüft die Kammer.",
            factor=factor,
        ),
        missing,
    )
