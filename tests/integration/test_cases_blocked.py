"""Every guard of a case says no at least once, with a sentence that tells what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from tests.factories import (
    PLAN,
    a_coordinator,
    a_mentor,
    application,
    booking,
    case_at,
    do,
    fire,
    funding_checked,
    hand_over,
    mentee_of,
    mentor_of,
    move_mentor,
    next_course,
    offered,
    on_behalf,
    today,
)
from wbv_mentor import clock
from wbv_mentor.cases import actions
from wbv_mentor.cases.consent import all_alive, withdraw
from wbv_mentor.cases.models import Case
from wbv_mentor.config import ROOT
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import SYSTEM, Actor
from wbv_mentor.engine.loader import load_folder
from wbv_mentor.errors import Refused
from wbv_mentor.pathways.options import options

PATH = load_folder(ROOT / "workflows" / "mentee_case" / "1")


def nothing(_case: Case) -> None:
    """Nothing more is needed."""


def by_mentor(case: Case) -> Actor:
    return mentor_of(case)


def by_mentee(case: Case) -> Actor:
    return mentee_of(case)


def by_coordinator(_case: Case) -> Actor:
    return a_coordinator()


def by_system(_case: Case) -> Actor:
    return SYSTEM


@dataclass(frozen=True)
class Blocked:
    """A firing that a guard refuses, and words of its sentence."""

    guard: str
    trigger: str
    state: str
    words: str
    data: Callable[[], dict[str, Any]] = dict
    by: Callable[[Case], Actor] = by_mentor
    before: Callable[[Case], object] = nothing
    fix: str | None = None
    at_button: bool = False  # said before anything is typed
    relation: str = "none"


def one_offer(case: Case) -> None:
    offered(case, 1)


def one_provider(case: Case) -> None:
    for title in ("Kurs", "Anderer Kurs"):
        data = actions.OfferData(title, "Bildungshaus" if title == "Kurs" else " BILDUNGSHAUS ")
        do(actions.add_offer, by=mentor_of(case), case=case, data=data)


def offers_only(case: Case) -> None:
    offered(case)


def planned(case: Case) -> None:
    offered(case)
    funding_checked(case)


def handed_to_somebody(case: Case) -> None:
    hand_over(case)


def held(case: Case) -> None:
    do(actions.set_legal_hold, by=a_coordinator(), case=case, hold=True)


def with_running_deadline(case: Case) -> None:
    """An application for Bildungsfreistellung of a course far ahead: its strict date still runs."""
    application(case, "sbfg")
    data = booking(120, risk_accepted=True, **on_behalf("spoken"))
    fire(case, "book_course", by=mentor_of(case), data=data)


def over() -> dict[str, Any]:
    return {"receiver": str(a_mentor().id), **on_behalf("spoken")}


YES = {"case_work": True}
BLOCKED = [
    Blocked(
        "on_behalf_stated",
        "give_consent",
        "consent_pending",
        "auf welchem Weg",
        lambda: {**YES, **on_behalf("link")},
    ),
    Blocked(
        "way_allowed",
        "give_consent",
        "consent_pending",
        "Mündlich reicht hier nicht",
        lambda: {**YES, **on_behalf("spoken")},
    ),
    Blocked("consent_case_work", "give_consent", "consent_pending", "Es fehlt die Einwilligung", on_behalf),
    Blocked(
        "conflict_accepted",
        "give_consent",
        "consent_pending",
        "muss selbst sagen",
        lambda: dict(YES),
        by_mentee,
        relation="supervisor",
    ),
    Blocked("date_reached", "discard_contact", "contact", "noch nicht gekommen", by=by_system),
    Blocked("form_complete", "complete_intake", "intake", "Noch nicht ausgefüllt", at_button=True),
    Blocked(
        "two_offers_or_reason",
        "agree_plan",
        "offers",
        "zweites Angebot",
        lambda: {**PLAN, **on_behalf()},
        before=one_offer,
        fix="/offers",
        at_button=True,
    ),
    Blocked(
        "two_offers_or_reason",
        "agree_plan",
        "offers",
        "von einem Bildungsträger",
        lambda: {**PLAN, **on_behalf()},
        before=one_provider,
        fix="/offers",
        at_button=True,
    ),
    Blocked(
        "funding_checked",
        "agree_plan",
        "offers",
        "Förderprüfung ist noch nicht fertig",
        lambda: {**PLAN, **on_behalf()},
        before=offers_only,
        fix="/funding-check",
        at_button=True,
    ),
    Blocked(
        "mentee_confirmed",
        "agree_plan",
        "offers",
        "muss den Plan noch bestätigen",
        lambda: dict(PLAN),
        before=planned,
    ),
    Blocked(
        "has_application",
        "apply_for_funding",
        "plan_agreed",
        "noch keinen Förderantrag",
        fix="/applications/new",
        at_button=True,
    ),
    Blocked(
        "course_dates", "book_course", "plan_agreed", "liegt vor dem Kursbeginn", lambda: booking(30, -5)
    ),
    Blocked(
        "applications_decided_or_risk_accepted",
        "book_course",
        "funding",
        "Ein Antrag ist noch offen",
        booking,
    ),
    Blocked(
        "release_settled",
        "book_course",
        "plan_agreed",
        "schreiben Sie, warum",
        lambda: booking(release_reason=None),
    ),
    Blocked(
        "release_settled",
        "book_course",
        "plan_agreed",
        "Betrieb hat die Freistellung",
        lambda: booking(release="confirmed"),
    ),
    Blocked(
        "course_planned",
        "book_next_course",
        "in_course",
        "Beginn des nächsten Kurses",
        lambda: next_course(-300),
    ),
    Blocked(
        "drop_out_reason_stated",
        "finish_course",
        "in_course",
        "Grund für den Abbruch",
        lambda: {"result": "dropped", "ended_on": today()},
    ),
    Blocked(
        "follow_ups_done",
        "close_case",
        "follow_up",
        "Nachbetreuung nach 4 Wochen",
        lambda: {"outcome_code": "certificate"},
        fix="/forms/follow_up_4_weeks",
        at_button=True,
    ),
    Blocked(
        "deadlines_handed_over",
        "close_without_course",
        "plan_agreed",
        "Es laufen noch Fristen",
        lambda: {"outcome_code": "informed"},
        before=with_running_deadline,
    ),
    Blocked(
        "system_only_from_awaiting_mentor",
        "close_without_course",
        "offers",
        "nur Fälle ohne Begleitung",
        by=by_system,
    ),
    Blocked(
        "mentee_tried_twice",
        "close_without_course",
        "awaiting_mentor",
        "zwei Versuche",
        by=by_system,
        fix="/tries",
    ),
    Blocked(
        "consent_alive",
        "reopen_case",
        "closed",
        "Einwilligung gilt nicht mehr",
        on_behalf,
        by_mentor,
        lambda case: withdrawn_quietly(case),
        fix="/cases/new",
        at_button=True,
    ),
    Blocked(
        "date_within_6_months",
        "pause",
        "offers",
        "sechs Monaten",
        lambda: {"return_on": today() + timedelta(days=300)},
    ),
    Blocked(
        "mentee_consent_handover",
        "hand_over",
        "offers",
        "Einwilligung in die Übergabe",
        lambda: {"receiver": str(a_mentor().id)},
    ),
    Blocked(
        "receiver_active",
        "hand_over",
        "offers",
        "kann gerade keine Fälle",
        lambda: {"receiver": str(rested()), **on_behalf()},
    ),
    Blocked("is_receiver", "accept_handover", "handover", "übernehmen soll", at_button=True),
    Blocked(
        "is_requester",
        "cancel_handover",
        "handover",
        "angefragt hat",
        by=lambda case: a_mentor(),
        at_button=True,
    ),
    Blocked(
        "mentor_unavailable",
        "lose_mentor",
        "offers",
        "Die Begleitung ist noch möglich",
        by=by_coordinator,
        at_button=True,
    ),
    Blocked("two_notices_sent", "erase", "locked", "zwei Hinweise", by=by_system),
    Blocked("no_legal_hold", "erase", "locked", "Aufbewahrung angeordnet", by=by_system, before=held),
]


def withdrawn_quietly(case: Case) -> None:
    """The consent of a closed case is taken back and the seven days are over, but nothing was erased yet."""
    with unit_of_work():
        for row in all_alive(case):
            withdraw(row, way="spoken", now=clock.now())


def rested() -> int:
    """A mentor who is resting: in the register, but without new cases."""
    coordinator = a_coordinator()
    mentor = a_mentor(coordinator=coordinator)
    move_mentor(mentor, "rest", by=coordinator, data={"reason_code": "other"})
    return int(mentor.id or 0)


@pytest.mark.parametrize("one", BLOCKED, ids=lambda one: f"{one.guard}-{one.trigger}")
def test_a_guard_says_no(app: Flask, one: Blocked) -> None:
    case = case_at(one.state, relation=one.relation)
    one.before(case)
    actor, stood = one.by(case), case.state
    at_button = {
        str(reason) for option in options(instance=case, by=actor, now=clock.now())
        if option.name == one.trigger for reason in option.blocked
    }  # fmt: skip

    with pytest.raises(Refused) as refused:
        fire(case, one.trigger, by=actor, data={k: v for k, v in one.data().items() if v is not None})

    said = [message for message in refused.value.messages if one.words in str(message)]
    assert said, [str(message) for message in refused.value.messages]
    if one.fix is not None:
        assert said[0].fix is not None
        assert said[0].fix.endswith(one.fix)
    assert (str(said[0]) in at_button) == (one.at_button or one.by is by_system)
    session.refresh(case)
    assert case.state == stood


def test_every_guard_of_the_path_is_blocked_somewhere() -> None:
    named = set(PATH.start.guards) | {name for way in PATH.transitions.values() for name in way.guards}
    here = {one.guard for one in BLOCKED}
    here |= {"within_seven_days", "receiver_without_conflict", "mentor_may_accompany", "relation_stated"}

    assert here == named
