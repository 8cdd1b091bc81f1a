"""Sending by a real mail server: once, put off, refused, given up, or no longer wanted."""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from flask import Flask, current_app

from tests.sample_mail import install, put, row
from tests.smtp_sink import SmtpSink
from wbv_mentor import jobs
from wbv_mentor.config import Settings
from wbv_mentor.db import unit_of_work
from wbv_mentor.outbox import delivery
from wbv_mentor.outbox.actions import cancel
from wbv_mentor.outbox.models import CANCELLED, DEAD, FAILED, PENDING, RETRY, SENT
from wbv_mentor.outbox.queries import figures, undelivered

if TYPE_CHECKING:
    from tests.conftest import MakeSettings

START = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


@pytest.fixture
def settings(make_settings: MakeSettings, smtp_sink: SmtpSink) -> Settings:
    return make_settings(smtp_url=smtp_sink.url + "?timeout=20", mail_from="wbv@ak.example")


@pytest.fixture(autouse=True)
def _with_sample(app: Flask) -> None:
    install(app)


def sweep_at(moment: datetime) -> int:
    """Run the outbox job at a moment."""
    with time_machine.travel(moment, tick=False):
        return jobs.run("outbox")


def test_sends_once_with_the_words_of_the_template(smtp_sink: SmtpSink) -> None:
    put("a:1", "sample:7", now=START, context={"number": 3})
    assert sweep_at(START) == 1
    assert sweep_at(START + timedelta(days=1)) == 0
    [mail] = smtp_sink.messages
    assert mail["X-Envelope-To"] == "person7@post.example"
    assert mail["Subject"] == "Probe 3 für Person 7"
    assert mail["From"] == "Weiterbildungsverbund Saarland <wbv@ak.example>"
    text = mail.get_content().replace("\r\n", "\n")
    assert "Größe, Straße, 漢字 und ein 😀." in text
    assert "Link: http://127.0.0.1:8000/mail\n" in text
    assert "Warum bekomme ich das? Probe der Zustellung." in text
    assert (row("a:1").state, row("a:1").sent_at) == (SENT, START)


def test_waits_until_not_before(smtp_sink: SmtpSink) -> None:
    put("a:1", now=START, not_before=START + timedelta(hours=1))
    assert sweep_at(START + timedelta(minutes=59)) == 0
    assert figures(now=START).oldest_unsent_at is None
    assert sweep_at(START + timedelta(minutes=60)) == 1


@pytest.mark.parametrize("answer", ["451 try later", "421 closing", "452 mailbox full"])
def test_what_is_put_off_goes_later_with_the_same_message_id(smtp_sink: SmtpSink, answer: str) -> None:
    put("a:1", now=START)
    smtp_sink.refuse = answer
    assert sweep_at(START) == 0
    found = row("a:1")
    assert (found.state, found.last_error) == (RETRY, answer)
    first_id = found.message_id
    smtp_sink.refuse = None
    assert sweep_at(START + timedelta(seconds=30)) == 0, "it is left alone for a minute"
    assert sweep_at(START + timedelta(seconds=60)) == 1
    assert smtp_sink.messages[0]["Message-ID"] == f"<{first_id}>"


def test_a_refused_mail_is_shown_and_never_tried_again(smtp_sink: SmtpSink) -> None:
    put("a:1", now=START)
    smtp_sink.refuse = "550 no such mailbox"
    assert sweep_at(START) == 0
    smtp_sink.refuse = None
    assert sweep_at(START + timedelta(days=3)) == 0
    assert (row("a:1").state, row("a:1").last_error) == (FAILED, "550 no such mailbox")
    assert [found.key for found in undelivered()] == ["a:1"]
    assert figures(now=START).failed == 1


def test_gives_up_after_48_hours_of_later(smtp_sink: SmtpSink) -> None:
    put("a:1", now=START - timedelta(days=9))  # waiting for us does not count, only the server's answers
    smtp_sink.refuse = "451 try later"
    moment, tries = START, 0
    while row("a:1").state in (PENDING, RETRY):
        sweep_at(moment)
        moment, tries = moment + timedelta(minutes=10), tries + 1
        assert moment < START + timedelta(hours=50)
    assert row("a:1").state == DEAD
    assert moment - START >= timedelta(hours=48)
    assert 40 < row("a:1").attempts < 60, "with pauses, not at each tick"


def test_an_outage_costs_no_mail_however_long_it_lasts(smtp_sink: SmtpSink) -> None:
    for number in range(5):
        put(f"a:{number}", now=START)
    smtp_sink.stop()
    for hours in range(0, 96, 8):
        assert sweep_at(START + timedelta(hours=hours)) == 0
    assert {row(f"a:{number}").state for number in range(5)} <= {PENDING, RETRY}
    assert "Connection refused" in str(row("a:0").last_error)
    smtp_sink.start()
    assert sweep_at(START + timedelta(hours=97)) == 5


def test_leaves_an_unreachable_server_alone_after_three_tries(smtp_sink: SmtpSink) -> None:
    for number in range(9):
        put(f"a:{number}", now=START)
    smtp_sink.stop()
    sweep_at(START)
    assert [row(f"a:{number}").attempts for number in range(9)] == [1, 1, 1, 0, 0, 0, 0, 0, 0]


def test_one_bad_mail_stops_no_other(smtp_sink: SmtpSink, caplog: pytest.LogCaptureFixture) -> None:
    put("bad", now=START, context={"number": 500})
    put("unknown", "stranger:1", now=START)
    put("good", now=START)
    with caplog.at_level(logging.CRITICAL, delivery.__name__):
        assert sweep_at(START) == 1
    assert (row("bad").state, row("bad").last_error) == (RETRY, "LookupError: this mail cannot be made")
    assert row("unknown").state == RETRY


def test_what_is_no_longer_true_is_cancelled(smtp_sink: SmtpSink) -> None:
    put("a:1", now=START, context={"number": 13})
    assert sweep_at(START) == 0
    assert (row("a:1").state, smtp_sink.messages) == (CANCELLED, [])


def test_a_recipient_without_address_is_shown(smtp_sink: SmtpSink) -> None:
    put("a:1", "sample:nobody", now=START)
    sweep_at(START)
    assert (row("a:1").state, row("a:1").last_error) == (
        FAILED,
        "there is no mail address for this recipient",
    )


def test_several_get_one_each_in_their_language(smtp_sink: SmtpSink) -> None:
    put("a:1", "sample:team", now=START)
    assert sweep_at(START) == 1
    by_address = {mail["X-Envelope-To"]: mail for mail in smtp_sink.messages}
    assert set(by_address) == {"joerg@post.example", "ann@post.example"}
    assert [address.addr_spec for address in by_address["ann@post.example"]["To"].addresses] == [
        "ann@post.example"
    ]


def test_who_of_several_has_got_it_does_not_get_it_again(smtp_sink: SmtpSink) -> None:
    put("a:1", "sample:team", now=START)
    claim = delivery.claim_next(START, _settings())
    assert claim is not None
    first = delivery.address_digest("joerg@post.example")
    delivery.note_reached(claim, (first,))  # and then the process died
    assert sweep_at(START + delivery.LEASE) == 1
    assert [mail["X-Envelope-To"] for mail in smtp_sink.messages] == ["ann@post.example"]


def test_a_claimed_mail_is_left_to_its_holder_until_the_lease_ends(smtp_sink: SmtpSink) -> None:
    put("a:1", now=START)
    assert delivery.claim_next(START, _settings()) is not None
    assert sweep_at(START + delivery.LEASE - timedelta(seconds=1)) == 0
    assert sweep_at(START + delivery.LEASE) == 1


def test_who_read_the_clock_before_waiting_gets_no_second_claim() -> None:
    put("a:1", now=START - timedelta(hours=1))
    assert delivery.claim_next(START, _settings()) is not None
    assert delivery.claim_next(START - timedelta(seconds=20), _settings()) is None


def test_a_clock_that_was_set_back_holds_no_mail(smtp_sink: SmtpSink) -> None:
    put("a:1", now=START - timedelta(days=2))
    delivery.claim_next(START, _settings())
    assert sweep_at(START - timedelta(days=1)) == 1


def test_what_the_server_took_is_sent_even_if_it_was_cancelled_meanwhile(smtp_sink: SmtpSink) -> None:
    put("a:1", now=START)
    claim = delivery.claim_next(START, _settings())
    assert claim is not None
    with unit_of_work():
        cancel(key_prefix="a:1", now=START)
    delivery.settle(claim, delivery.Outcome(SENT), START)
    assert row("a:1").state == SENT


def test_a_late_failure_does_not_undo_what_another_process_did(smtp_sink: SmtpSink) -> None:
    put("a:1", now=START)
    slow = delivery.claim_next(START, _settings())
    assert slow is not None
    assert sweep_at(START + delivery.LEASE) == 1
    delivery.settle(slow, delivery.Outcome(RETRY, "timed out"), START)
    assert row("a:1").state == SENT


def test_two_at_once_send_each_mail_once(app: Flask, smtp_sink: SmtpSink) -> None:
    for number in range(30):
        put(f"a:{number}", f"sample:{number}")

    def work() -> None:
        with app.app_context():
            jobs.run("outbox")

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    reached = [mail["X-Envelope-To"] for mail in smtp_sink.messages]
    assert sorted(reached) == sorted(f"person{number}@post.example" for number in range(30))


def test_mail_leaves_only_through_a_server_that_is_set(make_settings: MakeSettings, app: Flask) -> None:
    app.config["SETTINGS"] = make_settings()
    put("a:1", now=START)
    assert sweep_at(START) == 0
    assert row("a:1").state == PENDING
    assert figures(now=START) == type(figures(now=START))(START, 1, 0)


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
