"""The work on a case: opening it, talks and tasks, offers and funding, the course and its end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from tests.factories import (
    HANDED_OVER,
    PLAN,
    a_coordinator,
    a_mentor,
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
    move_application,
    new_case,
    offered,
    on_behalf,
    save,
    system_acts,
    today,
)
from wbv_mentor.cases import actions, queries
from wbv_mentor.cases.models import AGREED, Case, Offer, Task
from wbv_mentor.cases.tasks import make_task
from wbv_mentor.clock import now
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.errors import Refused, say
from wbv_mentor.funding.models import FundingApplication
from wbv_mentor.pathways import deadlines, records


def tasks(case: Case, *, done: bool = False) -> list[str]:
    rows = session.query(Task).filter_by(case_id=case.id).order_by(Task.id)
    return [row.title for row in rows if (row.done_at is not None) == done]


def rules(case: Case) -> dict[str, Any]:
    return {row.rule: row.due_on for row in deadlines.open_deadlines(case)}


def at_risk(start_in: int) -> dict[str, Any]:
    """A booking that the mentee wanted although an application is open."""
    return booking(start_in, risk_accepted=True, **on_behalf("spoken"))


def test_references_count_on(app: Flask) -> None:
    mentor = a_mentor()

    first, second = new_case(mentor=mentor), new_case(mentor=mentor)

    year = today().year
    assert (first.reference, second.reference) == (f"{year}-0001", f"{year}-0002")
    assert rules(first)["contact_without_consent"] == today() + timedelta(days=30)


def test_the_coordination_opens_a_case_for_a_mentor(app: Flask) -> None:
    coordinator = a_coordinator()
    mentor = a_mentor(coordinator=coordinator)
    wanted = {"alias": "Ada", "way": "paper", "relation": "none"}
    with pytest.raises(Refused, match="wer die Person begleitet"):
        do(actions.open_case, by=coordinator, **wanted)

    case = do(actions.open_case, by=coordinator, mentor_id=mentor.id, **wanted)

    assert (case.mentor_id, case.opened_by_id) == (mentor.id, coordinator.id)


def test_the_next_step_becomes_a_task(app: Flask) -> None:
    case = case_at("intake")
    day = today() + timedelta(days=3)
    talk = {"held_on": today(), "kind": "in_person", "minutes": "45", "next_step": "100 % sicher anrufen"}
    with pytest.raises(Refused, match="was und bis wann"):
        save(case, "talk", talk)

    save(case, "talk", talk | {"next_step_by": day})

    row = session.query(Task).filter_by(case_id=case.id).one()
    assert (row.title, row.due_on, row.owner) == ("100 % sicher anrufen", day, "mentor")
    page = queries.case_page(case=case, actor=mentor_of(case), now=now())
    assert (len(page.talks), page.talk_minutes) == (1, 45)


def test_a_talk_was_held_and_not_planned(app: Flask) -> None:
    case = case_at("intake")
    talk = {"held_on": today() + timedelta(days=1), "kind": "phone", "minutes": "10"}

    with pytest.raises(Refused, match="ist eine Aufgabe"):
        save(case, "talk", talk)


def test_a_task_is_done_by_saying_what_happened(app: Flask) -> None:
    case = case_at("intake")
    task = do(actions.add_task, by=mentor_of(case), case=case, title="Anrufen", due_on=today())
    with pytest.raises(Refused, match="was passiert ist"):
        do(actions.complete_task, by=mentor_of(case), task=task, outcome="  ")

    do(actions.complete_task, by=mentor_of(case), task=task, outcome="Erreicht")

    assert (task.outcome, task.done_by_role) == ("Erreicht", "mentor")
    with pytest.raises(Refused, match="schon erledigt"):
        do(actions.complete_task, by=mentor_of(case), task=task, outcome="Noch einmal")


def test_the_chosen_offer_fills_plan_and_booking(app: Flask) -> None:
    case = case_at("offers")
    offered(case)
    first, second = session.query(Offer).filter_by(case_id=case.id).order_by(Offer.id)

    do(actions.choose_offer, by=mentor_of(case), offer=first)
    do(actions.choose_offer, by=mentor_of(case), offer=second)

    assert (first.chosen_at, second.chosen_at is not None) == (None, True)
    actor = mentor_of(case)
    plan = queries.form_values(case=case, form="plan", actor=actor, now=now())
    assert plan["measure"] == "Kurs 2, Bildungshaus 2"
    booked = queries.form_values(case=case, form="book_course", actor=actor, now=now())
    assert (booked["course_title"], booked["course_start"]) == ("Kurs 2", second.starts_on)


def test_an_offer_that_ends_before_it_begins_is_refused(app: Flask) -> None:
    case = case_at("offers")
    data = actions.OfferData("Kurs", "Träger", starts_on=today(), ends_on=today() - timedelta(days=1))

    with pytest.raises(Refused, match="liegt vor dem Kursbeginn") as refused:
        do(actions.add_offer, by=mentor_of(case), case=case, data=data)
    assert refused.value.field == "ends_on"


def test_the_funding_check_does_its_task(app: Flask) -> None:
    case = case_at("offers")
    title = "Förderung prüfen: je Instrument Ergebnis und Grund"
    assert tasks(case) == [title]
    with pytest.raises(Refused, match="schreiben Sie, warum"):
        results = {"sbfg": ("no", " ")}
        do(actions.save_funding_check, by=mentor_of(case), case=case, results=results)

    funding_checked(case)

    assert (tasks(case), tasks(case, done=True)) == ([], [title])


def test_what_was_agreed_is_shown_to_the_mentee_while_the_case_runs(app: Flask) -> None:
    case = case_at("needs_assessment")
    with unit_of_work():
        make_task(
            case=case, code=AGREED, title=say("Zeugnisse ansehen"), due_on=today(), owner="mentor",
            now=now(), cause=None,
        )  # fmt: skip
    assert [task.title for task in queries.mentee_page(case=case, now=now()).tasks] == ["Zeugnisse ansehen"]

    fire(case, "close_without_course", by=mentor_of(case), data={"outcome_code": "informed"} | HANDED_OVER)

    assert queries.mentee_page(case=case, now=now()).tasks == []


def test_a_plan_confirmed_by_the_mentee_holds_until_it_is_changed(app: Flask) -> None:
    case = case_at("offers")
    offered(case)
    funding_checked(case)
    with pytest.raises(Refused, match="keinen Plan"):
        do(actions.confirm_plan, by=mentee_of(case), case=case)
    do_draft(case, PLAN)
    assert queries.mentee_page(case=case, now=now()).plan is not None
    do(actions.confirm_plan, by=mentee_of(case), case=case)
    assert queries.mentee_page(case=case, now=now()).plan_confirmed

    with pytest.raises(Refused, match="Plan noch bestätigen"):
        fire(case, "agree_plan", by=mentor_of(case), data=PLAN | {"funding": "Zahlt die Person"})
    fire(case, "agree_plan", by=mentor_of(case), data=dict(PLAN))

    assert case.state == "plan_agreed"


def do_draft(case: Case, data: dict[str, Any]) -> None:
    with unit_of_work():
        actions.save_draft(case=case, form="plan", data=data, by=mentor_of(case), now=now())


def test_the_mentee_takes_the_risk_by_her_own_click(app: Flask) -> None:
    case = case_at("funding")
    with pytest.raises(Refused, match="noch offen"):
        fire(case, "book_course", by=mentor_of(case), data=booking())

    do(actions.accept_risk, by=mentee_of(case), case=case)
    fire(case, "book_course", by=mentor_of(case), data=booking())

    assert case.state == "booked"


def test_a_settled_release_is_there_at_the_booking(app: Flask) -> None:
    case = case_at("plan_agreed")

    do(actions.settle_release, by=mentor_of(case), case=case, release="waived", reason="Urlaub")

    known = queries.form_values(case=case, form="book_course", actor=mentor_of(case), now=now())
    assert (known["release"], known["release_reason"]) == ("waived", "Urlaub")


def test_other_course_dates_move_every_deadline(app: Flask) -> None:
    case = case_at("plan_agreed")
    row = application(case, "sbfg")
    fire(
        case, "book_course", by=mentor_of(case), data=booking(100, risk_accepted=True, **on_behalf("spoken"))
    )
    start = case.course_start
    assert start is not None

    later = start + timedelta(days=10)
    save(case, "course_dates", {"course_start": later, "course_end": later + timedelta(days=5)})

    assert rules(case)["course_starts"] == later - timedelta(days=1)
    due = {one.rule: one.due_on for one in deadlines.open_deadlines(row)}
    assert due["sbfg_application"] == later - timedelta(days=43)
    with pytest.raises(Refused, match="liegt vor dem Kursbeginn"):
        save(case, "course_dates", {"course_start": later, "course_end": start - timedelta(days=1)})


def test_at_the_start_strict_applications_that_were_not_filed_are_missed(app: Flask) -> None:
    case = case_at("plan_agreed")
    row = application(case, "sbfg")
    fire(
        case, "book_course", by=mentor_of(case), data=booking(100, risk_accepted=True, **on_behalf("spoken"))
    )

    with days_later(101):
        fire(case, "start_course", by=mentor_of(case))

        session.refresh(row)
        assert row.state == "missed"


def test_an_early_start_misses_nothing(app: Flask) -> None:
    case = case_at("plan_agreed")
    row = application(case, "sbfg")
    fire(
        case, "book_course", by=mentor_of(case), data=booking(100, risk_accepted=True, **on_behalf("spoken"))
    )

    fire(case, "start_course", by=mentor_of(case))

    session.refresh(row)
    assert row.state == "planned"


def with_afbg(case: Case) -> FundingApplication:
    row = application(case, "afbg")
    move_application(
        row, "submit", by=mentor_of(case), data={"submitted_on": today(), "way": "online", "proof": "Beleg"}
    )
    return row


def test_an_interruption_is_declared_the_same_day(app: Flask) -> None:
    case = case_at("in_course")
    title = "Unterbrechung heute dem Amt erklären"
    data = {"reason_code": "no_answer", "course_return_on": today() + timedelta(days=9)}
    fire(case, "interrupt_course", by=mentor_of(case), data=data)
    assert title not in tasks(case)
    fire(case, "resume_course", by=mentor_of(case))

    with_afbg(case)
    assert rules(case)["attendance_monthly"] > today()
    fire(case, "interrupt_course", by=mentor_of(case), data=data)

    assert title in tasks(case)


def test_the_attendance_is_asked_for_a_month_after_the_last_answer(app: Flask) -> None:
    case = case_at("in_course")
    with_afbg(case)
    with pytest.raises(Refused, match="0 bis 100"):
        save(case, "attendance", {"as_of": today(), "attended_percent": 101})

    save(case, "attendance", {"as_of": today(), "attended_percent": 90})

    assert rules(case)["attendance_monthly"] >= today() + timedelta(days=28)


def test_the_last_day_of_the_course_starts_the_follow_up(app: Flask) -> None:
    case = case_at("in_course")
    with pytest.raises(Refused, match="liegt vor dem Kursbeginn"):
        data = {"result": "degree", "ended_on": today() - timedelta(days=100)}
        fire(case, "finish_course", by=mentor_of(case), data=data)

    fire(case, "finish_course", by=mentor_of(case), data={"result": "degree", "ended_on": today()})

    due = rules(case)
    assert due["follow_up_4_weeks"] == today() + timedelta(weeks=4)
    save(case, "follow_up_4_weeks", {"reached": False, "attempts": 1})
    assert "follow_up_4_weeks" in rules(case)
    save(case, "follow_up_4_weeks", {"completed": "yes"}, by=mentee_of(case))
    assert "follow_up_4_weeks" not in rules(case)
    assert "close_after_follow_ups" not in rules(case)
    followed_up(case)
    assert rules(case)["close_after_follow_ups"] == today() + timedelta(days=14)


def test_a_case_closed_by_itself_says_how_the_course_ended(app: Flask) -> None:
    case = case_at("follow_up")
    followed_up(case)

    with days_later(15):
        system_acts()

    session.refresh(case)
    assert (case.state, case.outcome) == ("closed", "certificate")


def test_the_exam_result_is_entered_when_it_is_known(app: Flask) -> None:
    case = case_at("follow_up")

    do(actions.record_exam_result, by=mentor_of(case), case=case, exam_result_on=today())

    assert case.exam_result_on == today()


def test_a_referral_needs_consent_and_waits_for_feedback(app: Flask) -> None:
    case = case_at("intake")
    data = {"referred_to": "debt_advice", "referred_on": today()}
    with pytest.raises(Refused, match="Einwilligung in die Weiterleitung"):
        save(case, "referral", data)

    save(case, "referral", data | on_behalf("spoken"))
    assert rules(case)["referral_feedback"] == today() + timedelta(days=21)
    do(actions.note_referral_feedback, by=mentor_of(case), case=case)

    assert "referral_feedback" not in rules(case)


def test_a_mentee_without_a_mentor_chooses(app: Flask) -> None:
    case = case_at("awaiting_mentor")

    do(actions.choose_future, by=mentee_of(case), case=case, choice="ak_team")

    assert "Wunsch der Person: Begleitung durch das Team der Arbeitskammer" in tasks(case)
    with pytest.raises(Refused):
        do(actions.choose_future, by=mentee_of(case), case=case, choice="irgendwas")


def test_looking_for_another_offer_forgets_the_course(app: Flask) -> None:
    case = case_at("booked")

    fire(case, "revise_offers", by=mentor_of(case), data={"reason_code": "cancelled"})

    assert (case.course_start, case.course_end, case.course_title) == (None, None, None)
    assert "course_starts" not in rules(case)
    assert records.values(case, "revise_offers") == {"reason_code": "cancelled"}


def test_nothing_is_written_into_a_closed_case(app: Flask) -> None:
    case = case_at("closed")

    with pytest.raises(Refused, match="abgeschlossen"):
        save(case, "intake", {"goal": "Mehr"})
