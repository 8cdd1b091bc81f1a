"""What a company is told with a question: the allow-list of pathways.md, one row a kind.

A statement is built here and nowhere else. It is frozen when the question is asked; mails and the
company's page read it and never the case, the talk or the record behind it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from wbv_mentor.companies.sizes import AGREEMENT_LABELS, SIZE_LABELS, TALK_KIND_LABELS, TOPIC_LABELS
from wbv_mentor.errors import Message, say

VERSION = "2026-1"  # of the words around the facts
FACTS: dict[str, tuple[str, ...]] = {
    "C0": ("agreement", "agreement_on", "contacts", "works_council_informed_on"),
    "C1": ("mentor", "hours_a_month", "cohort_start", "cohort_end"),
    "C2": (
        "held_on", "kind", "place", "minutes", "functions", "topics", "other_topics", "areas", "size",
        "training_agreement", "next_step",
    ),
    "C3": ("course", "starts_on", "ends_on", "seats", "price_eur", "cancel_until"),
    "C4": ("person", "course", "instrument"),
    "C5": ("person", "course", "starts_on", "ends_on", "applied_on"),
    "C6": ("person", "course", "starts_on", "ends_on", "times"),
    "C7": ("course", "persons"),
}  # fmt: skip
LABELS: dict[str, Message] = {
    "agreement": say("Zusammenarbeit"),
    "agreement_on": say("Vereinbart am"),
    "applied_on": say("Antrag vom"),
    "areas": say("Bereiche"),
    "cancel_until": say("Absagen möglich bis"),
    "cohort_end": say("Ende der Qualifizierung"),
    "cohort_start": say("Beginn der Qualifizierung"),
    "contacts": say("Ansprechpersonen"),
    "course": say("Kurs"),
    "ends_on": say("Ende"),
    "functions": say("Teilgenommen haben"),
    "held_on": say("Datum"),
    "hours_a_month": say("Stunden im Monat"),
    "instrument": say("Förderung"),
    "kind": say("Art"),
    "mentor": say("Weiterbildungsmentor*in"),
    "minutes": say("Dauer"),
    "next_step": say("Nächster Schritt"),
    "other_topics": say("Weitere Themen"),
    "person": say("Person"),
    "persons": say("Anzahl Personen"),
    "place": say("Ort"),
    "price_eur": say("Preis je Platz"),
    "seats": say("Plätze"),
    "size": say("Größe des Betriebs"),
    "starts_on": say("Beginn"),
    "times": say("Zeiten"),
    "topics": say("Themen"),
    "training_agreement": say("Tarifvertrag oder Betriebsvereinbarung zur Weiterbildung"),
    "works_council_informed_on": say("Betriebsrat informiert am"),
}
DATES = frozenset(name for name in LABELS if name.endswith(("_on", "_start", "_end", "_until")))
CODED: dict[str, dict[str, Message]] = {
    "agreement": AGREEMENT_LABELS,
    "kind": TALK_KIND_LABELS,
    "size": SIZE_LABELS,
    "topics": TOPIC_LABELS,
}
MINUTES = say("%(count)s Minuten")
EUROS = say("%(amount)s Euro")
AREA = say("%(name)s (%(persons)s Personen)")
YES_NO = {True: say("Ja"), False: say("Nein")}
EMPTY: tuple[object, ...] = (None, "", [], (), {})


@dataclass(frozen=True)
class Fact:
    """One line: its name, and what it says as dates, sentences or plain words, several beside each other."""

    name: str
    label: Message
    values: tuple[Message | date | str, ...]


def statement(code: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts as they are stored. ValueError for one that this kind of question must not say."""
    foreign = set(facts) - set(FACTS[code])
    if foreign:
        raise ValueError(f"a company must not learn this with {code}: {', '.join(sorted(foreign))}")
    said = {name: _plain(facts[name]) for name in FACTS[code] if facts.get(name) not in EMPTY}
    return {"version": VERSION, "facts": said}


def fact(stored: Mapping[str, Any], name: str) -> Any:
    """One stored fact, a date as a date; None if it was not said."""
    value = stored.get("facts", {}).get(name)
    return date.fromisoformat(value) if value is not None and name in DATES else value


def facts_of(code: str, stored: Mapping[str, Any]) -> tuple[Fact, ...]:
    """The facts in their order, as they are read; only those on the list, whatever is stored."""
    said = stored.get("facts", {})
    return tuple(
        Fact(name, LABELS[name], _spoken(name, fact(stored, name))) for name in FACTS[code] if name in said
    )


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _spoken(name: str, value: Any) -> tuple[Message | date | str, ...]:
    if name in CODED:
        codes = value if isinstance(value, list) else [value]
        return tuple(CODED[name][code] for code in codes)
    if name == "areas":
        return tuple(say(AREA.text, name=area, persons=count) for area, count in value.items())
    if name == "minutes":
        return (say(MINUTES.text, count=value),)
    if name == "price_eur":
        return (say(EUROS.text, amount=Decimal(value)),)
    if isinstance(value, bool):
        return (YES_NO[value],)
    if isinstance(value, list):
        return tuple(str(one) for one in value)
    return (value if isinstance(value, date) else str(value),)
