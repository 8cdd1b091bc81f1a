"""Guards on the way from the offers to a booked course."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from wbv_mentor.cases import consent
from wbv_mentor.cases.models import Case, Offer
from wbv_mentor.cases.path.release import objection_to_dates, release_confirmed, times_to_accept
from wbv_mentor.cases.path.standing import said_by_mentee
from wbv_mentor.db import session
from wbv_mentor.engine.registry import Context, guard
from wbv_mentor.errors import Reason, say
from wbv_mentor.funding.catalogue import instrument
from wbv_mentor.funding.queries import applications_of, unchecked, undecided
from wbv_mentor.german import german
from wbv_mentor.pathways import records

NEUTRALITY_REASONS = ("single_offer_reason", "same_provider_reason")  # of the form `offers`
PLAN_CONFIRMED, RISK_ACCEPTED = "plan_confirmed", "risk_accepted"
IN_DISPUTE = ("objection", "court")
AFBG_OVER = ("withdrawn", "missed", "final_rejected", "settled")
AGREED = ("goal", "measure", "funding", "working_time_rule", "next_steps")  # what the mentee says yes to


@guard("two_offers_or_reason")
def two_offers_or_reason(context: Context) -> Reason | None:
    """Advice stays neutral: at least two offers by two providers, or a reason why not."""
    case: Case = context.instance
    asked = neutrality_reason_asked(case)
    if asked and records.values(case, "offers").get(asked):
        return None
    if asked == "single_offer_reason":
        text = say("Es fehlt ein zweites Angebot oder der Grund, warum es nur eines gibt.")
    elif asked == "same_provider_reason":
        text = say(
            "Alle Angebote sind von einem Bildungsträger. Es fehlt das Angebot eines anderen oder der Grund, "
            "warum es keines gibt."
        )
    elif not providers_of(case):
        text = say("Es fehlen noch die Angebote. Nehmen Sie mindestens zwei auf.")
    else:
        return None
    return text.with_fix(f"/cases/{case.reference}/offers")


def neutrality_reason_asked(case: Case) -> str | None:
    """The field of the form `offers` that has to say why there is no choice; None if there is one."""
    providers = providers_of(case)
    if len(providers) == 1:
        return "single_offer_reason"
    return "same_provider_reason" if len(providers) > 1 and len(set(providers)) == 1 else None


def providers_of(case: Case) -> list[str]:
    """Who offers the courses, one entry an offer, folded: the same name in other letters is the same."""
    names = session.scalars(select(Offer.provider).where(Offer.case_id == case.id))
    return [" ".join(german(name).split()) for name in names]


@guard("funding_checked")
def funding_checked(context: Context) -> Reason | None:
    """Every instrument of the catalogue has a result with a reason."""
    open_ones = unchecked(context.instance)
    if not open_ones:
        return None
    return say(
        "Die Förderprüfung ist noch nicht fertig: %(instrument)s.", instrument=open_ones[0].name
    ).with_fix(f"/cases/{context.instance.reference}/funding-check")


@guard("mentee_confirmed")
def mentee_confirmed(context: Context) -> Reason | None:
    """The mentee said yes to this very plan: by the own link, on paper or aloud (spoken is enough)."""
    case, data = context.instance, context.data
    if not data or plan_confirmed(case, data):
        return None
    if data.get("way") in consent.ON_BEHALF_WAYS and data.get("given_on") is not None:
        return None
    return say(
        "Die ratsuchende Person muss den Plan noch bestätigen. Zeigen Sie ihr den Entwurf mit ihrem Link, "
        "oder tragen Sie ein, wann und wie sie zugestimmt hat."
    )


def plan_confirmed(case: Case, data: Mapping[str, Any] | None = None) -> bool:
    """Whether the mentee confirmed the plan as it stands in the draft, or as `data` says it."""
    record = records.latest(case, "plan", submitted=False)
    if record is None or not record.draft:
        return False
    if data is not None:
        typed = records.encode(data)
        if any(typed.get(name) != record.data.get(name) for name in AGREED):
            return False
    return said_by_mentee(case, PLAN_CONFIRMED, since=record.saved_at)


def plan_mark(case: Case) -> str:
    """What tells one wording of the plan from another: saving a draft moves no version of the case."""
    record = records.latest(case, "plan", submitted=False)
    agreed = {name: record.data.get(name) for name in AGREED} if record is not None else {}
    return hashlib.sha256(json.dumps(agreed, sort_keys=True).encode()).hexdigest()


@guard("has_afbg")
def has_afbg(context: Context) -> Reason | None:
    """For deadlines only: an application for Aufstiegs-BAföG is under way."""
    under_way = (row for row in applications_of(context.instance) if row.state not in AFBG_OVER)
    if any(instrument(row.instrument).law == "afbg" for row in under_way):
        return None
    return say("Kein Aufstiegs-BAföG.")


@guard("has_application")
def has_application(context: Context) -> Reason | None:
    """There is something to apply for."""
    case: Case = context.instance
    if any(row.state != "withdrawn" for row in applications_of(case)):
        return None
    return say("Es gibt noch keinen Förderantrag. Legen Sie zuerst einen an.").with_fix(
        f"/cases/{case.reference}/applications/new"
    )


@guard("course_dates")
def course_dates(context: Context) -> Reason | None:
    """The course does not end before it begins."""
    return dates_in_order(context.data.get("course_start"), context.data.get("course_end"))


def dates_in_order(start: Any, end: Any) -> Reason | None:
    """The sentence that names both dates if the end lies before the start."""
    if start is None or end is None or start <= end:
        return None
    return say(
        "Kursende: Der %(end)s liegt vor dem Kursbeginn (%(start)s). "
        "Bitte ändern Sie eines der beiden Daten.",
        end=end,
        start=start,
    )


@guard("course_planned")
def course_planned(context: Context) -> Reason | None:
    """The next course has dates, and it begins after the one before."""
    start, before = context.data.get("course_start"), context.instance.course_start
    if start is not None and before is not None and start <= before:
        return say(
            "Der nächste Kurs beginnt am %(start)s, der bisherige begann am %(before)s. "
            "Bitte tragen Sie den Beginn des nächsten Kurses ein.",
            start=start,
            before=before,
        )
    return dates_in_order(start, context.data.get("course_end"))


@guard("applications_decided_or_risk_accepted")
def applications_decided_or_risk_accepted(context: Context) -> Reason | None:
    """No application is open, or the mentee (only she) wants to book all the same."""
    case, data = context.instance, context.data
    if not data or not open_applications(case):
        return None
    if said_by_mentee(case, RISK_ACCEPTED, since=case.entered_at):
        return None
    on_behalf = data.get("way") in consent.ON_BEHALF_WAYS and data.get("given_on") is not None
    if data.get("risk_accepted") is True and on_behalf:
        return None
    return say(
        "Ein Antrag ist noch offen. Buchen geht nur, wenn die ratsuchende Person das Risiko selbst annimmt: "
        "Tragen Sie ein, wann und wie sie das gesagt hat, oder warten Sie auf den Bescheid."
    )


def open_applications(case: Case) -> list[Any]:
    """Applications without a decision that stands. A missed one counts as decided."""
    return [*undecided(case), *(row for row in applications_of(case) if row.state in IN_DISPUTE)]


@guard("release_settled")
def release_settled(context: Context) -> Reason | None:
    """The release is confirmed by the company, not needed, or waived; the last two with a reason."""
    release, reason = context.data.get("release"), context.data.get("release_reason")
    if release in ("not_needed", "waived") and not (reason or "").strip():
        return say("Bitte schreiben Sie, warum keine Freistellung nötig ist oder auf sie verzichtet wird.")
    if release != "confirmed":
        return None
    if times_to_accept(context.instance) is not None:
        return say("Der Betrieb stellt mit anderen Zeiten frei. Die Person muss sie erst annehmen.")
    if not release_confirmed(context.instance):
        return say(
            "Der Betrieb hat die Freistellung noch nicht bestätigt. Wählen Sie „Nicht nötig“ oder "
            "„Auf die Bestätigung wird verzichtet“ mit einem Grund, oder warten Sie auf die Antwort."
        )
    return objection_to_dates(
        context.instance, context.data.get("course_start"), context.data.get("course_end")
    )
