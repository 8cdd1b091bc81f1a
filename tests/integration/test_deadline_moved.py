"""A course moves after its deadlines were reminded of: in one transaction the old dates end, readably."""

from __future__ import annotations

from datetime import date, timedelta

import time_machine
from flask import Flask
from sqlalchemy import select

from tests import factories
from wbv_mentor import clock
from wbv_mentor.cases import actions, queries
from wbv_mentor.cases.models import Case, Offer
from wbv_mentor.clock import berlin_moment
from wbv_mentor.db import session
from wbv_mentor.funding.queries import lateness
from wbv_mentor.jobs import run
from wbv_mentor.outbox.mails import render
from wbv_mentor.outbox.models import OutboxMessage
from wbv_mentor.outbox.recipients import Mailbox
from wbv_mentor.pathways import explaining
from wbv_mentor.pathways.models import Deadline, JournalEntry

KIM = Mailbox("Kim", "kim@privat.example", "de")


def course_on(case: Case, start: date) -> None:
    """Let the chosen course begin on that day and last for 60 days."""
    offer = session.scalars(select(Offer).where(Offer.case_id == case.id).order_by(Offer.id)).first()
    assert offer is not None
    by = factories.mentor_of(case)
    data = actions.OfferData(
        title=offer.title, provider=offer.provider, starts_on=start, ends_on=start + timedelta(days=60)
    )
    factories.do(actions.change_offer, by=by, offer=offer, data=data)
    factories.do(actions.choose_offer, by=by, offer=offer)


def rows_of(instance_id: int, rule: str) -> list[Deadline]:
    """All that was ever computed of a rule, oldest first."""
    found = select(Deadline).where(Deadline.instance_id == instance_id, Deadline.rule == rule)
    return list(session.scalars(found.order_by(Deadline.id)))


def mails_about(row: Deadline) -> list[OutboxMessage]:
    """What was written about one date."""
    key = OutboxMessage.key.startswith(f"reminder:{row.id}:")
    return list(session.scalars(select(OutboxMessage).where(key).order_by(OutboxMessage.id)))


def test_a_moved_course_ends_what_was_reminded_and_reminds_anew(app: Flask) -> None:
    case = factories.case_at("plan_agreed")
    start = factories.today() + timedelta(days=120)
    course_on(case, start)
    application = factories.application(case, "sbfg")
    (old,) = rows_of(application.id, "sbfg_application")
    first_morning = berlin_moment(old.due_on - timedelta(days=20))
    with time_machine.travel(first_morning, tick=False):
        run("reminders")
        (unsent,) = mails_about(old)
        assert render(unsent.template, unsent.context, unsent.reason, KIM) is not None

        course_on(case, start + timedelta(days=30))

        session.expire_all()
        old, new = rows_of(application.id, "sbfg_application")
        assert (old.obsolete_at, old.closed_reason) == (clock.now(), "anchor_moved")
        assert str(explaining.WHY_OVER[str(old.closed_reason)]).startswith("Ein Datum hat sich geändert")
        assert (new.due_on, new.created_at) == (start - timedelta(days=13), clock.now())
        assert new.cause is not None
        assert session.get_one(JournalEntry, new.cause).at == clock.now()
        ended = [line for line in queries.ended_lines(case) if line.due_on == old.due_on]
        assert [line.application for line in ended] == [1]
        assert render(unsent.template, unsent.context, unsent.reason, KIM) is None, "it leaves no more"
        run("reminders")
        assert mails_about(new) == []
    with time_machine.travel(berlin_moment(new.due_on - timedelta(days=20)), tick=False):
        run("reminders")
        (mail,) = mails_about(new)
        assert render(mail.template, mail.context, mail.reason, KIM) is not None


def test_a_date_that_no_longer_holds_ends_and_comes_back(app: Flask) -> None:
    case = factories.case_at("plan_agreed")
    start = factories.today() + timedelta(days=120)
    course_on(case, start)
    application = factories.application(case, "sbfg")
    factories.fire(case, "revise_offers", by=factories.mentor_of(case), data={"reason_code": "dates"})
    (gone,) = rows_of(application.id, "sbfg_application")
    assert gone.closed_reason is not None
    course_on(case, start)
    assert [row.obsolete_at is None for row in rows_of(application.id, "sbfg_application")] == [False, True]


def test_filed_on_the_last_day_in_time_and_a_day_later_late(app: Flask) -> None:
    case = factories.case_at("plan_agreed")
    course_on(case, date(2028, 4, 12))
    last_days = {
        "sbfg": date(2028, 2, 29),
        "sgb3_82_qcg": date(2028, 4, 11),
        "kdw_saarland": date(2028, 4, 7),  # Tue 11, Mon 10, Fri 7
        "afbg": date(2028, 6, 11),
    }
    for instrument, last_day in last_days.items():
        application = factories.application(case, instrument)
        assert lateness(application, last_day, clock.now()) is None, instrument
        late = lateness(application, last_day + timedelta(days=1), clock.now())
        assert late is not None, instrument
        assert late.params["day"] == last_day, instrument
