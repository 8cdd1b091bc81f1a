"""Whether a notice is final is asked when the last remedy has passed, not announced weeks before."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from tests import factories
from wbv_mentor import clock
from wbv_mentor.cases import queries
from wbv_mentor.engine.actors import Actor
from wbv_mentor.engine.types import Label
from wbv_mentor.pathways.deadlines import open_deadlines


def asked(mentor: Actor) -> bool:
    """Whether the question stands among the mentor's dates today."""
    due = queries.due_items(actor=mentor, today=clock.today())
    items = [*due.overdue, *due.this_week, *due.later]
    return any(isinstance(item.title, Label) and "endgültig" in item.title.de for item in items)


def test_the_question_comes_when_it_is_true(app: Flask) -> None:
    case = factories.case_at("plan_agreed")
    mentor = factories.mentor_of(case)
    row = factories.application(case, "sgb3_82_qcg")
    sent = {"submitted_on": clock.today(), "way": "letter", "proof": "Einlieferungsbeleg"}
    factories.move_application(row, "submit", by=mentor, data=sent)
    notice = {"notice_sent_on": clock.today() - timedelta(days=1), "instruction": "yes"}
    factories.move_application(row, "reject", by=mentor, data=notice)
    question = next(one for one in open_deadlines(row) if one.rule == "decision_final_question")
    days = (question.due_on - clock.today()).days
    assert days > 30
    assert not asked(mentor)
    with factories.days_later(days - 1):
        assert not asked(mentor)
    with factories.days_later(days):
        assert asked(mentor)
