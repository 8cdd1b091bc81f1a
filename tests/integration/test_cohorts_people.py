"""People of a cohort: seats, real guards, attendance, evidence, reminders, moved and cancelled cohorts."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from tests.cohorts import ADMISSION, a_cohort, a_member, attend, learn, move, path_of
from tests.factories import a_coordinator, a_trainer, days_later, do, fresh, new_case, system_acts, today
from wbv_mentor import clock
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.errors import Forbidden, Refused, Stale
from wbv_mentor.jobs import run
from wbv_mentor.outbox.mails import render
from wbv_mentor.outbox.models import OutboxMessage
from wbv_mentor.outbox.recipients import mailboxes_of
from wbv_mentor.pathways import deadlines
from wbv_mentor.people.models import Account
from wbv_mentor.qualification.cohorts.board import board_of
from wbv_mentor.qualification.cohorts.models import Cohort
from wbv_mentor.qualification.cohorts.moving import cancel_cohort, change_cohort, postpone_cohort
from wbv_mentor.qualification.learning.actions import (
    credit_module,
    give_back,
    hand_in,
    sign_off,
    simulated_talk,
    supervised_talk,
)
from wbv_mentor.qualification.learning.attendance import Mark, roll
from wbv_mentor.qualification.learning.done import done_of
from wbv_mentor.qualification.learning.progress import progress_of
from wbv_mentor.qualification.learning.queries import waiting_for_signature
from wbv_mentor.qualification.learning.reminding import remind
from wbv_mentor.qualification.scope import enrolments_seen_by, evidence_seen_by

pytestmark = pytest.mark.usefixtures("app")


def mails(template: str) -> list[str]:
    """The recipients of a mail, in the order in which they were written."""
    query = select(OutboxMessage.recipient).where(OutboxMessage.template == template)
    return list(session.scalars(query.order_by(OutboxMessage.id)))


def read(template: str) -> str:
    """The newest mail of a kind as its reader gets it."""
    query = select(OutboxMessage).where(OutboxMessage.template == template).order_by(OutboxMessage.id.desc())
    row = session.scalars(query).first()
    assert row is not None
    mail = render(row.template, row.context, row.reason, mailboxes_of(row.recipient)[0])
    assert mail is not None
    return f"{mail.subject}\n{mail.body}"


def test_who_is_admitted_has_a_seat_and_an_account_and_begins_with_the_cohort() -> None:
    number = a_cohort(seats=1, starts_on=today() + timedelta(days=70))
    member = a_member(number)
    row = path_of(member)
    assert (row.state, row.cohort_id, row.applicant_id) == ("admitted", number, None)
    account = session.get_one(Account, member.id)
    assert (account.role, account.function_in_company) == ("mentor", "colleague")
    assert mails("invitation") == [f"account:{member.id}"]
    with pytest.raises(Refused, match="kein Platz mehr frei"):
        a_member(number)
    assert "cohort_starts" in {one.rule for one in deadlines.open_deadlines(row)}
    with days_later(70):
        system_acts()
        session.refresh(row)
        assert row.state == "in_training"


def test_nobody_goes_on_without_what_the_domain_asks_for() -> None:
    number = a_cohort(starts_on=today())
    member = a_member(number, state="in_training")
    row, trainer = path_of(member), a_trainer()
    for wrong in ("Es fehlen noch: M1, M2, M3", "Der Test zum Datenschutz", "Die Vertraulichkeitserklärung"):
        with pytest.raises(Refused, match=wrong):
            move(row.id, "start_practice", by=trainer)
    with pytest.raises(Refused, match="Praxisphase"):
        do(supervised_talk, by=member, enrolment=row, on=today())
    learn(row.id, by=trainer)
    with pytest.raises(Refused, match="schon angerechnet"):
        do(credit_module, by=trainer, enrolment=row, code="M1", reason="x")
    move(row.id, "start_practice", by=trainer)
    for _case in range(2):
        new_case(mentor=member)
    with pytest.raises(Refused):  # in practice two cases at most
        new_case(mentor=member)
    with pytest.raises(Refused, match="Protokolle: 2"):
        move(row.id, "enter_colloquium", by=trainer)


def test_a_log_is_handed_in_returned_handed_in_again_and_signed() -> None:
    number = a_cohort(starts_on=today())
    member, trainer = a_member(number, state="in_practice"), a_trainer()
    row = path_of(member)
    do(supervised_talk, by=trainer, enrolment=row, on=today())
    assert {one.rule: one.due_on for one in deadlines.open_deadlines(row)}["practice_logs"] == (
        today() + timedelta(days=7)
    )
    once = fresh()
    for _click in range(2):
        do(hand_in, by=member, enrolment=row, kind="practice_log", number=1, text="Eins", submission=once)
    with pytest.raises(Forbidden):
        do(hand_in, by=trainer, enrolment=row, kind="transfer_task", number=1, text="x")
    assert "practice_logs" not in {one.rule for one in deadlines.open_deadlines(row)}
    assert len(mails("evidence_handed_in")) == 1
    (first,) = waiting_for_signature(evidence_seen_by(trainer))
    seen = first.row_version
    do(give_back, by=trainer, evidence=first, hint="Bitte ohne Namen", expected_version=seen)
    assert "Bitte ergänzen: 1. Protokoll" in read("evidence_returned")
    with pytest.raises(Stale):
        do(sign_off, by=trainer, evidence=first, expected_version=seen)
    with pytest.raises(Refused, match="nicht abgegeben"):
        do(sign_off, by=trainer, evidence=first)
    do(hand_in, by=member, enrolment=row, kind="practice_log", number=1, text="Eins, besser")
    do(sign_off, by=trainer, evidence=first)
    with pytest.raises(Refused, match="schon abgezeichnet"):
        do(hand_in, by=member, enrolment=row, kind="practice_log", number=1, text="zu spät")
    do(simulated_talk, by=trainer, enrolment=row, reason="Person abgesprungen", on=today())
    with pytest.raises(Refused, match="schon anerkannt"):
        do(simulated_talk, by=trainer, enrolment=row, reason="noch eines", on=today())
    do(hand_in, by=member, enrolment=row, kind="transfer_task", number=1, text="Plan")
    (task,) = waiting_for_signature(evidence_seen_by(trainer))
    do(sign_off, by=trainer, evidence=task)
    with pytest.raises(Refused, match="Modul 4 fehlt noch"):
        move(row.id, "enter_colloquium", by=trainer)
    do(credit_module, by=trainer, enrolment=row, code="M4", reason="Früher besucht")
    move(row.id, "enter_colloquium", by=trainer)
    move(row.id, "pass_colloquium", by=trainer, held_on=today())
    assert row.state == "active"
    assert progress_of(row.cohort, done_of(row.id), state=row.state, today=today()).units == 64  # type: ignore[arg-type]


def test_attendance_with_exceptions_correction_and_somebody_who_left() -> None:
    number, trainer = a_cohort(starts_on=today()), a_trainer()
    there, partly, gone = (path_of(a_member(number, state="in_training")).id for _one in range(3))
    with pytest.raises(Refused, match="erst am"):
        attend(number, 5, {there: Mark("present")}, trainer)
    with days_later(4):
        everybody = {one: Mark("present") for one in (there, partly, gone)}
        attend(number, 0, everybody | {partly: Mark("partly", 5)}, trainer, 1)
        attend(number, 0, everybody | {partly: Mark("partly", 5)}, trainer, 1)  # a double click
        with pytest.raises(Stale):
            attend(number, 0, everybody, trainer, 1)
        for units in (0, 8, None):
            with pytest.raises(Refused, match="von 1 bis 7"):
                attend(number, 0, {partly: Mark("partly", units)}, trainer, 2)
        move(gone, "drop_out", by=a_coordinator())
        with pytest.raises(Refused, match="nicht mehr in dieser Kohorte"):
            attend(number, 1, everybody, trainer)
        attend(number, 1, {there: Mark("present"), partly: Mark("excused")}, trainer)
        attend(number, 0, {partly: Mark("partly", 6)}, trainer, 2)  # a correction
        with pytest.raises(Refused, match="gehört nicht zu dieser Kohorte"):
            attend(number, 1, {99999: Mark("present")}, trainer)
        lines = roll(session.get_one(Cohort, number).sessions[0])
        assert [(line.person.id == gone, line.present) for line in lines][-1] == (True, False)
        assert done_of(there).units == {("M1", 1): 8, ("M1", 2): 8}
        assert done_of(partly).units == {("M1", 1): 6}
        assert done_of(gone).units == {("M1", 1): 8}  # what was attended stays


def test_the_board_shows_exceptions_first_and_reminds_once_a_day() -> None:
    number, trainer = a_cohort(starts_on=today()), a_trainer()
    late, fine = (path_of(a_member(number, state="in_training", last_name=name)) for name in ("Spät", "Gut"))
    learn(fine.id, by=trainer)
    move(fine.id, "start_practice", by=trainer)
    cohort = session.get_one(Cohort, number)
    with days_later(40):
        board = board_of(cohort, enrolments_seen_by(trainer), today=today())
        assert [(row.name, row.overdue) for row in board.rows] == [("Lea Spät", True), ("Lea Gut", False)]
        assert [one.standing for one in board.rows[0].progress.modules][:3] == [
            "overdue",
            "overdue",
            "running",
        ]
        assert (board.count("overdue"), board.count("without_case"), board.bottleneck) == (1, 1, "M1")
        assert (
            board_of(cohort, enrolments_seen_by(trainer), today=today(), search="gUT").rows[0].number
            == fine.id
        )
        found = board_of(cohort, enrolments_seen_by(trainer), today=today(), search="SPÄT").rows
        assert [row.number for row in found] == [late.id]
        with unit_of_work():
            sent = remind(cohort=cohort, numbers=[late.id, 99999], by=trainer, now=clock.now())
        with unit_of_work():
            again = remind(cohort=cohort, numbers=[late.id], by=trainer, now=clock.now())
        assert (sent, again) == ((1, 0), (0, 1))
        text = read("training_missing")
        assert "M1: noch 13 Unterrichtseinheiten" in text
        assert "Vertraulichkeitserklärung" in text
    with days_later(41), unit_of_work():
        assert remind(cohort=cohort, numbers=[late.id], by=trainer, now=clock.now()) == (1, 0)


def test_a_cohort_is_postponed_or_cancelled_and_everybody_is_told() -> None:
    trainer = a_trainer()
    number = a_cohort(starts_on=today() + timedelta(days=70))
    other, small = a_cohort(name="Andere"), a_cohort(seats=1, name="Klein")
    members = [a_member(number) for _one in range(2)]
    row = path_of(members[0])
    cohort = session.get_one(Cohort, number)
    with unit_of_work():
        postpone_cohort(
            cohort=cohort, starts_on=cohort.starts_on + timedelta(days=14), by=trainer, now=clock.now()
        )
    due = {one.rule: one.due_on for one in deadlines.open_deadlines(row)}
    assert due["cohort_starts"] == cohort.starts_on - timedelta(days=1)
    assert all(cohort.starts_on <= one.held_on <= cohort.ends_on for one in cohort.sessions)
    assert mails("cohort_news") == [f"account:{one.id}" for one in members]
    with pytest.raises(Refused, match="1 Plätze frei, nötig sind 2"), unit_of_work():
        cancel_cohort(cohort=cohort, into=small, by=trainer, now=clock.now())
    for _click in range(2):
        with unit_of_work():
            cancel_cohort(cohort=session.get_one(Cohort, number), into=other, by=trainer, now=clock.now())
    session.refresh(row)
    assert row.cohort_id == other
    assert len(mails("cohort_news")) == 4
    assert "„Andere“" in read("cohort_news")
    with pytest.raises(Refused, match="schon in dieser Kohorte"):
        do(change_cohort, by=trainer, enrolment=row, cohort_id=other)
    with pytest.raises(Refused, match="nimmt niemanden mehr auf"):
        do(change_cohort, by=trainer, enrolment=row, cohort_id=number)
    do(change_cohort, by=trainer, enrolment=row, cohort_id=small)
    assert row.cohort_id == small


def test_sessions_are_announced_fourteen_and_two_days_before() -> None:
    number = a_cohort(starts_on=today() + timedelta(days=40))
    member = a_member(number)
    first = session.get_one(Cohort, number).sessions[0].held_on
    with time_machine.travel(clock.berlin_moment(first - timedelta(days=14), 8)):
        assert run("cohorts.sessions") > 0
        assert run("cohorts.sessions") == 0
        assert mails("session_reminder")[0] == f"account:{member.id}"
        assert "Bald: Termin Ihrer Qualifizierung" in read("session_reminder")
        before = len(mails("session_reminder"))
    with time_machine.travel(clock.berlin_moment(first - timedelta(days=2), 6)):
        assert run("cohorts.sessions") == 0  # not before seven
    with time_machine.travel(clock.berlin_moment(first - timedelta(days=1), 8)):  # a day late
        assert run("cohorts.sessions") == 2  # the second session is two days away
        assert run("cohorts.sessions") == 0
    assert len(mails("session_reminder")) == before + 2


def test_who_interrupts_comes_back_into_another_cohort_with_what_was_attended() -> None:
    number, trainer = a_cohort(starts_on=today()), a_trainer()
    row = path_of(a_member(number, state="in_training"))
    attend_number = row.id
    with days_later(1):
        attend(number, 0, {attend_number: Mark("present")}, trainer)
    back_on = today() + timedelta(days=90)
    move(row.id, "interrupt", by=trainer, reason_code="family", return_on=back_on)
    later = a_cohort(name="Später")
    move(row.id, "return", by=trainer, cohort=str(later))
    session.refresh(row)
    assert (row.state, row.cohort_id) == ("in_training", later)
    assert done_of(row.id).units == {("M1", 1): 8}


def test_admission_names_what_is_wrong() -> None:
    number = a_cohort()
    with pytest.raises(Refused, match="Beschäftigte im Saarland"):
        ADMISSION["employed_in_saarland"] = False
        try:
            a_member(number)
        finally:
            ADMISSION["employed_in_saarland"] = True
