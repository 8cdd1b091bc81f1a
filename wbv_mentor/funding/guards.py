"""What must hold before an application begins, is filed, or is decided on.

Guards that judge what is typed say nothing while nothing is typed (the button).
"""

from __future__ import annotations

from datetime import timedelta

from wbv_mentor.clock import berlin_date
from wbv_mentor.engine.registry import VOCABULARY, Context, guard
from wbv_mentor.errors import Reason, say
from wbv_mentor.funding import catalogue, remedies
from wbv_mentor.funding.queries import lateness
from wbv_mentor.pathways import records

TAKES_APPLICATIONS = ("plan_agreed", "funding", "booked", "in_course", "interrupted", "follow_up", "paused")
SBFG_ANSWER = timedelta(days=13)  # the employer answers until two weeks before; from the next day one may ask
SBFG_WEEKS = timedelta(days=43)  # six full weeks between receipt and start (BAG 9 AZR 917/98 on a like rule)
ONLY_SBFG = say("Das gibt es nur bei der Bildungsfreistellung (SBFG).")
OTHER_FUNDING = say("Das gilt für eine andere Förderung.")
NO_START = say("Der Kursbeginn fehlt noch.")
DUTIES = {
    "afbg": ("afbg_proofs", say("Nachweise der Teilnahme")),
    "kdw": ("kdw_payout", say("Auszahlung beantragen")),
}
COLLECTIVE = ("collective_proof", say("Weitergabe des Geldes nachweisen"))


@guard("case_takes_applications")
def case_takes_applications(context: Context) -> Reason | None:
    """From the agreed plan to the follow-up, also in a pause."""
    case = context.instance.parent
    if case is not None and case.state in TAKES_APPLICATIONS:
        return None
    return say("Erst den Weiterbildungsplan vereinbaren. Dann können Sie Anträge anlegen.")


@guard("instrument_active")
def instrument_active(context: Context) -> Reason | None:
    """Only what still exists can be applied for; an old name gets its hint."""
    try:
        chosen = catalogue.instrument(context.instance.instrument)
    except KeyError:
        return say("Diese Förderung steht nicht im Verzeichnis.")
    if chosen.active:
        return None
    return say("Diese Förderung gibt es nicht mehr: %(reason)s", reason=chosen.reason)


@guard("in_time_or_hardship")
def in_time_or_hardship(context: Context) -> Reason | None:
    """After a strict date an application is filed only with the reason and a hand-off (§ 324 SGB III)."""
    day = context.data.get("arrived_on") or context.data.get("submitted_on")
    if day is None or (context.data.get("hardship_note") and context.data.get("hardship_handed_off")):
        return None
    return lateness(context.instance, day, context.now)


@guard("papers_asked_before_decision")
def papers_asked_before_decision(context: Context) -> Reason | None:
    """A first decision comes from the filing, not from the middle of an objection."""
    if "objection" in context.instance.return_to:
        return say("Bitte erst die Unterlagen nachreichen.")
    return None


@guard("instruction_stated")
def instruction_stated(context: Context) -> Reason | None:
    """Where an objection is known, the instruction on remedies decides between a month and a year."""
    if not context.data or not remedies.knows_objection(context.instance) or context.data.get("instruction"):
        return None
    return say("Bitte sagen Sie, ob im Bescheid eine Rechtsbehelfsbelehrung steht.")


def _by_law(name: str, law: str) -> None:
    otherwise = ONLY_SBFG if law == "sbfg" else OTHER_FUNDING

    def uses(context: Context) -> Reason | None:
        return None if catalogue.instrument(context.instance.instrument).law == law else otherwise

    uses.__doc__ = f"The deadlines of {law} apply to this application."
    guard(name)(uses)


for _name, _law in {
    "uses_sgb3": "sgb3", "uses_afbg": "afbg", "uses_sbfg": "sbfg", "uses_kdw": "kdw",
    "uses_advancement_bonus": "bonus",
}.items():  # fmt: skip
    _by_law(_name, _law)


@guard("uses_qualification_allowance")
def uses_qualification_allowance(context: Context) -> Reason | None:
    """The application is one for Qualifizierungsgeld (§ 82a SGB III)."""
    return None if context.instance.instrument == "sgb3_82a_qualifizierungsgeld" else OTHER_FUNDING


@guard("collective_application")
def collective_application(context: Context) -> Reason | None:
    """The employer files for several employees (§ 82 Abs. 5 SGB III)."""
    if records.values(context.instance, "application").get("collective"):
        return None
    return say("Das ist kein Sammelantrag.")


@guard("answer_day_passed")
def answer_day_passed(context: Context) -> Reason | None:
    """The employer may answer until two weeks before the start (SBFG)."""
    begins = VOCABULARY.anchors["course_start"](context.instance)
    if begins is None:
        return NO_START
    if berlin_date(context.now) >= begins - SBFG_ANSWER:
        return None
    last_day = begins - SBFG_ANSWER - timedelta(days=1)
    return say("Der Betrieb hat noch bis %(day)s Zeit zu antworten.", day=last_day)


@guard("arrived_in_time")
def arrived_in_time(context: Context) -> Reason | None:
    """Silence counts only after an application that arrived six full weeks before the start (SBFG)."""
    begins = VOCABULARY.anchors["course_start"](context.instance)
    arrived_on = context.data.get("arrived_on")
    if arrived_on is None or begins is None or arrived_on <= begins - SBFG_WEEKS:
        return None
    return say(
        "Der Antrag muss sechs volle Wochen vor Beginn angekommen sein (bis %(day)s).",
        day=begins - SBFG_WEEKS,
    )


@guard("no_answer_came")
def no_answer_came(context: Context) -> Reason | None:
    """No answer in the form the law asks for: written or electronic, oral only under ten staff (SBFG)."""
    answer = context.data.get("answer")
    if answer is None:
        return None
    if answer == "written" or (answer == "oral" and context.data.get("under_ten_staff")):
        return say("Eine Antwort ist gekommen. Dann gilt die Freistellung nicht durch Schweigen als erteilt.")
    if not context.data.get("legal_review_told"):
        return say("Bitte lassen Sie das vor Kursbeginn von der AK-Rechtsberatung bestätigen.")
    return None


@guard("knows_objection")
def knows_objection(context: Context) -> Reason | None:
    """An objection exists only against an authority's notice."""
    if remedies.knows_objection(context.instance):
        return None
    return say("Hier gibt es keinen Widerspruch. Bitte übergeben Sie den Antrag an die AK-Rechtsberatung.")


@guard("no_objection_decision")
def no_objection_decision(context: Context) -> Reason | None:
    """Once a decision: after the one on the objection only an action at court is left."""
    if context.instance.objection_notice_sent_on is None:
        return None
    return say("Über den Widerspruch ist schon entschieden. Jetzt bleibt nur die Klage.")


@guard("has_instruction")
def has_instruction(context: Context) -> Reason | None:
    """The notice tells rightly how to object: a month."""
    if context.instance.notice_instruction == "yes":
        return None
    return say("Die Belehrung fehlt oder ist falsch.")


@guard("no_instruction")
def no_instruction(context: Context) -> Reason | None:
    """The instruction on remedies is missing or wrong: a year (§ 66 Abs. 2 SGG)."""
    return None if context.instance.notice_instruction in ("no", "wrong") else say("Die Belehrung ist da.")


@guard("no_decision_yet")
def no_decision_yet(context: Context) -> Reason | None:
    """The first decision is still awaited; papers asked for in an objection are another matter."""
    return say("Der Antrag ist entschieden.") if "objection" in context.instance.return_to else None


def _attacked(context: Context) -> str:
    """The state that is under attack: what stands again if the action is lost."""
    return str(context.instance.return_to[-1])


@guard("rejection_attacked")
def rejection_attacked(context: Context) -> Reason | None:
    """The action at court was against a rejection."""
    if _attacked(context) == "rejected":
        return None
    return say(
        "Das Gericht hat über eine Bewilligung entschieden. Nehmen Sie „Gericht bestätigt den Bescheid“."
    )


@guard("approval_or_revocation_attacked")
def approval_or_revocation_attacked(context: Context) -> Reason | None:
    """The action at court was against a partial approval or a revocation."""
    if _attacked(context) != "rejected":
        return None
    return say("Angegriffen war eine Ablehnung. Nehmen Sie „Klage wurde abgewiesen“.")


@guard("remedy_day_passed")
def remedy_day_passed(context: Context) -> Reason | None:
    """A full approval is final at once, everything else from the last day of the remedy."""
    last_day = remedies.last_remedy_day(context.instance)
    if context.instance.state == "approved" or last_day is None or berlin_date(context.now) > last_day:
        return None
    return say("Die Frist für Widerspruch oder Klage läuft noch bis %(day)s.", day=last_day)


@guard("duties_done")
def duties_done(context: Context) -> Reason | None:
    """The duties that this instrument brings along are ticked."""
    ticked = context.data.get("duties")
    if ticked is None:
        return None
    wanted = [DUTIES[law]] if (law := catalogue.instrument(context.instance.instrument).law) in DUTIES else []
    if records.values(context.instance, "application").get("collective"):
        wanted.append(COLLECTIVE)
    lacking = next((label for name, label in wanted if name not in ticked), None)
    return say("Es fehlt noch: %(duty)s.", duty=lacking) if lacking else None
