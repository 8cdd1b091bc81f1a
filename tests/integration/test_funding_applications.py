"""An application on its path: filed in time or with a reason, decided, attacked, made final by a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests.factories import application, booking, case_at, do, fire, mentor_of, move_application
from wbv_mentor import clock
from wbv_mentor.cases import actions
from wbv_mentor.cases.models import Case, Task
from wbv_mentor.db import session
from wbv_mentor.errors import Refused
from wbv_mentor.funding import queries
from wbv_mentor.funding.actions import plan_application, save_documents
from wbv_mentor.funding.card import papers_of
from wbv_mentor.funding.employer_answer import ask_about_answers
from wbv_mentor.funding.models import FundingApplication
from wbv_mentor.pathways import deadlines, journal
from wbv_mentor.pathways.options import options
from wbv_mentor.pathways.overdue import fire_overdue

BA, SBFG, KDW, AFBG = "sgb3_82_qcg", "sbfg", "kdw_saarland", "afbg"
NOON = datetime(2026, 11, 20, 11, tzinfo=UTC)
Hand = time_machine.Traveller


@pytest.fixture
def hand(app: Flask) -> Iterator[Hand]:
    """The clock stands at noon of Friday 20.11.2026; a test moves it."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def case(hand: Hand) -> Case:
    """A case whose course is booked: it begins on 19.1.2027 and ends on 19.4.2027."""
    found = case_at("plan_agreed")
    fire(found, "book_course", by=mentor_of(found), data=booking(60, 90))
    return found


def move(row: FundingApplication, trigger: str, **data: Any) -> None:
    """The mentor fires one transition."""
    case = row.parent
    assert isinstance(case, Case)
    move_application(row, trigger, by=mentor_of(case), data=data)


def filed(case: Case, instrument: str = BA, **more: Any) -> FundingApplication:
    """An application that was sent today."""
    row = application(case, instrument)
    move(row, "submit", submitted_on=clock.today(), way="letter", proof="Einlieferungsbeleg", **more)
    return row


def rejected(case: Case, instrument: str = BA, **more: Any) -> FundingApplication:
    """An application that was refused today, with a right instruction on remedies."""
    row = filed(case, instrument)
    move(row, "reject", **{"notice_sent_on": clock.today(), "instruction": "yes", **more})
    return row


def due(row: FundingApplication) -> dict[str, date]:
    """The open deadlines of an application."""
    return {one.rule: one.due_on for one in deadlines.open_deadlines(row)}


def blocked(row: FundingApplication) -> dict[str, str]:
    """The blocked transitions with their first reason."""
    case = row.parent
    assert isinstance(case, Case)
    found = options(instance=row, by=mentor_of(case), now=clock.now())
    return {one.name: str(one.blocked[0]) for one in found if one.blocked}


def tasks(case: Case) -> list[str]:
    """What the system asks somebody to do, by code, without the application's number."""
    rows = session.scalars(select(Task).where(Task.case_id == case.id))
    return [(task.code or "").partition(":")[0] for task in rows]


# ---- Planning ------------------------------------------------------------------------------------


def test_applications_are_numbered_in_their_case(case: Case) -> None:
    assert [application(case, BA).number, application(case, SBFG).number] == [1, 2]
    other = case_at("plan_agreed")
    assert application(other, BA).number == 1
    assert [row.number for row in queries.applications_of(case)] == [1, 2]


def test_a_repeated_sending_plans_one_application(case: Case) -> None:
    wanted: dict[str, Any] = {
        "by": mentor_of(case),
        "case": case,
        "data": {"instrument": BA},
        "submission": "once",
    }
    assert do(plan_application, **wanted).id == do(plan_application, **wanted).id
    assert len(queries.applications_of(case)) == 1


def test_a_second_open_application_for_the_same_funding_is_refused(case: Case) -> None:
    row = application(case, BA)
    with pytest.raises(Refused, match="läuft schon ein Antrag"):
        application(case, BA)
    move(row, "withdraw", reason_code="other_course")
    assert application(case, BA).number == 2


@pytest.mark.parametrize(
    ("instrument", "sentence"),
    [("wegebau", "Diese Förderung gibt es nicht mehr"), ("unbekannt", "steht nicht im Verzeichnis")],
)
def test_what_ended_or_is_unknown_cannot_be_planned(case: Case, instrument: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        application(case, instrument)
    assert queries.applications_of(case) == []


def test_before_the_plan_is_agreed_there_are_no_applications(hand: Hand) -> None:
    with pytest.raises(Refused, match="Erst den Weiterbildungsplan vereinbaren"):
        application(case_at("offers"), BA)


def test_the_checklist_begins_with_what_only_the_company_has(case: Case) -> None:
    row = application(case, BA)
    move(row, "collect_documents")
    marked = [paper.id for paper in papers_of(row) if paper.status == "company"]
    assert marked == ["arbeitgebererklaerung", "betriebsgroesse", "bv_oder_tv"]
    do(
        save_documents, by=mentor_of(case), application=row, there=["antrag"], only_company=["bv_oder_tv"],
        note="Montag",
    )  # fmt: skip
    assert {paper.id: paper.status for paper in papers_of(row)}["antrag"] == "there"
    with pytest.raises(Refused, match="gehört nicht zu dieser Förderung"):
        do(
            save_documents, by=mentor_of(case), application=row, there=["formblatt_a"], only_company=[],
            note=None,
        )  # fmt: skip


# ---- Filing --------------------------------------------------------------------------------------


def test_each_law_brings_its_own_dates(case: Case) -> None:
    start = date(2027, 1, 19)
    assert due(application(case, BA)) == {"sgb3_application": start - timedelta(days=1)}
    assert due(application(case, SBFG)) == {"sbfg_application": date(2026, 12, 7)}
    # Three working days before Tuesday 19.1.: Monday, Friday, Thursday 14.1.
    assert due(application(case, KDW)) == {"kdw_application": date(2027, 1, 14)}
    assert due(application(case, AFBG)) == {
        "afbg_application": date(2027, 4, 19), "afbg_early_application": date(2026, 11, 10),
    }  # fmt: skip


def test_a_passed_strict_date_is_noted_and_filing_stays_possible(case: Case, hand: Hand) -> None:
    row = application(case, SBFG)
    hand.move_to(datetime(2026, 12, 7, 20, tzinfo=UTC))
    assert fire_overdue() == 0
    hand.move_to(datetime(2026, 12, 8, 11, tzinfo=UTC))
    assert fire_overdue() == 1
    assert row.state == "missed"
    assert "missed_deadline" in tasks(case)
    assert row not in queries.undecided(case)
    late = {"submitted_on": clock.today(), "way": "letter", "proof": "keiner"}
    with pytest.raises(Refused, match=r"zu spät: Er musste bis 7\.12\.2026"):
        move(row, "submit", **late)
    with pytest.raises(Refused, match="zu spät"):
        move(row, "submit", **late, hardship_note="Krank")
    move(row, "submit", **late, hardship_note="Krank", hardship_handed_off=True)
    assert row.state == "submitted"


def test_what_counts_is_the_day_of_arrival(case: Case, hand: Hand) -> None:
    row = application(case, SBFG)
    with pytest.raises(Refused, match="zu spät"):
        move(
            row, "submit", submitted_on=clock.today(), arrived_on=date(2026, 12, 8), way="letter", proof="x"
        )  # fmt: skip
    move(row, "submit", submitted_on=clock.today(), arrived_on=date(2026, 12, 7), way="letter", proof="x")
    assert row.arrived_on == date(2026, 12, 7)


def test_six_months_of_silence_count_from_the_arrival_where_an_authority_decides(case: Case) -> None:
    assert due(filed(case, BA, arrived_on=date(2026, 11, 23)))["authority_silence"] == date(2027, 5, 23)
    assert "authority_silence" not in due(filed(case, KDW))


# ---- Decisions -------------------------------------------------------------------------------------


def test_an_approval_keeps_amount_and_dates_and_is_final_at_once(case: Case) -> None:
    row = filed(case)
    with pytest.raises(Refused, match="Rechtsbehelfsbelehrung"):
        move(row, "approve", notice_sent_on=clock.today())
    move(row, "approve", notice_sent_on=clock.today(), instruction="yes", amount=Decimal("2480.00"))
    assert (row.notice_sent_on, row.amount_eur) == (clock.today(), Decimal("2480.00"))
    assert due(row)["objection"] == date(2026, 12, 24)
    move(row, "finalise_approval")
    assert row.state == "final_approved"
    assert "objection" not in due(row)
    move(row, "settle", duties=["none_needed"])
    assert row.state == "settled"


@pytest.mark.parametrize(
    ("instruction", "rule", "last_day"),
    [
        ("yes", "objection", date(2026, 12, 24)),
        ("no", "objection_without_instruction", date(2027, 11, 24)),
        ("wrong", "objection_without_instruction", date(2027, 11, 24)),
    ],
)
def test_the_instruction_decides_between_a_month_and_a_year(
    case: Case, instruction: str, rule: str, last_day: date
) -> None:
    row = rejected(case, instruction=instruction)
    assert due(row)[rule] == last_day
    assert blocked(row)["finalise_rejection"].startswith("Die Frist für Widerspruch oder Klage läuft noch")


def test_a_rejection_is_final_after_the_last_day_by_a_click(case: Case, hand: Hand) -> None:
    row = rejected(case)
    hand.move_to(datetime(2026, 12, 24, 20, tzinfo=UTC))
    with pytest.raises(Refused, match="läuft noch bis"):
        move(row, "finalise_rejection")
    hand.move_to(datetime(2026, 12, 25, 11, tzinfo=UTC))
    assert fire_overdue() == 0  # the system makes nothing final
    move(row, "finalise_rejection")
    assert row.state == "final_rejected"


def test_seven_days_after_the_last_day_the_mentor_is_asked(case: Case) -> None:
    assert due(rejected(case))["decision_final_question"] == date(2026, 12, 31)


def test_an_objection_once_a_decision_then_only_the_court(case: Case, hand: Hand) -> None:
    row = rejected(case)
    move(row, "object", objection_sent_on=clock.today(), way="letter", proof="Einschreiben")
    assert row.state == "objection"
    assert due(row) == {"objection_silence": date(2027, 2, 20)}
    hand.shift(timedelta(days=30))
    move(row, "reject_objection", notice_sent_on=date(2026, 12, 18), instruction="yes")
    assert row.state == "rejected"
    assert due(row)["court_action"] == date(2027, 1, 22)
    assert "objection" not in due(row)
    assert blocked(row)["object"] == "Über den Widerspruch ist schon entschieden. Jetzt bleibt nur die Klage."
    move(
        row, "go_to_court", handed_over_on=clock.today(), way="paper", given_on=clock.today(),
        text_version="1",
    )  # fmt: skip
    assert row.state == "court"
    assert "uphold_in_court" in blocked(row)
    move(row, "lose_in_court", decided_on=clock.today())
    assert row.state == "final_rejected"


def test_a_late_objection_is_handed_on_and_not_refused(case: Case, hand: Hand) -> None:
    row = rejected(case)
    hand.move_to(datetime(2026, 12, 28, 11, tzinfo=UTC))
    late = {"objection_sent_on": clock.today(), "way": "letter", "proof": "x"}
    with pytest.raises(Refused, match="AK-Rechtsberatung") as refused:
        move(row, "object", **late)
    assert refused.value.field == "handed_off"
    move(row, "object", **late, handed_off=True)
    assert row.state == "objection"


@pytest.mark.parametrize("instrument", [SBFG, KDW])
def test_where_no_objection_is_known_the_legal_advice_is_named(case: Case, instrument: str) -> None:
    row = filed(case, instrument)
    move(row, "reject", notice_sent_on=clock.today())
    assert blocked(row)["object"].startswith("Hier gibt es keinen Widerspruch")
    assert not {"objection", "objection_without_instruction", "court_action"} & set(due(row))


def test_an_upheld_partial_approval_stands_again(case: Case) -> None:
    row = filed(case)
    move(row, "approve_partly", notice_sent_on=clock.today(), instruction="yes", amount=Decimal(500))
    move(
        row, "go_to_court", handed_over_on=clock.today(), way="paper", given_on=clock.today(),
        text_version="1",
    )  # fmt: skip
    assert "lose_in_court" in blocked(row)
    move(row, "uphold_in_court", decided_on=clock.today())
    assert row.state == "partly_approved"


def test_a_revocation_is_a_new_decision_with_a_new_objection(case: Case, hand: Hand) -> None:
    row = rejected(case)
    move(row, "object", objection_sent_on=clock.today(), way="letter", proof="x")
    move(row, "grant_objection", notice_sent_on=clock.today(), instruction="yes", amount=Decimal(900))
    assert row.state == "approved"
    assert "objection" not in due(row)
    hand.shift(timedelta(days=60))
    move(row, "revoke", notice_sent_on=clock.today(), instruction="yes")
    assert due(row)["objection"] > clock.today()
    move(row, "object", objection_sent_on=clock.today(), way="letter", proof="x")
    assert row.state == "objection"


def test_papers_asked_for_in_an_objection_lead_back_to_it(case: Case) -> None:
    row = rejected(case)
    move(row, "object", objection_sent_on=clock.today(), way="letter", proof="x")
    move(row, "request_documents", papers="Zeugnis", papers_due_on=date(2026, 12, 1))
    assert due(row)["documents_requested"] == date(2026, 12, 1)
    assert blocked(row)["approve"] == "Bitte erst die Unterlagen nachreichen."
    assert row not in queries.undecided(case)
    move(row, "deliver_documents", delivered_on=clock.today(), way="online", proof="x")
    assert row.state == "objection"


# ---- Silence of the employer (SBFG) ---------------------------------------------------------------


def test_silence_is_asked_about_and_noted_only_on_the_persons_word(case: Case, hand: Hand) -> None:
    row = filed(case, SBFG, arrived_on=date(2026, 11, 23))
    answered: dict[str, Any] = {
        "answer": "none", "under_ten_staff": False, "arrived_on": date(2026, 11, 23), "proof": "Beleg",
        "legal_review_told": True,
    }  # fmt: skip
    hand.move_to(datetime(2027, 1, 5, 20, tzinfo=UTC))
    assert ask_about_answers() == 0
    assert "noch bis" in blocked(row)["deem_approved"]
    hand.move_to(datetime(2027, 1, 6, 11, tzinfo=UTC))
    assert (ask_about_answers(), ask_about_answers()) == (1, 0)
    assert tasks(case).count("ask_employer_answer") == 1
    assert fire_overdue() == 0
    assert row.state == "submitted"  # never by the system
    for wrong in (
        {"answer": "written"},
        {"answer": "oral", "under_ten_staff": True},
        {"legal_review_told": False},
        {"arrived_on": date(2026, 12, 8)},
    ):
        with pytest.raises(Refused):
            move(row, "deem_approved", **(answered | wrong))
    move(row, "deem_approved", **answered)
    assert row.state == "deemed_approved"


def test_an_oral_answer_counts_only_under_ten_staff(case: Case, hand: Hand) -> None:
    row = filed(case, SBFG, arrived_on=date(2026, 11, 23))
    hand.move_to(datetime(2027, 1, 6, 11, tzinfo=UTC))
    move(
        row, "deem_approved", answer="oral", under_ten_staff=False, arrived_on=date(2026, 11, 23),
        proof="Beleg", legal_review_told=True,
    )  # fmt: skip
    assert row.state == "deemed_approved"


# ---- Ends ------------------------------------------------------------------------------------------


def test_duties_follow_the_instrument(case: Case) -> None:
    row = filed(case, AFBG)
    move(row, "approve", notice_sent_on=clock.today(), instruction="yes")
    assert due(row)["afbg_loan"] == date(2027, 2, 28)
    move(row, "finalise_approval")
    with pytest.raises(Refused, match="Es fehlt noch"):
        move(row, "settle", duties=["none_needed"])
    move(row, "settle", duties=["afbg_proofs"])
    assert row.state == "settled"


def test_withdrawing_what_was_approved_makes_the_task_to_tell_the_authority(case: Case) -> None:
    unused = application(case, KDW)
    move(unused, "withdraw", reason_code="other_funding")
    assert "inform_authority" not in tasks(case)
    row = filed(case)
    move(row, "approve", notice_sent_on=clock.today(), instruction="yes")
    move(row, "withdraw", reason_code="no_course")
    assert "inform_authority" in tasks(case)
    assert journal.broken_entry(journal.entries_of(row)) is None


def test_other_course_dates_move_the_dates_of_applications(case: Case) -> None:
    row = application(case, BA)
    do(
        actions.change_course_dates, by=mentor_of(case), case=case, course_start=date(2027, 2, 2),
        course_end=date(2027, 5, 3),
    )  # fmt: skip
    assert due(row) == {"sgb3_application": date(2027, 2, 1)}
