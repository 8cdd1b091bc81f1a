"""Taking back the latest step: everything stands as before; once, in seven days, by whose step it was."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.case_visits import at, enter, see
from tests.factories import (
    DETOURS,
    a_coordinator,
    application,
    booking,
    case_at,
    days_later,
    fire,
    hand_over,
    mentor_of,
    move_application,
    system_acts,
    withdraw,
)  # fmt: skip
from tests.smtp_sink import SmtpSink
from wbv_mentor import clock, jobs
from wbv_mentor.cases.models import Case, Handover, Task
from wbv_mentor.config import ROOT
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import Actor
from wbv_mentor.engine.loader import load_all
from wbv_mentor.engine.registry import VOCABULARY
from wbv_mentor.errors import Forbidden, Refused, Stale
from wbv_mentor.pathways import journal
from wbv_mentor.pathways.advance import Advanced
from wbv_mentor.pathways.deadlines import open_deadlines
from wbv_mentor.pathways.definitions import machine_for
from wbv_mentor.pathways.fold import Standing, fold
from wbv_mentor.pathways.models import Instance, JournalOverwritten
from wbv_mentor.pathways.undoing import latest_move, undo, undo_offer
from wbv_mentor.pathways.version_maps import find_way

if TYPE_CHECKING:
    from tests.conftest import MakeSettings
    from wbv_mentor.config import Settings

# Beside their mails, their tasks and the instance's own columns these effects leave nothing to be put back.
LEAVE_NOTHING = {
    "start_funding_check", "set_course_dates", "clear_course_dates", "revoke_company_requests",
    "miss_unfiled_applications", "add_interruption_task", "set_course_result", "add_reporting_tasks",
    "record_outcome", "hand_deadlines_to_mentee", "send_request", "add_call_task", "add_question_task",
    "send_receipt", "send_written_copy", "move_expiry", "list_documents", "record_submission",
    "record_papers_due", "record_notice", "record_objection", "record_objection_decision",
    "add_inform_authority_task", "tell_what_is_possible", "enter_register", "extend_register",
    "halt_register", "resume_register", "assign_cohort", "credit_modules", "warn_about_leave",
    "ask_about_no_show", "count_repeat", "send_rejection", "plan_erasure", "lose_mentor",
    "acknowledge_application", "join_waiting_list",
}  # fmt: skip


def take_back(instance: Instance, by: Actor, entry_id: int | None = None, **more: Any) -> Advanced:
    move = latest_move(instance)
    number = entry_id if entry_id is not None else move.id if move is not None else 0
    with unit_of_work():
        return undo(
            instance=instance, entry_id=number, by=by, now=clock.now(), reason="Falscher Fall", **more
        )


def dates_of(instance: Instance) -> list[tuple[Any, ...]]:
    return sorted((row.rule, row.due_on, row.next_reminder_at) for row in open_deadlines(instance))


def stands(case: Case) -> tuple[Any, ...]:
    return case.state, case.return_to, case.entered_at, case.course_start, case.course_title, case.mentor_id


def folded(instance: Instance) -> Standing | None:
    return fold(journal.entries_of(instance), machine_for(instance), find_way)


def test_every_effect_says_how_it_is_undone(app: Flask) -> None:
    paths = load_all(ROOT / "workflows")
    ways = [way for path in paths for way in path.transitions.values()]
    named = {name for way in ways for name in way.effects}
    known = LEAVE_NOTHING | VOCABULARY.reversals.keys() | VOCABULARY.lasting.keys()
    assert named - known == set()
    assert LEAVE_NOTHING & (VOCABULARY.reversals.keys() | VOCABULARY.lasting.keys()) == set()


def test_a_step_taken_back_leaves_everything_as_before(app: Flask) -> None:
    case = case_at("plan_agreed")
    before, dates = stands(case), dates_of(case)
    fire(case, "book_course", by=mentor_of(case), data=booking())
    assert case.course_start is not None
    assert dates_of(case) != dates
    done = take_back(case, mentor_of(case))
    session.refresh(case)
    assert stands(case) == before
    assert dates_of(case) == dates
    assert not done.repeated
    newest = journal.entries_of(case)[-1]
    assert (newest.kind, newest.trigger, newest.from_state) == ("undo", "book_course", "booked")
    assert newest.note is not None
    assert newest.note.text == "Falscher Fall"
    assert journal.broken_entry(journal.entries_of(case)) is None
    assert folded(case) == Standing(case.state, tuple(case.return_to))
    fire(case, "book_course", by=mentor_of(case), data=booking())
    assert case.state == "booked"


@pytest.mark.parametrize("detour", ["paused", "handover"])
def test_the_stack_of_detours_comes_back(app: Flask, detour: str) -> None:
    case = case_at("offers")
    DETOURS[detour][1](case)
    before = stands(case)
    if detour == "paused":
        fire(case, "resume", by=mentor_of(case))
    else:
        fire(case, "cancel_handover", by=mentor_of(case))
    take_back(case, mentor_of(case))
    session.refresh(case)
    assert stands(case) == before
    assert folded(case) == Standing(detour, ("offers",))


def test_a_double_click_takes_back_once(app: Flask) -> None:
    case = case_at("intake")
    fire(case, "pause", by=mentor_of(case), data={"return_on": clock.today() + timedelta(days=30)})
    move = latest_move(case)
    assert move is not None
    first = take_back(case, mentor_of(case))
    again = take_back(case, mentor_of(case), move.id)
    assert (first.entry.id, again.repeated) == (again.entry.id, True)
    with pytest.raises(Refused, match="keinen Schritt"):
        take_back(case, mentor_of(case), 1)


def test_only_the_latest_only_in_seven_days_only_by_whose_it_was(app: Flask) -> None:
    case = case_at("needs_assessment")
    move = latest_move(case)
    assert move is not None
    with pytest.raises(Forbidden):
        take_back(case, Actor("trainer", 1), move.id)
    with pytest.raises(Stale):
        take_back(case, mentor_of(case), move.id, expected_version=1)
    with pytest.raises(Refused, match="etwas anderes"):
        take_back(case, mentor_of(case), move.id - 1)
    with days_later(8):
        offer = undo_offer(instance=case, by=mentor_of(case), now=clock.now())
        assert offer is not None
        assert [str(reason) for reason in offer.blocked] == ["Das ist länger als sieben Tage her."]
        with pytest.raises(Refused, match="sieben Tage"):
            take_back(case, mentor_of(case))
    take_back(case, a_coordinator())
    assert case.state == "intake"


def test_what_lasts_says_what_to_do_instead(app: Flask) -> None:
    case = case_at("offers")
    withdraw(case)
    offer = undo_offer(instance=case, by=a_coordinator(), now=clock.now())
    assert offer is not None
    assert "Doch weitermachen" in str(offer.blocked[0])
    with pytest.raises(Refused, match="Doch weitermachen"):
        take_back(case, a_coordinator())
    newest = journal.entries_of(case)[-1]
    assert session.get(JournalOverwritten, newest.id) is None


def test_where_the_system_acted_a_person_decides_from_then_on(app: Flask) -> None:
    case = case_at("offers")
    fire(case, "pause", by=mentor_of(case), data={"return_on": clock.today() + timedelta(days=3)})
    with days_later(5):
        assert system_acts() >= 1
        session.refresh(case)
        assert case.state == "offers"
        take_back(case, mentor_of(case))
        session.refresh(case)
        assert case.state == "paused"
        assert system_acts() == 0
        session.refresh(case)
        assert case.state == "paused"
        fire(case, "resume", by=mentor_of(case))
        assert case.state == "offers"


def test_a_refusal_that_is_taken_back_asks_the_receiver_again(app: Flask) -> None:
    case = case_at("offers")
    receiver = hand_over(case)
    fire(case, "refuse_handover", by=receiver)
    take_back(case, a_coordinator())
    session.refresh(case)
    waiting = session.scalars(select(Handover).where(Handover.case_id == case.id)).one()
    assert (case.state, waiting.answered_at) == ("handover", None)
    fire(case, "accept_handover", by=receiver)
    assert case.mentor_id == receiver.id


def test_tasks_of_the_step_go_with_it(app: Flask) -> None:
    case = case_at("offers")
    assert session.scalars(select(Task).where(Task.code == "funding_check")).first() is not None
    take_back(case, mentor_of(case))
    assert session.scalars(select(Task).where(Task.code == "funding_check")).first() is None


def test_a_notice_that_was_entered_wrongly_is_taken_back_with_its_dates(app: Flask) -> None:
    case = case_at("funding")
    row = application(case, "afbg")
    sent: dict[str, Any] = {"submitted_on": clock.today(), "way": "letter", "proof": "Einlieferungsbeleg"}
    move_application(row, "submit", by=mentor_of(case), data=sent)
    dates = dates_of(row)
    move_application(
        row, "reject", by=mentor_of(case), data={"notice_sent_on": clock.today(), "instruction": "yes"}
    )
    assert "objection" in {rule for rule, *_ in dates_of(row)}
    take_back(row, mentor_of(case))
    session.refresh(row)
    assert (row.state, row.notice_sent_on, row.notice_instruction) == ("submitted", None, None)
    assert dates_of(row) == dates


@pytest.fixture
def settings(make_settings: MakeSettings, smtp_sink: SmtpSink) -> Settings:
    return make_settings(smtp_url=smtp_sink.url, mail_from="wbv@ak.example")


def test_unsent_mail_stays_and_a_sent_one_is_corrected(app: Flask, smtp_sink: SmtpSink) -> None:
    case = case_at("offers")
    jobs.run("outbox")
    before = len(smtp_sink.messages)
    hand_over(case)
    take_back(case, mentor_of(case))
    jobs.run("outbox")
    assert [mail["Subject"] for mail in smtp_sink.messages[before:] if "Übergabe" in str(mail)] == []
    receiver = hand_over(case)
    jobs.run("outbox")
    asked = len(smtp_sink.messages)
    take_back(case, mentor_of(case))
    jobs.run("outbox")
    told = [mail for mail in smtp_sink.messages[asked:] if str(mail["Subject"]).startswith("Korrektur")]
    assert len(told) == 1
    assert "Diese Nachricht gilt nicht mehr" in str(told[0].get_content())
    assert receiver.id is not None


def test_a_person_takes_it_back_on_a_page(app: Flask) -> None:
    case = case_at("intake")
    fire(case, "pause", by=mentor_of(case), data={"return_on": clock.today() + timedelta(days=30)})
    client = enter(app, mentor_of(case))
    assert "Letzten Schritt rückgängig machen" in see(client, at(case)).text
    page = see(client, at(case, "/undo"))
    assert "Pause begonnen" in page.text
    refused = client.submit(page, form="/undo", reason="")
    assert refused.status_code == 422
    done = client.submit(refused, form="/undo", reason="Falscher Fall")
    assert done.status_code == 303
    twice = client.submit(refused, form="/undo", reason="Falscher Fall")
    assert twice.status_code == 303
    shown = client.follow(done).text
    assert "Zurückgenommen: Pause begonnen" in shown
    assert "Rückgängig gemacht: Pause begonnen" in shown
    session.refresh(case)
    assert case.state == "intake"
    assert client.get(at(case, "/undo")).status_code == 422
