"""Deadlines before a course are known as soon as an offer is chosen, not only when it is booked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories
from wbv_mentor.cases import actions
from wbv_mentor.cases.models import Case, Offer
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Refused
from wbv_mentor.pathways.deadlines import open_deadlines


def chosen(case: Case, start: date) -> Offer:
    """The case's first offer, beginning on a day and chosen for the plan."""
    offer = session.scalars(select(Offer).where(Offer.case_id == case.id).order_by(Offer.id)).first()
    assert offer is not None
    change(offer, start, by=factories.mentor_of(case))
    factories.do(actions.choose_offer, by=factories.mentor_of(case), offer=offer)
    return offer


def change(offer: Offer, start: date, *, by: Actor) -> None:
    """Let an offer begin on another day."""
    data = actions.OfferData(
        title=offer.title, provider=offer.provider, starts_on=start, ends_on=start + timedelta(days=60)
    )
    factories.do(actions.change_offer, by=by, offer=offer, data=data)


def test_the_chosen_offer_starts_the_deadlines_of_applications(app: Flask) -> None:
    case = factories.case_at("plan_agreed")
    start = factories.today() + timedelta(days=120)
    chosen(case, start)
    application = factories.application(case, "sbfg")
    due = {row.rule: row.due_on for row in open_deadlines(application)}
    assert due["sbfg_application"] == start - timedelta(days=43)


def test_another_date_of_the_chosen_offer_moves_them(app: Flask) -> None:
    case = factories.case_at("plan_agreed")
    start = factories.today() + timedelta(days=120)
    offer = chosen(case, start)
    application = factories.application(case, "sbfg")
    change(offer, start + timedelta(days=7), by=factories.mentor_of(case))
    due = {row.rule: row.due_on for row in open_deadlines(application)}
    assert due["sbfg_application"] == start - timedelta(days=36)


def test_a_booked_course_is_not_moved_by_an_offer(app: Flask) -> None:
    case = factories.case_at("booked")
    booked = case.course_start
    offer = session.scalars(select(Offer).where(Offer.case_id == case.id)).first()
    assert offer is not None
    factories.do(actions.choose_offer, by=factories.mentor_of(case), offer=offer)
    assert case.course_start == booked


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("course_return_on", {"reason_code": "no_answer"}),
        ("ended_on", {"result": "certificate"}),
        ("exam_on", {"result": "certificate", "ended_on": None}),
    ],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_days_before_the_course_began_are_refused_with_both(
    app: Flask, field: str, more: dict[str, Any]
) -> None:
    case = factories.case_at("in_course")
    assert case.course_start is not None
    early = case.course_start - timedelta(days=3)
    data = {name: value or factories.today() for name, value in more.items()} | {field: early}
    trigger = "interrupt_course" if field == "course_return_on" else "finish_course"

    with pytest.raises(Refused) as refused:
        factories.fire(case, trigger, by=factories.mentor_of(case), data=data)

    said = str(refused.value.messages[0])
    assert f"{early.day}.{early.month}." in said
    assert f"{case.course_start.day}.{case.course_start.month}." in said
    assert refused.value.field == field


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_attendance_and_exam_result_are_not_from_before_the_course(app: Flask) -> None:
    case = factories.case_at("in_course")
    assert case.course_start is not None
    early, by = case.course_start - timedelta(days=1), factories.mentor_of(case)

    with pytest.raises(Refused, match="noch keine Anwesenheit"):
        factories.save(case, "attendance", {"as_of": early, "attended_percent": 90})
    with pytest.raises(Refused, match="Das Prüfungsergebnis"):
        factories.do(actions.record_exam_result, by=by, case=case, exam_result_on=early)
    result_first = {"result": "degree", "ended_on": factories.today(), "exam_on": factories.today()}
    with pytest.raises(Refused, match="liegt vor der Prüfung"):
        factories.fire(
            case, "finish_course", by=by,
            data=result_first | {"exam_result_on": factories.today() - timedelta(days=1)},
        )  # fmt: skip
