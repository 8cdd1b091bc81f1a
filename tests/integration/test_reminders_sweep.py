"""Each reminder once: on its morning, after a downtime, for each person, and never twice."""

from __future__ import annotations

import logging
import random
import threading
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from tests.sample_path import PEOPLE, deadline, install, mails
from wbv_mentor import jobs
from wbv_mentor.clock import BERLIN, berlin_date, berlin_moment
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.outbox.models import CANCELLED, PENDING
from wbv_mentor.pathways.models import Deadline
from wbv_mentor.reminders import sweep as sweep_module
from wbv_mentor.reminders.sweep import RemindersFailed, due, remind

DUE = date(2026, 12, 7)


@pytest.fixture(autouse=True)
def _with_sample(app: Flask) -> None:
    install(app)


def sweep_at(moment: datetime) -> int:
    """Run the job at a moment."""
    with time_machine.travel(moment, tick=False):
        return jobs.run("reminders")


def berlin(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment as Berlin's clocks show it."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BERLIN).astimezone(UTC)


def next_of(deadline_id: int) -> datetime | None:
    """When the deadline reminds next."""
    session.rollback()
    found: datetime | None = session.get_one(Deadline, deadline_id).next_reminder_at
    return found


@pytest.mark.parametrize(
    "due_on", [DUE, date(2027, 3, 28) + timedelta(days=1), date(2026, 10, 25) + timedelta(days=1)]
)
def test_reminds_at_seven_in_the_morning_of_berlin(due_on: date) -> None:
    deadline(due_on, seen=berlin(due_on - timedelta(days=2), 12))
    morning = due_on - timedelta(days=1)  # twice a Sunday on which the clocks change
    assert sweep_at(berlin(morning, 6, 59)) == 0
    assert sweep_at(berlin(morning, 7)) == 1
    assert sweep_at(berlin(morning, 7)) == 0


def test_reminds_on_each_day_of_the_rule_and_then_no_more() -> None:
    number = deadline(DUE)
    for days in range(-30, 10):
        sweep_at(berlin(DUE + timedelta(days=days), 9))
    assert [mail.key for mail in mails()] == [
        f"reminder:{number}:2026-12-07:{offset}:sample:1" for offset in (-20, -6, -1)
    ]
    assert next_of(number) is None


def test_nine_days_of_downtime_lose_and_double_nothing() -> None:
    number = deadline(DUE, seen=berlin_moment(DUE - timedelta(days=10)))
    assert sweep_at(berlin(DUE - timedelta(days=10), 8)) == 0
    assert sweep_at(berlin(DUE - timedelta(days=1), 8)) == 1  # -6 and -1 have both passed by
    assert sweep_at(berlin(DUE - timedelta(days=1), 9)) == 0
    older, latest = mails()
    assert (older.key.split(":")[3], older.state) == ("-6", CANCELLED)
    assert older.last_error == "obsolete: overtaken by the reminder of 2026-12-06"
    assert (latest.key.split(":")[3], latest.state) == ("-1", PENDING)
    assert next_of(number) is None


def test_a_reminder_whose_date_has_passed_during_a_downtime_still_goes_out() -> None:
    deadline(DUE, seen=berlin_moment(DUE - timedelta(days=2)))
    assert sweep_at(berlin(DUE + timedelta(days=5), 8)) == 1


def test_after_a_night_downtime_nobody_is_written_to_before_seven() -> None:
    deadline(DUE)
    night = berlin(DUE - timedelta(days=4), 3)
    assert sweep_at(night) == 1
    assert mails(PENDING)[0].not_before == berlin_moment(berlin_date(night))


@pytest.mark.parametrize("closed", ["met", "obsolete"])
def test_what_is_met_or_obsolete_is_not_reminded(closed: str) -> None:
    number = deadline(DUE)
    with unit_of_work() as current:
        row = current.get_one(Deadline, number)
        if closed == "met":
            row.met_at = berlin_moment(DUE - timedelta(days=25))
        else:
            row.obsolete_at, row.closed_reason = berlin_moment(DUE - timedelta(days=25)), "state_left"
    assert sweep_at(berlin(DUE, 8)) == 0
    assert mails() == []
    assert next_of(number) is None


def test_each_person_gets_one() -> None:
    PEOPLE[:] = ["sample:1", "sample:2", "sample:1"]
    deadline(DUE)
    assert sweep_at(berlin(DUE - timedelta(days=20), 7)) == 2
    assert sorted(mail.recipient for mail in mails()) == ["sample:1", "sample:2"]


def test_nobody_is_an_answer() -> None:
    PEOPLE[:] = []
    number = deadline(DUE)
    assert sweep_at(berlin(DUE, 8)) == 0
    assert (mails(), next_of(number)) == ([], None)


def test_a_deadline_without_owner_is_reported_and_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    lost = deadline(DUE, rule="nobodys")
    deadline(DUE)
    moment = berlin(DUE, 8)
    with (
        caplog.at_level(logging.CRITICAL, sweep_module.__name__),
        pytest.raises(RemindersFailed, match=r"^1 "),
    ):
        sweep_at(moment)
    assert len(mails(PENDING)) == 1
    with time_machine.travel(moment, tick=False):
        assert due(now=moment) == [lost], "it stays due"


def test_a_moved_deadline_is_reminded_anew() -> None:
    number = deadline(DUE)
    sweep_at(berlin(DUE - timedelta(days=20), 8))
    later = DUE + timedelta(days=14)
    with unit_of_work() as current:
        row = current.get_one(Deadline, number)
        row.due_on, row.next_reminder_at = later, berlin_moment(later - timedelta(days=20))
    assert sweep_at(berlin(later - timedelta(days=20), 8)) == 1
    assert len({mail.key for mail in mails()}) == 2


def test_set_back_by_hand_it_still_writes_each_once() -> None:
    number = deadline(DUE)
    for _ in range(3):
        sweep_at(berlin(DUE - timedelta(days=20), 8))
        with unit_of_work() as current:
            current.get_one(Deadline, number).next_reminder_at = berlin_moment(DUE - timedelta(days=20))
    assert len(mails()) == 1


def test_eight_sweeps_at_once_write_each_once(app: Flask) -> None:
    numbers = [deadline(DUE) for _ in range(5)]
    now = berlin(DUE - timedelta(days=20), 8)
    start = threading.Barrier(8)
    written: list[int] = []

    def work() -> None:
        with app.app_context():
            start.wait()
            written.extend(remind(deadline_id=number, now=now) for number in numbers)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(written) == 40
    assert sum(written) == 5
    assert len(mails()) == 5


def test_a_refused_write_loses_no_reminder() -> None:
    number = deadline(DUE)
    PEOPLE[:] = ["sample:1", "not a recipient"]
    moment = berlin(DUE - timedelta(days=20), 8)
    with time_machine.travel(moment, tick=False), pytest.raises(ValueError, match="kind:id"):
        remind(deadline_id=number, now=moment)
    assert mails() == []
    PEOPLE[:] = ["sample:1"]
    assert sweep_at(moment) == 1


def test_looks_only_at_what_is_due() -> None:
    for days in range(40):
        deadline(DUE + timedelta(days=days))
    now = berlin(DUE - timedelta(days=18), 8)
    assert len(due(now=now)) == 3


def test_a_year_with_outages_and_a_clock_that_jumps_back() -> None:
    chance = random.Random(20261207)
    numbers = [deadline(date(2026, 1, 10) + timedelta(days=chance.randrange(360))) for _ in range(12)]
    moment, end = berlin(date(2025, 12, 1), 0), berlin(date(2027, 1, 10), 0)
    while moment < end:
        sweep_at(moment)
        hours = chance.choice([-6, 1, 7, 24, 24, 24, 40, 24 * 9])
        moment += timedelta(hours=hours, minutes=chance.randrange(60))
    sweep_at(end)
    keys = [mail.key for mail in mails()]
    assert len(keys) == len(set(keys))
    wanted = {(str(number), str(offset)) for number in numbers for offset in (-20, -6, -1)}
    assert {(key.split(":")[1], key.split(":")[3]) for key in keys} == wanted
