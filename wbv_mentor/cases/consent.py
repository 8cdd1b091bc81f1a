"""What the mentee has said yes to: finding, recording and ending consents (Art. 7 GDPR)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from wbv_mentor.cases.models import Case, Consent
from wbv_mentor.clock import berlin_date
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Message, say

TEXT_VERSION = "2026-1"  # of every consent text that is shown or read out
PAPER_ORIGINAL = timedelta(days=21)
SPOKEN_CONFIRMATION = timedelta(days=14)
SPANS = {"paper": PAPER_ORIGINAL, "spoken": SPOKEN_CONFIRMATION}
TIME_FOR_NOTICES = timedelta(days=8)  # a week and a day before the last day, at seven in the morning
ON_BEHALF_WAYS = ("paper", "spoken")
OWN_WAYS = ("link", "qr")
LAPSED = "lapsed"  # withdrawn_way of a consent that nobody confirmed in time

PURPOSE_LABELS: dict[str, Message] = {
    "case_work": say("Angaben für die Beratung speichern"),
    "contact_channel": say("Kontakt auf dem gewählten Weg"),
    "supervision_without_name": say("AK-Trainer*in liest mit, ohne Namen"),
    "substitute": say("Vertretung bei Urlaub oder Krankheit"),
    "employer_facts": say("Angaben beim Betrieb erfragen"),
    "employer_leave": say("Betrieb nach der Bildungsfreistellung fragen"),
    "employer_participation": say("Betrieb nach der Freistellung für den Kurs fragen"),
    "referral": say("Weiterleitung an andere Beratung"),
    "handover": say("Übergabe an eine andere Begleitung"),
    "voluntary_statistics": say("Freiwillige Angaben für die Statistik"),
}
WAY_LABELS: dict[str, Message] = {
    "link": say("mit dem eigenen Link"),
    "qr": say("mit dem QR-Code"),
    "paper": say("auf Papier"),
    "spoken": say("mündlich"),
}
WITH_CASE_WORK = ("contact_channel", "substitute", "supervision_without_name", "voluntary_statistics")
EMPLOYER_PURPOSES = ("employer_facts", "employer_leave", "employer_participation")


def alive(case: Case, purpose: str, recipient: str | None = None) -> Consent | None:
    """The newest consent for a purpose (and a recipient, if one is named) that was not withdrawn."""
    query = select(Consent).where(
        Consent.case_id == case.id, Consent.purpose == purpose, Consent.withdrawn_at.is_(None)
    )
    if recipient is not None:
        query = query.where(Consent.recipient == recipient)
    found: Consent | None = session.scalars(query.order_by(Consent.id.desc()).limit(1)).first()
    return found


def all_alive(case: Case, *purposes: str) -> Sequence[Consent]:
    """Every consent of a case that still holds, oldest first; only these purposes if some are named."""
    query = select(Consent).where(Consent.case_id == case.id, Consent.withdrawn_at.is_(None))
    if purposes:
        query = query.where(Consent.purpose.in_(purposes))
    found: Sequence[Consent] = session.scalars(query.order_by(Consent.id)).all()
    return found


def first_consent(case: Case) -> Consent | None:
    """The consent to the advice itself that holds now."""
    return alive(case, "case_work")


def stated_by(by: Actor, data: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """How a statement was made: by the mentee's own click, or as the person who enters it says."""
    if by.role == "mentee":
        way = data.get("way")
        return {
            "way": way if way in OWN_WAYS else "link",
            "given_on": berlin_date(now),
            "place": None,
            "text_version": data.get("text_version") or TEXT_VERSION,
        }
    return {
        "way": data["way"],
        "given_on": data["given_on"],
        "place": data.get("place"),
        "text_version": data.get("text_version") or TEXT_VERSION,
    }


def record(
    *, case: Case, purpose: str, recipient: str | None, by: Actor, now: datetime,
    way: str, given_on: date, place: str | None, text_version: str, original_due_on: date | None = None,
) -> Consent:  # fmt: skip
    """Add a consent to the running unit of work."""
    consent = Consent(
        case_id=case.id, purpose=purpose, recipient=recipient, text_version=text_version, way=way,
        given_on=given_on, given_at=now, place=place, recorded_by_role=by.role, recorded_by_id=by.id,
        original_due_on=original_due_on,
    )  # fmt: skip
    session.add(consent)
    session.flush()
    return consent


def original_due(
    way: str, given_on: date, *, scan: bool, original: bool, entered_on: date | None = None
) -> date | None:
    """Until when the paper's original has to arrive or a spoken yes has to be confirmed; None if never.

    What was entered long after it was given (`entered_on`) still leaves time for both notices.
    """
    if way == "spoken" or (way == "paper" and (original or not scan)):
        return max(given_on + SPANS[way], (entered_on or given_on) + TIME_FOR_NOTICES)
    return None


def counted_from(consent: Consent) -> date | None:
    """The day from which the original's or the confirmation's period runs."""
    return consent.original_due_on - SPANS[consent.way] if consent.original_due_on is not None else None


def withdraw(consent: Consent, *, way: str, now: datetime) -> None:
    """End one consent. The row stays as proof."""
    consent.withdrawn_at, consent.withdrawn_way = now, way


def outstanding(case: Case, way: str) -> Consent | None:
    """The first consent given in this way whose original or confirmation is still missing."""
    consent = first_consent(case)
    if consent is None or consent.way != way or consent.original_due_on is None:
        return None
    return consent if consent.original_arrived_on is None else None
