"""Needs talks held with a company: no person of the company is named, and no small group."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from wbv_mentor.clock import berlin_date
from wbv_mentor.companies.models import Company, CompanyTalk
from wbv_mentor.companies.sizes import TALK_KIND_LABELS, TOPIC_LABELS
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Forbidden, Refused, say

log = logging.getLogger(__name__)
FEWEST_PERSONS = 5
SMALL = "under_10"


@dataclass(frozen=True)
class TalkData:
    """What is recorded. `areas` counts the persons of each; `functions` says who took part, not by name."""

    held_on: date
    kind: str
    minutes: int
    functions: str
    topics: Sequence[str]
    place: str | None = None
    other_topics: str | None = None
    areas: Mapping[str, int] = field(default_factory=dict)
    next_step: str | None = None


def record_talk(
    *, company: Company, data: TalkData, by: Actor, now: datetime, submission: str
) -> CompanyTalk:
    """Record a talk with a company; a repeated submission answers the first one.

    Refused for a day to come, without a topic, for an area of fewer than five persons, and for any area
    of a company with fewer than ten employees: there everybody could be recognised (domain.md, 5).
    """
    if by.role not in {"mentor", "coordinator"}:
        raise Forbidden(say("Das darf Ihre Rolle nicht."))
    made = session.scalars(select(CompanyTalk).where(CompanyTalk.submission == submission)).first()
    if made is not None:
        kept: CompanyTalk = made
        return kept
    _check(company, data, now)
    values = asdict(data) | {"topics": list(data.topics), "areas": dict(data.areas)}
    talk = CompanyTalk(
        company_id=company.id, recorded_by_id=by.id, recorded_at=now, submission=submission, **values
    )
    session.add(talk)
    session.flush()
    log.info("talk %s with company %s recorded by %s %s", talk.id, company.id, by.role, by.id)
    return talk


def facts_of_talk(talk: CompanyTalk) -> dict[str, Any]:
    """What the company is told of a talk when it is asked to confirm it (C2)."""
    company = talk.company
    return {
        "held_on": talk.held_on,
        "kind": talk.kind,
        "place": talk.place,
        "minutes": talk.minutes,
        "functions": talk.functions,
        "topics": talk.topics,
        "other_topics": talk.other_topics,
        "areas": {} if company.size == SMALL else talk.areas,
        "size": company.size,
        "training_agreement": company.training_agreement,
        "next_step": talk.next_step,
    }


def _check(company: Company, data: TalkData, now: datetime) -> None:
    if data.held_on > berlin_date(now):
        raise Refused(say("Der Tag liegt in der Zukunft."), field="held_on")
    if data.kind not in TALK_KIND_LABELS:
        raise Refused(say("Wählen Sie eine Antwort aus."), field="kind")
    if not data.topics and not data.other_topics:
        raise Refused(say("Wählen Sie ein Thema aus, oder schreiben Sie eines auf."), field="topics")
    if not set(data.topics) <= set(TOPIC_LABELS):
        raise Refused(say("Wählen Sie eine Antwort aus."), field="topics")
    if data.areas and company.size == SMALL:
        raise Refused(
            say("In einem Betrieb mit weniger als 10 Beschäftigten tragen wir keine Bereiche ein."),
            field="areas",
        )
    for name, persons in data.areas.items():
        if persons < FEWEST_PERSONS:
            raise Refused(
                say(
                    "%(name)s: Bitte nur Bereiche mit mindestens 5 Personen. Sonst wäre jemand zu erkennen.",
                    name=name,
                ),
                field="areas",
            )
