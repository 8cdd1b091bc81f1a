"""Lists: what is due, what waits for others, and that many cases cost no more queries than few."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from tests.factories import (
    a_coordinator,
    a_mentor,
    application,
    case_at,
    close_without_course,
    days_later,
    do,
    fire,
    hand_over,
    mentor_of,
    move_application,
    new_case,
    suspend,
    today,
)
from wbv_mentor.cases import actions, queries
from wbv_mentor.cases.models import Case
from wbv_mentor.cases.rows.models import NEVER, ListedCase
from wbv_mentor.clock import now
from wbv_mentor.db import db, session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.engine.types import Label
from wbv_mentor.funding.models import FundingApplication
from wbv_mentor.funding.queries import applications_of
from wbv_mentor.pathways.models import Deadline


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that were sent to the database."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def cost(read: Callable[[], object]) -> int:
    session.rollback()
    session.expunge_all()
    with counted() as sent:
        read()

    return len(sent)


def titles(items: list[queries.Due]) -> list[str]:
    return [item.title.de if isinstance(item.title, Label) else str(item.title) for item in items]


def due_of(actor: Actor) -> queries.DueItems:
    """What is due; the number beside "Start" has to agree with it."""
    found = queries.due_items(actor=actor, today=today())
    assert queries.due_count(actor=actor, today=today()) == len(found.overdue) + len(found.this_week)
    return found


def test_lists_cost_the_same_for_many_cases(app: Flask) -> None:
    mentor, coordinator = a_mentor(), a_coordinator()

    def reads(actor: Actor) -> list[int]:
        return [
            cost(lambda: queries.case_list(actor=actor, today=today(), which="all")),
            cost(lambda: queries.due_items(actor=actor, today=today())),
            cost(lambda: queries.due_count(actor=actor, today=today())),
            cost(lambda: queries.waiting_for_others(actor=actor, today=today())),
        ]

    states = ("contact", "consent_pending", "offers", "funding")
    for state in states:
        case_at(state, mentor=mentor)
    few = reads(mentor), reads(coordinator)
    for state in states:
        case_at(state, mentor=mentor)

    more = reads(mentor), reads(coordinator)

    assert more == few


def test_the_soonest_deadline_comes_first(app: Flask) -> None:
    mentor = a_mentor()
    with days_later(-20):
        old = new_case(mentor=mentor)
    young, done = new_case(mentor=mentor), case_at("closed_without_course", mentor=mentor)

    rows = queries.case_list(actor=mentor, today=today()).rows

    assert [row.reference for row in rows] == [old.reference, young.reference]
    assert rows[0].next_due is not None
    assert rows[0].next_due.days == 10
    closed = queries.case_list(actor=mentor, today=today(), which="closed").rows
    assert [row.reference for row in closed] == [done.reference]


def test_a_mentor_finds_by_name_and_the_coordination_by_reference_only(app: Flask) -> None:
    case, coordinator = new_case(alias="Zoë"), a_coordinator()
    mentor = mentor_of(case)

    def found(actor: Actor, search: str) -> int:
        return queries.case_list(actor=actor, today=today(), search=search).total

    assert (found(mentor, "zoë"), found(mentor, "%"), found(mentor, "Niemand")) == (1, 0, 0)
    assert (found(coordinator, "zoë"), found(coordinator, str(case.reference))) == (0, 1)


@pytest.mark.parametrize("order", ["due", "name", "new", "contact"])
def test_pages_of_a_list_lose_nothing_and_show_nothing_twice(app: Flask, order: str) -> None:
    mentor = a_mentor()
    for _ in range(5):
        new_case(mentor=mentor)

    def page(**at: str) -> queries.CaseList:
        return queries.case_list(actor=mentor, today=today(), per_page=2, order=order, **at)

    first = page()
    new_case(mentor=mentor, alias="Aaa")  # between two pages
    second = page(after=first.after)
    third = page(after=second.after)
    seen = [row.id for found in (first, second, third) for row in found.rows]

    assert len(seen) == len(set(seen)) >= 5
    assert [row.id for row in page(before=third.before).rows] == [row.id for row in second.rows]
    for nonsense in ("x", "2026-13-01~1", "~", "9" * 40, "2026-01-01~-1", "\x00"):
        assert [row.id for row in page(after=nonsense).rows] == [row.id for row in page().rows]


def test_a_foreign_case_in_the_address_tells_nothing_of_its_name(app: Flask) -> None:
    """Otherwise a mentor could find out between which of the own names a foreign one stands."""
    mentor = a_mentor()
    own = [new_case(mentor=mentor, alias=alias).id for alias in ("Anton", "Zacharias")]
    foreign = new_case(alias="Maria")

    for at in ({"after": str(foreign.id)}, {"before": str(foreign.id)}):
        wanted: dict[str, Any] = {"order": "name", **at}
        found = queries.case_list(actor=mentor, today=today(), **wanted)
        assert [row.id for row in found.rows] == own
        assert (found.before, found.after) == ("", "")


def test_words_are_found_by_their_beginnings_folded(app: Flask) -> None:
    case = new_case(alias="Jürgen Groß-Weiß")
    mentor, coordinator = mentor_of(case), a_coordinator()

    def found(actor: Actor, search: str) -> int:
        return queries.case_list(actor=actor, today=today(), search=search).total

    for search in ("jue", "JÜRG", "gross", "groß", "weiss j", "Gross-W", str(case.reference)):
        assert found(mentor, search) == 1, search
    for search in ("urgen", "ross", "juergenx", "%", "_", "'", '"', "\\", "ä" * 10_000, "\U0010ffff"):
        assert found(mentor, search) == 0, search
    number = str(case.reference)
    for search in (number, number[:7], number[5:], number[5:].lstrip("0")):
        assert found(coordinator, search) == 1, search
    assert found(a_mentor(), "jue") == found(coordinator, "jue") == 0


def test_a_stage_and_a_mentor_narrow_the_list(app: Flask) -> None:
    offers, coordinator = case_at("offers"), a_coordinator()
    mentor = mentor_of(offers)
    contact = new_case(mentor=mentor)
    for actor in (mentor, coordinator):
        for stage, case in (("funding", offers), ("intake", contact)):
            rows = queries.case_list(actor=actor, today=today(), stage=stage).rows
            assert [row.id for row in rows] == [case.id]
    found = queries.case_list(actor=coordinator, today=today(), mentor_id=mentor.id)
    assert found.total == len(found.rows) == 2
    assert queries.case_list(actor=coordinator, today=today(), mentor_id=coordinator.id).total == 0


def test_rows_follow_their_cases(app: Flask) -> None:
    """What triggers keep equals what a query over everything finds."""
    case = case_at("funding")
    suspend(mentor_of(case))
    others = [case_at("contact"), case_at("closed")]
    for one in (case, *others):
        row = session.execute(select(ListedCase.__table__).where(ListedCase.case_id == one.id)).one()
        hangs = (
            select(Case.id)
            .where(Case.id == one.id)
            .union(select(FundingApplication.id).where(FundingApplication.case_id == one.id))
        )
        runs = (Deadline.met_at.is_(None), Deadline.obsolete_at.is_(None))
        due = session.scalar(select(func.min(Deadline.due_on)).where(Deadline.instance_id.in_(hangs), *runs))
        session.refresh(one)
        assert (row.state, row.mentor_id, row.due_on) == (one.state, one.mentor_id, due or NEVER)
        assert row.ended == (one.state == "closed")


def test_due_items_stand_under_their_days(app: Flask) -> None:
    case = case_at("offers")
    mentor = mentor_of(case)
    for title, days in (("gestern", -1), ("heute", 0), ("bald", 6), ("später", 7)):
        with days_later(days):
            do(actions.add_task, by=mentor, case=case, title=title, due_on=today())

    found = due_of(mentor)

    assert titles(found.overdue) == ["gestern"]
    assert titles(found.this_week) == ["heute", "bald"]
    assert titles(found.later) == ["später", "Förderung prüfen: je Instrument Ergebnis und Grund"]
    assert found.overdue[0].days == -1


def test_the_receiver_has_to_answer_and_nobody_else(app: Flask) -> None:
    case = case_at("intake")
    old, receiver = mentor_of(case), hand_over(case)

    (asked,) = due_of(receiver).later

    (request,) = queries.handover_requests(actor=receiver)
    assert (asked.address, asked.initials) == (f"/handovers/{request.id}", "–")
    mine = due_of(old)
    assert [*mine.overdue, *mine.this_week, *mine.later] == []
    assert [item.kind for item in queries.waiting_for_others(actor=old, today=today())] == ["handover"]


def test_without_a_mentor_everything_is_the_coordinations(app: Flask) -> None:
    case, coordinator = case_at("awaiting_mentor"), a_coordinator()

    found = due_of(coordinator)

    assert {item.reference for item in [*found.this_week, *found.later]} == {case.reference}
    assert "Neue Begleitung finden" in " ".join(titles([*found.this_week, *found.later]))
    with days_later(8):
        overdue = due_of(coordinator).overdue
        assert "Neue Begleitung finden" in titles(overdue)


def test_a_mentor_waits_for_consents_and_decisions(app: Flask) -> None:
    mentor = a_mentor()
    case_at("consent_pending", mentor=mentor)
    case = case_at("plan_agreed", mentor=mentor)
    row = application(case, "sbfg")
    move_application(
        row, "submit", by=mentor, data={"submitted_on": today(), "way": "online", "proof": "Beleg"}
    )

    kinds = {item.kind for item in queries.waiting_for_others(actor=mentor, today=today())}

    assert kinds == {"consent", "application"}


def test_a_case_closed_without_a_course_leaves_its_deadlines_to_the_mentee(app: Flask) -> None:
    case = case_at("booked")
    mentor = mentor_of(case)
    application(case, "sbfg")
    close_without_course(case)

    found = due_of(mentor)

    assert all(
        "applications" not in item.address for item in [*found.overdue, *found.this_week, *found.later]
    )


def test_the_steps_of_a_case(app: Flask) -> None:
    case = case_at("funding")
    page = queries.case_page(case=case, actor=mentor_of(case), now=now())

    assert [step.status for step in page.steps] == ["done", "done", "current", "open", "open"]
    assert [step.number for step in page.steps] == [1, 2, 3, 4, 5]
    assert {item.status for item in page.work} == {"open"}
    assert page.main_way == "book_course"

    suspend(mentor_of(case))
    page = queries.case_page(case=case, actor=a_coordinator(), now=now())
    assert [step.status for step in page.steps] == ["done", "done", "current", "open", "open"]


def test_a_rejected_application_is_not_done_with(app: Flask) -> None:
    case = case_at("funding")
    mentor, row = mentor_of(case), applications_of(case)[0]
    sent = {"submitted_on": today(), "way": "online", "proof": "Beleg"}
    move_application(row, "submit", by=mentor, data=sent)
    move_application(row, "reject", by=mentor, data={"notice_sent_on": today(), "instruction": "yes"})

    page = queries.case_page(case=case, actor=mentor, now=now())

    assert page.work[0].status == "draft"
    assert "decision_final_question" not in {line.rule for line in page.deadlines}  # nor true yet


def test_the_history_shows_roles_and_what_was_entered_on_behalf(app: Flask) -> None:
    case = case_at("plan_agreed")
    fire(case, "pause", by=mentor_of(case), data={"return_on": today() + timedelta(days=60)}, note="Krank")
    page = queries.case_page(case=case, actor=mentor_of(case), now=now())

    assert [str(line.sentence) for line in page.history][:2] == [
        "Pause begonnen",
        "Weiterbildungsplan vereinbart",
    ]
    assert [line.on_behalf for line in page.history][:2] == [False, True]
    assert page.history[0].note == "Krank"
    assert str(page.history[0].role_label) == "Weiterbildungsmentor*in"
    shown = queries.case_page(case=case, actor=a_coordinator(), now=now())
    assert all(line.note is None for line in shown.history)
