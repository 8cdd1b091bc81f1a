"""Deadlines before a course are known as soon as an offer is chosen, not only when it is booked."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Flask
from sqlalchemy import select

from tests import factories
from wbv_mentor.cases import actions
from wbv_mentor.cases.models import Case, Offer
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
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
