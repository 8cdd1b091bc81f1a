"""Until when something can be done against a decision."""

from __future__ import annotations

from datetime import date

import pytest

from wbv_mentor.funding.models import FundingApplication
from wbv_mentor.funding.remedies import counted_as_sent, last_remedy_day, notice_counted_from, told


def application(instrument: str = "sgb3_82_qcg", **dates: object) -> FundingApplication:
    """An application that is not stored anywhere."""
    return FundingApplication(instrument=instrument, **dates)


def test_a_month_from_the_fourth_day_after_posting() -> None:
    # Posted 20.11.2026, received 24.11., a month: 24.12. (Thursday, a working day in Saarland).
    found = application(notice_sent_on=date(2026, 11, 20), notice_instruction="yes")
    assert last_remedy_day(found) == date(2026, 12, 24)


def test_only_the_end_moves_to_a_working_day() -> None:
    # Posted 22.11.2026, received 26.11., a month: 26.12. is Boxing Day and a Saturday, so Monday 28.12.
    found = application(notice_sent_on=date(2026, 11, 22), notice_instruction="yes")
    assert last_remedy_day(found) == date(2026, 12, 28)


@pytest.mark.parametrize("instruction", ["no", "wrong"])
def test_a_year_without_a_right_instruction(instruction: str) -> None:
    found = application(notice_sent_on=date(2026, 11, 20), notice_instruction=instruction)
    assert last_remedy_day(found) == date(2027, 11, 24)


def test_a_later_receipt_counts_an_earlier_one_does_not() -> None:
    sent = date(2026, 11, 20)
    assert counted_as_sent(sent, None) == sent
    assert counted_as_sent(sent, date(2026, 11, 21)) == sent
    assert counted_as_sent(sent, date(2026, 11, 24)) == sent
    assert counted_as_sent(sent, date(2026, 11, 30)) == date(2026, 11, 26)
    late = application(notice_sent_on=sent, notice_received_on=date(2026, 11, 30), notice_instruction="yes")
    assert notice_counted_from(late) == date(2026, 11, 26)
    assert last_remedy_day(late) == date(2026, 12, 30)


def test_what_was_delivered_formally_counts_from_that_day() -> None:
    # Posted 20.11.2026 and delivered with a dated envelope: a month from that day, be it early or late.
    for received_on, last_day in [
        (date(2026, 11, 20), date(2026, 12, 21)),  # handed over at once; 20.12. is a Sunday
        (date(2026, 11, 21), date(2026, 12, 21)),
        (date(2026, 11, 23), date(2026, 12, 23)),
        (date(2026, 11, 24), date(2026, 12, 24)),
        (date(2026, 11, 30), date(2026, 12, 30)),
    ]:
        found = application(notice_sent_on=date(2026, 11, 20), notice_received_on=received_on)
        found.notice_instruction, found.notice_way = "yes", "delivered"
        assert last_remedy_day(found) == last_day
        found.notice_way = "posted"
        assert last_remedy_day(found) == max(last_day, date(2026, 12, 24))


def test_how_a_notice_came_is_told_where_the_fourth_day_does_not_count() -> None:
    sent = date(2026, 11, 20)
    assert told(sent, None, None) == told(sent, date(2026, 11, 24), "posted") == ()
    assert [str(step) for step in told(sent, date(2026, 11, 25), None)] == [
        "Aufgabe zur Post oder Versand: 20.11.2026.",
        "Angekommen erst am 25.11.2026, später als vier Tage danach. Dieser Tag zählt.",
    ]
    assert [str(step) for step in told(sent, date(2026, 11, 21), "delivered")] == [
        "Zugestellt oder persönlich übergeben am 21.11.2026. Dieser Tag zählt.",
    ]


def test_after_the_decision_on_the_objection_the_month_for_the_court() -> None:
    found = application(
        notice_sent_on=date(2026, 5, 4), notice_instruction="no", objection_notice_sent_on=date(2026, 11, 20)
    )
    assert last_remedy_day(found) == date(2026, 12, 24)
    found.objection_notice_received_on = date(2026, 11, 30)
    assert last_remedy_day(found) == date(2026, 12, 30)
    found.objection_notice_received_on, found.objection_notice_way = date(2026, 11, 23), "delivered"
    assert last_remedy_day(found) == date(2026, 12, 23)


@pytest.mark.parametrize("instrument", ["sbfg", "kdw_saarland", "aufstiegsbonus_saarland"])
def test_no_day_where_no_objection_is_known(instrument: str) -> None:
    assert last_remedy_day(application(instrument, notice_sent_on=date(2026, 11, 20))) is None


def test_no_day_before_a_decision() -> None:
    assert last_remedy_day(application()) is None
