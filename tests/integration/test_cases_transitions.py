"""Every transition of a case, fired by each role that may: where it leads, and that it is remembered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from tests.factories import (
    HANDED_OVER,
    INTAKE,
    NEEDS,
    PLAN,
    a_coordinator,
    a_mentor,
    account,
    application,
    booking,
    case_at,
    days_later,
    do,
    fire,
    followed_up,
    funding_checked,
    mentee_of,
    mentor_of,
    next_course,
    offered,
    on_behalf,
    reachable,
    save,
    suspend,
    system_acts,
    today,
)
from wbv_mentor import clock
from wbv_mentor.cases import actions
from wbv_mentor.cases.models import Case
from wbv_mentor.cases.path.standing import pending_handover
from wbv_mentor.config import ROOT
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import SYSTEM, Actor
from wbv_mentor.engine.loader import load_folder
from wbv_mentor.pathways import journal
from wbv_mentor.people.actions import deactivate

PATH = load_folder(ROOT / "workflows" / "mentee_case" / "1")
Prepare = Callable[[Case], object]


def nothing(_case: Case) -> None:
    """Nothing more is needed."""


@dataclass(frozen=True)
class Firing:
    """One way to fire a transition: from where, by whom, after what, with what, to where."""

    trigger: str
    role: str
    state: str
    to: str
    data: Callable[[], dict[str, Any]] = dict
    before: Prepare = nothing


def receiver_of(case: Case) -> Actor:
    """Who was asked to take the case."""
    waiting = pending_handover(case)
    assert waiting is not None
    return Actor("mentor", waiting.to_account_id)


def actor_for(case: Case, firing: Firing) -> Actor:
    """Who fires."""
    if firing.trigger in ("accept_handover", "refuse_handover"):
        return receiver_of(case)
    makers: dict[str, Callable[[], Actor]] = {
        "mentor": lambda: mentor_of(case),
        "mentee": lambda: mentee_of(case),
        "coordinator": a_coordinator,
    }
    return makers[firing.role]()


def planned(case: Case) -> None:
    offered(case)
    funding_checked(case)


def shut_out(case: Case) -> None:
    """The mentor's account is closed: support has ended without anybody moving the case yet."""
    with unit_of_work():
        deactivate(account=account(mentor_of(case)), by=SYSTEM, now=clock.now())


def to_other_mentor() -> dict[str, Any]:
    return {"receiver": str(a_mentor().id), **on_behalf("spoken")}


def returning() -> dict[str, Any]:
    return {"return_on": today() + timedelta(days=30)}


def interrupted() -> dict[str, Any]:
    return {"reason_code": "no_answer", "course_return_on": today() + timedelta(days=9)}


def finished() -> dict[str, Any]:
    return {"result": "certificate", "ended_on": today()}


YES = {"case_work": True, "contact_channel": True}
ENDED = {"outcome_code": "informed"} | HANDED_OVER
FIRED = [
    Firing("request_consent", "mentor", "contact", "consent_pending", before=reachable),
    Firing("give_consent", "mentee", "consent_pending", "intake", lambda: dict(YES)),
    Firing(
        "give_consent",
        "mentor",
        "consent_pending",
        "intake",
        lambda: {**YES, **on_behalf(original_to_ak=True)},
    ),
    Firing("decline_consent", "mentee", "consent_pending", "erased"),
    Firing("decline_consent", "mentor", "consent_pending", "erased", lambda: on_behalf("spoken")),
    Firing("discard_contact", "mentor", "contact", "erased"),
    Firing(
        "complete_intake",
        "mentor",
        "intake",
        "needs_assessment",
        before=lambda case: save(case, "intake", INTAKE),
    ),
    Firing(
        "complete_needs_assessment",
        "mentor",
        "needs_assessment",
        "offers",
        before=lambda case: save(case, "needs_assessment", NEEDS),
    ),
    Firing("agree_plan", "mentor", "offers", "plan_agreed", lambda: {**PLAN, **on_behalf("spoken")}, planned),
    Firing("apply_for_funding", "mentor", "plan_agreed", "funding", before=application),
    Firing("book_course", "mentor", "plan_agreed", "booked", booking),
    Firing("book_next_course", "mentor", "in_course", "booked", next_course),
    Firing("revise_offers", "mentor", "booked", "offers", lambda: {"reason_code": "dates"}),
    Firing("start_course", "mentor", "booked", "in_course"),
    Firing("interrupt_course", "mentor", "in_course", "interrupted", interrupted),
    Firing("resume_course", "mentor", "interrupted", "in_course"),
    Firing("finish_course", "mentor", "in_course", "follow_up", finished),
    Firing("reopen_needs", "mentor", "follow_up", "needs_assessment"),
    Firing(
        "close_case",
        "mentor",
        "follow_up",
        "closed",
        lambda: {"outcome_code": "certificate"} | HANDED_OVER,
        followed_up,
    ),
    Firing(
        "close_without_course", "mentor", "needs_assessment", "closed_without_course", lambda: dict(ENDED)
    ),
    Firing("close_without_course", "coordinator", "offers", "closed_without_course", lambda: dict(ENDED)),
    Firing(
        "close_without_course",
        "mentee",
        "plan_agreed",
        "closed_without_course",
        lambda: {"outcome_code": "declined"},
    ),
    Firing("reopen_case", "mentor", "closed", "needs_assessment", lambda: on_behalf("spoken")),
    Firing("reopen_case", "coordinator", "closed_without_course", "needs_assessment", on_behalf),
    Firing("pause", "mentor", "booked", "paused", returning),
    Firing("pause", "mentee", "intake", "paused", returning),
    Firing("resume", "mentor", "paused", "offers"),
    Firing("resume", "mentee", "paused", "offers"),
    Firing("hand_over", "mentor", "contact", "handover", to_other_mentor),
    Firing("hand_over", "coordinator", "awaiting_mentor", "handover", to_other_mentor),
    Firing("hand_over", "mentee", "in_course", "handover", lambda: {"receiver": str(a_mentor().id)}),
    Firing("accept_handover", "mentor", "handover", "offers"),
    Firing("refuse_handover", "mentor", "handover", "offers"),
    Firing("cancel_handover", "mentor", "handover", "offers"),
    Firing("cancel_handover", "mentee", "handover", "offers"),
    Firing("cancel_handover", "coordinator", "handover", "offers"),
    Firing("lose_mentor", "coordinator", "follow_up", "awaiting_mentor", before=shut_out),
    Firing("withdraw_consent", "mentee", "closed", "locked"),
    Firing("withdraw_consent", "mentor", "booked", "locked", lambda: on_behalf("spoken")),
    Firing("withdraw_consent", "coordinator", "awaiting_mentor", "locked", lambda: on_behalf("spoken")),
    Firing("undo_withdrawal", "mentee", "locked", "offers"),
    Firing("undo_withdrawal", "coordinator", "locked", "offers", on_behalf),
]


@pytest.mark.parametrize("firing", FIRED, ids=lambda firing: f"{firing.trigger}-{firing.role}")
def test_a_person_fires(app: Flask, firing: Firing) -> None:
    case = case_at(firing.state)
    firing.before(case)
    before = case.row_version

    moved = fire(case, firing.trigger, by=actor_for(case, firing), data=firing.data())

    assert (case.state, case.row_version) == (firing.to, before + 1)
    assert (moved.entry.trigger, moved.entry.actor_role) == (firing.trigger, firing.role)
    assert journal.broken_entry(journal.entries_of(case)) is None


def on_paper(case: Case) -> None:
    fire(case, "give_consent", by=mentor_of(case), data={**YES, **on_behalf(original_to_ak=True)})


def tried_twice(case: Case) -> None:
    coordinator = a_coordinator()
    for channel in ("phone", "letter"):
        do(actions.record_try, by=coordinator, case=case, channel=channel)


def book_ahead(case: Case) -> None:
    fire(case, "book_course", by=mentor_of(case), data=booking(10))


@dataclass(frozen=True)
class ByTheSystem:
    """What the system fires when a day has passed."""

    trigger: str
    state: str
    days: int
    to: str
    before: Prepare = nothing


PASSED = [
    ByTheSystem("discard_contact", "contact", 30, "erased"),
    ByTheSystem("start_course", "plan_agreed", 9, "in_course", book_ahead),
    ByTheSystem("close_case", "follow_up", 14, "closed", followed_up),
    ByTheSystem("close_without_course", "awaiting_mentor", 60, "closed_without_course", tried_twice),
    ByTheSystem("resume", "paused", 29, "offers"),
    ByTheSystem("refuse_handover", "handover", 14, "offers"),
    ByTheSystem("lapse_consent", "consent_pending", 21, "locked", on_paper),
    ByTheSystem("erase", "locked", 7, "erased"),
]


@pytest.mark.parametrize("passed", PASSED, ids=lambda passed: passed.trigger)
def test_the_system_fires_on_the_day_after(app: Flask, passed: ByTheSystem) -> None:
    case = case_at(passed.state)
    passed.before(case)
    stood = case.state

    with days_later(passed.days):
        system_acts()
        session.refresh(case)
        assert case.state == stood

    with days_later(passed.days + 1):
        system_acts()
        session.refresh(case)
        assert case.state == passed.to
        newest = [entry for entry in journal.entries_of(case) if entry.kind == "transition"][-1]
        assert (newest.trigger, newest.actor_role) == (passed.trigger, "system")


def test_the_system_ends_support_and_cancels_a_handover_before(app: Flask) -> None:
    case = case_at("handover")

    suspend(mentor_of(case))

    session.refresh(case)
    assert (case.state, case.mentor_id) == ("awaiting_mentor", None)
    system = [entry.trigger for entry in journal.entries_of(case) if entry.actor_role == "system"]
    assert [name for name in system if name in PATH.transitions] == ["cancel_handover", "lose_mentor"]


def test_a_case_that_is_reopened_without_a_mentor_waits_for_one_again(app: Flask) -> None:
    a_mentor()  # somebody else is there
    case = case_at("awaiting_mentor")
    by, data = a_coordinator(), {"outcome_code": "declined"} | HANDED_OVER
    fire(case, "close_without_course", by=by, data=data)
    fire(case, "reopen_case", by=by, data=on_behalf())

    system_acts()

    session.refresh(case)
    assert (case.state, case.return_to) == ("awaiting_mentor", ["needs_assessment"])
    receiver = hand_over_by(case, by)
    system_acts()  # a case on its way to somebody is left alone
    fire(case, "accept_handover", by=receiver)
    assert (case.state, case.mentor_id) == ("needs_assessment", receiver.id)


def hand_over_by(case: Case, by: Actor) -> Actor:
    """The coordination asks a mentor; answers who was asked."""
    receiver = a_mentor()
    fire(case, "hand_over", by=by, data={"receiver": str(receiver.id), **on_behalf("spoken")})
    return receiver


def test_every_transition_is_fired_by_every_role_that_may() -> None:
    wanted = {(name, role) for name, way in PATH.transitions.items() for role in way.by}
    fired = {(one.trigger, one.role) for one in FIRED} | {(one.trigger, "system") for one in PASSED}
    fired |= {("lose_mentor", "system"), ("cancel_handover", "system")}  # the test above

    assert fired == wanted
