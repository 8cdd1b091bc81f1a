"""Detours remember where they were entered from; a repeat does nothing twice, a stale page nothing at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.factories import (
    INTAKE,
    a_coordinator,
    a_mentor,
    case_at,
    close_without_course,
    days_later,
    do,
    fire,
    fresh,
    hand_over,
    mentee_of,
    mentor_of,
    on_behalf,
    pause,
    suspend,
    system_acts,
    withdraw,
)
from wbv_mentor.cases import actions
from wbv_mentor.cases.models import Handover, Talk, Task
from wbv_mentor.clock import today
from wbv_mentor.config import ROOT
from wbv_mentor.db import session
from wbv_mentor.engine.loader import load_folder
from wbv_mentor.errors import Forbidden, Refused, Stale
from wbv_mentor.pathways import journal

PATH = load_folder(ROOT / "workflows" / "mentee_case" / "1")
PAUSABLE = PATH.transitions["pause"].source


@pytest.mark.parametrize("state", PAUSABLE)
def test_a_pause_ends_where_it_began(app: Flask, state: str) -> None:
    case = case_at("paused", base=state)

    fire(case, "resume", by=mentor_of(case))

    assert (case.state, case.return_to) == (state, [])


@pytest.mark.parametrize("state", ["contact", "funding", "interrupted", "paused"])
@pytest.mark.parametrize("answer", [True, False])
def test_a_handover_ends_where_it_began(app: Flask, state: str, answer: bool) -> None:
    case = case_at(state)
    old, rest = mentor_of(case), list(case.return_to)
    receiver = hand_over(case)

    handover = next(row for row in _handovers(case.id) if row.answered_at is None)
    do(actions.answer_handover, by=receiver, handover=handover, accept=answer)

    assert (case.state, case.return_to) == (state, rest)
    assert mentor_of(case) == (receiver if answer else old)


def test_a_withdrawal_can_be_undone_where_it_was_given(app: Flask) -> None:
    case = case_at("booked")
    pause(case)
    withdraw(case)

    fire(case, "undo_withdrawal", by=mentee_of(case))

    assert (case.state, case.return_to) == ("paused", ["booked"])


def test_an_accepted_handover_passes_over_the_time_without_a_mentor(app: Flask) -> None:
    case = case_at("funding")
    pause(case)
    suspend(mentor_of(case))
    assert (case.state, case.return_to) == ("awaiting_mentor", ["funding", "paused"])
    receiver = a_mentor()
    fire(case, "hand_over", by=a_coordinator(), data={"receiver": str(receiver.id), **on_behalf("spoken")})

    fire(case, "accept_handover", by=receiver)

    assert (case.state, case.return_to, case.mentor_id) == ("paused", ["funding"], receiver.id)


def test_a_refused_handover_leads_back_to_the_time_without_a_mentor(app: Flask) -> None:
    case = case_at("awaiting_mentor")
    receiver = a_mentor()
    fire(case, "hand_over", by=a_coordinator(), data={"receiver": str(receiver.id), **on_behalf("spoken")})

    fire(case, "refuse_handover", by=receiver)

    assert (case.state, case.return_to, case.mentor_id) == ("awaiting_mentor", ["offers"], None)


def test_every_other_way_out_of_a_detour_forgets_where_it_came_from(app: Flask) -> None:
    case = case_at("paused")

    close_without_course(case)
    fire(case, "reopen_case", by=mentor_of(case), data=on_behalf())

    assert (case.state, case.return_to) == ("needs_assessment", [])


def test_a_handover_waits_through_a_withdrawal(app: Flask) -> None:
    case = case_at("offers")
    receiver = hand_over(case)
    withdraw(case)
    with pytest.raises(Refused):
        fire(case, "accept_handover", by=receiver)

    fire(case, "undo_withdrawal", by=mentee_of(case))
    fire(case, "accept_handover", by=receiver)

    assert (case.state, case.mentor_id) == ("offers", receiver.id)


def test_a_case_that_comes_back_without_its_mentor_is_found(app: Flask) -> None:
    case = case_at("locked")
    old = mentor_of(case)
    suspend(old)
    assert case.state == "locked"
    fire(case, "undo_withdrawal", by=mentee_of(case))
    session.refresh(case)

    system_acts()

    session.refresh(case)
    assert (case.state, case.return_to) == ("awaiting_mentor", ["offers"])


def test_a_contact_without_its_mentor_is_a_task_of_the_coordination(app: Flask) -> None:
    case = case_at("consent_pending")

    suspend(mentor_of(case))
    system_acts()

    session.refresh(case)
    assert case.state == "consent_pending"
    assert [task.owner for task in _tasks(case.id, "contact_lost_mentor")] == ["coordinator"]


def test_a_repeated_sending_answers_the_first_result(app: Flask) -> None:
    case = case_at("intake")
    do(actions.save_form, by=mentor_of(case), case=case, form="intake", data=INTAKE)
    sending = fresh()

    first = fire(case, "complete_intake", by=mentor_of(case), submission=sending)
    again = fire(case, "complete_intake", by=mentor_of(case), submission=sending)

    assert (first.repeated, again.repeated) == (False, True)
    assert again.entry.id == first.entry.id
    assert [entry.trigger for entry in journal.entries_of(case)].count("complete_intake") == 1


def test_every_use_case_does_its_thing_once(app: Flask) -> None:
    case = case_at("offers")
    mentor, mentee, coordinator = mentor_of(case), mentee_of(case), a_coordinator()
    talk = {"held_on": today(), "kind": "phone", "minutes": "20"}
    offer = actions.OfferData("Kurs", "Bildungshaus")
    calls: list[Callable[[str], Any]] = [
        lambda sent: do(actions.record_talk, by=mentor, case=case, data=talk, submission=sent),
        lambda sent: do(
            actions.add_task, by=mentor, case=case, title="Anrufen", due_on=today(), submission=sent
        ),
        lambda sent: do(actions.add_offer, by=mentor, case=case, data=offer, submission=sent),
        lambda sent: do(actions.look_into, by=coordinator, case=case, reason="Beschwerde", submission=sent),
        lambda sent: do(
            actions.give_consent,
            by=mentee,
            case=case,
            purpose="substitute",
            recipient=None,
            way="link",
            given_on=today(),
            text_version="2026-1",
            submission=sent,
        ),
    ]
    for call in calls:
        sending = fresh()
        first, entries = call(sending), len(journal.entries_of(case))
        assert call(sending).id == first.id
        assert len(journal.entries_of(case)) == entries


def test_a_new_case_is_opened_once(app: Flask) -> None:
    mentor, sending = a_mentor(), fresh()
    wanted = {"alias": "Ada", "way": "paper", "relation": "none", "submission": sending}

    first = do(actions.open_case, by=mentor, **wanted)

    assert do(actions.open_case, by=mentor, **wanted).id == first.id


def test_a_stale_page_says_what_changed(app: Flask) -> None:
    case = case_at("offers")
    shown = case.row_version
    pause(case)

    with pytest.raises(Stale, match=r"Inzwischen hat Weiterbildungsmentor.+: Pause begonnen\)"):
        fire(case, "revise_offers", by=mentor_of(case), expected_version=shown)


def test_a_role_that_may_not_is_told_so(app: Flask) -> None:
    case = case_at("offers")

    with pytest.raises(Forbidden):
        fire(case, "agree_plan", by=mentee_of(case))
    with pytest.raises(Forbidden):
        do(actions.look_into, by=mentor_of(case), case=case, reason="Neugier")
    with pytest.raises(Forbidden):
        do(actions.accept_conflict, by=mentor_of(case), case=case)


def test_after_a_pause_strict_deadlines_have_gone_on(app: Flask) -> None:
    case = case_at("paused", base="booked")
    with days_later(31):
        system_acts()

        session.refresh(case)
        assert case.state == "booked"


def _handovers(case_id: int) -> list[Handover]:
    return list(session.query(Handover).filter_by(case_id=case_id))


def _tasks(case_id: int, code: str) -> list[Task]:
    return list(session.query(Task).filter_by(case_id=case_id, code=code))


def test_no_talk_before_consent(app: Flask) -> None:
    case = case_at("consent_pending")
    talk = {"held_on": today(), "kind": "phone", "minutes": "20"}

    with pytest.raises(Refused, match="Es fehlt die Einwilligung"):
        do(actions.record_talk, by=mentor_of(case), case=case, data=talk)

    assert session.query(Talk).count() == 0
