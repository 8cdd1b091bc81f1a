"""Guards that need a story of their own: nearness, rest, follow-ups, days to think."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.factories import (
    a_company,
    a_coordinator,
    a_mentor,
    case_at,
    days_later,
    do,
    fire,
    followed_up,
    hand_over,
    mentee_of,
    mentor_of,
    move_mentor,
    new_case,
    next_course,
    on_behalf,
    save,
    today,
)
from wbv_mentor.cases import actions
from wbv_mentor.errors import Refused


def test_seven_days_to_think_are_over(app: Flask) -> None:
    case = case_at("locked")

    with days_later(8), pytest.raises(Refused, match="sieben Tage"):
        fire(case, "undo_withdrawal", by=mentee_of(case))


def test_nobody_hands_a_case_to_its_own_mentor(app: Flask) -> None:
    case = case_at("offers")
    data = {"receiver": str(case.mentor_id), **on_behalf("spoken")}

    with pytest.raises(Refused, match="begleitet den Fall schon"):
        fire(case, "hand_over", by=mentor_of(case), data=data)


def test_nobody_who_decides_in_the_same_company_takes_the_case(app: Flask) -> None:
    company = a_company()
    case = case_at("offers")
    save(case, "employer", {"employer": str(company)})
    boss = a_mentor(company_id=company, function="personnel")
    colleague = a_mentor(company_id=company)

    with pytest.raises(Refused, match="stehen sich zu nah"):
        hand_over(case, boss)
    hand_over(case, colleague)

    assert case.state == "handover"


def test_a_mentor_who_rests_opens_no_case(app: Flask) -> None:
    coordinator = a_coordinator()
    mentor = a_mentor(coordinator=coordinator)
    move_mentor(mentor, "rest", by=coordinator, data={"reason_code": "other"})

    with pytest.raises(Refused, match="keinen neuen Fall"):
        new_case(mentor=mentor)


def test_a_relation_has_to_be_stated(app: Flask) -> None:
    mentor = a_mentor()

    with pytest.raises(Refused, match="wie Sie zueinander stehen"):
        new_case(mentor=mentor, relation="")


def test_only_the_mentee_can_want_somebody_near(app: Flask) -> None:
    case = case_at("consent_pending", relation="relative_or_friend")

    fire(case, "give_consent", by=mentee_of(case), data={"case_work": True, "conflict_accepted": True})

    assert case.conflict_accepted_at is not None


def test_a_follow_up_counts_after_three_attempts(app: Flask) -> None:
    case = case_at("follow_up")
    for form in ("follow_up_4_weeks", "follow_up_3_months"):
        do(actions.save_form, by=mentor_of(case), case=case, form=form, data={"reached": True})
    last = "follow_up_6_months"
    do(actions.save_form, by=mentor_of(case), case=case, form=last, data={"reached": False, "attempts": 2})
    with pytest.raises(Refused, match="6 Monaten"):
        fire(case, "close_case", by=mentor_of(case), data={"outcome_code": "unreachable"})

    do(actions.save_form, by=mentor_of(case), case=case, form=last, data={"reached": False, "attempts": 3})
    fire(case, "close_case", by=mentor_of(case), data={"outcome_code": "unreachable"})

    assert (case.state, case.outcome) == ("closed", "unreachable")


def test_follow_ups_of_an_earlier_course_do_not_count(app: Flask) -> None:
    case = case_at("follow_up")
    followed_up(case)
    fire(case, "book_next_course", by=mentor_of(case), data=next_course(10))
    fire(case, "start_course", by=mentor_of(case))
    with days_later(20):
        fire(case, "finish_course", by=mentor_of(case), data={"result": "degree", "ended_on": today()})

        with pytest.raises(Refused, match="4 Wochen"):
            fire(case, "close_case", by=mentor_of(case), data={"outcome_code": "degree"})
