"""Conditions about the company; its facts come from the directory, never from asking it in a case."""

from __future__ import annotations

from operator import lt

from wbv_mentor.errors import say
from wbv_mentor.funding.eligibility.amounts import kdw_grant
from wbv_mentor.funding.eligibility.conditions import Asked, condition, threshold, true
from wbv_mentor.funding.eligibility.findings import Finding


@condition("enough_people_affected", "section_82a_shares")
def enough_people_affected(asked: Asked) -> Finding:
    """§ 82a SGB III: a fifth of the staff, in companies below 250 a tenth. The establishment counts."""
    headcount, share = asked.fact("headcount"), asked.fact("affected_share")
    text = say("Genügend Beschäftigte sind vom Wandel betroffen (20 Prozent, unter 250 Beschäftigten 10).")
    missing = tuple(name for name in ("headcount", "affected_share") if asked.fact(name) is None)
    if share is None or headcount is None:
        return Finding(None, text, missing)
    found = asked.law.bracket("section_82a_shares", headcount)
    return Finding(None, text) if found is None else Finding(share >= found["share"], text)


@condition("agreement_or_small", "section_82a_small")
def agreement_or_small(asked: Asked) -> Finding:
    """§ 82a SGB III: below ten people a written statement of the employer is enough."""
    text = say(
        "Es gibt dazu eine Betriebsvereinbarung oder einen Tarifvertrag. "
        "Unter zehn Beschäftigten reicht eine schriftliche Erklärung des Betriebs."
    )
    small, headcount = asked.law.number("section_82a_small"), asked.fact("headcount")
    if headcount is not None and small is not None and headcount < small:
        return Finding(True, text)
    return true(asked, "collective_agreement", text)


@condition("company_pays_the_course")
def company_pays_the_course(asked: Asked) -> Finding:
    """§ 82a SGB III, KdW."""
    return true(asked, "pays_course", say("Der Betrieb bezahlt den Kurs."))


@condition("small_or_medium", "kdw_headcount_below")
def small_or_medium(asked: Asked) -> Finding:
    """The EU's definition; turnover and balance are said in one word."""
    text = say("Der Betrieb ist ein kleines oder mittleres Unternehmen (unter 250 Beschäftigte, EU-Regel).")
    below, headcount = asked.law.number("kdw_headcount_below"), asked.fact("headcount")
    if headcount is not None and below is not None and headcount >= below:
        return Finding(False, text)
    return true(asked, "sme", text)


@condition("site_in_saarland")
def site_in_saarland(asked: Asked) -> Finding:
    """KdW."""
    return true(asked, "site_in_saarland", say("Der Betrieb hat einen Standort im Saarland."))


@condition("registered_for_kdw")
def registered_for_kdw(asked: Asked) -> Finding:
    """It can still be done: before the application."""
    text = say("Der Betrieb ist bei der KdW-Servicestelle registriert. Das kommt vor dem Antrag.")
    return true(asked, "kdw_registered", text, soft=True)


@condition("leave_not_used_up", "sbfg_small", "sbfg_used_share")
def leave_not_used_up(asked: Asked) -> Finding:
    """In companies below ten people the employer may refuse once a third has used the leave."""
    text = say(
        "Unter zehn Beschäftigten darf der Betrieb ablehnen, wenn schon mehr als ein Drittel frei hatte."
    )
    small, headcount = asked.law.number("sbfg_small"), asked.fact("headcount")
    if headcount is None:
        return Finding(None, text, ("headcount",))
    if small is None or headcount >= small:
        return Finding(True, say("Der Betrieb hat mindestens zehn Beschäftigte."))
    return threshold(
        asked, "sbfg_used_share", "sbfg_used_share", lambda used, most: used <= most, text, soft=True
    )


@condition("small_for_inqa", "inqa_headcount_below")
def small_for_inqa(asked: Asked) -> Finding:
    """INQA-Coaching."""
    text = say("Der Betrieb hat weniger als %(least)s Beschäftigte.")
    return threshold(asked, "inqa_headcount_below", "headcount", lt, text)


@condition("enough_for_kdw", "kdw_least_eur")
def enough_for_kdw(asked: Asked) -> Finding:
    """A smaller grant is not paid; nor is one beyond what the company may have in a year."""
    least, grant = asked.law.number("kdw_least_eur"), kdw_grant(asked)
    text = say("Der Zuschuss beträgt mindestens %(least)s Euro und passt in den Jahresbetrag.", least=least)
    if grant is None or least is None:
        missing = tuple(name for name in ("price_eur", "headcount") if asked.fact(name) is None)
        return Finding(None, text, missing)
    if asked.fact("kdw_granted_this_year_eur") is None:
        return Finding(grant >= least or None, text)
    return Finding(grant >= least, text)
