"""A mail server that hangs, dawdles or disappears loses no mail and holds up no one."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from flask import Flask

from tests.faults.rude_server import Manners, gone_after, rude_server, silent, slow
from tests.sample_mail import install, put, row
from tests.smtp_sink import SmtpSink
from wbv_mentor import jobs
from wbv_mentor.outbox.delivery import LEASE
from wbv_mentor.outbox.envelope import compose
from wbv_mentor.outbox.mails import Mail
from wbv_mentor.outbox.models import RETRY, SENT
from wbv_mentor.outbox.recipients import Mailbox
from wbv_mentor.outbox.smtp import SECONDS_A_MAIL, SECONDS_AN_ANSWER, Unreachable, hand_over, server_of

if TYPE_CHECKING:
    from tests.conftest import MakeSettings

START = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
KEPT: list[str] = []


@pytest.fixture(autouse=True)
def _with_sample(app: Flask) -> None:
    install(app)
    KEPT.clear()


def sweep_at(moment: datetime) -> int:
    """Run the outbox job at a moment."""
    with time_machine.travel(moment, tick=False):
        return jobs.run("outbox")


@pytest.mark.parametrize(
    "manners",
    [silent, gone_after("EHLO", KEPT), gone_after("RCPT", KEPT), gone_after("text", KEPT)],
    ids=["silent", "gone after EHLO", "gone after RCPT", "gone after the text"],
)
def test_a_mail_survives_a_server_that_goes(
    app: Flask, make_settings: MakeSettings, smtp_sink: SmtpSink, manners: Manners
) -> None:
    put("a:1", now=START)
    with rude_server(manners) as url:
        app.config["SETTINGS"] = make_settings(smtp_url=url + "?timeout=0.5")
        began = time.monotonic()
        assert sweep_at(START) == 0
        assert time.monotonic() - began < SECONDS_AN_ANSWER / 2, "it waited longer than it was told to"
    assert row("a:1").state == RETRY
    app.config["SETTINGS"] = make_settings(smtp_url=smtp_sink.url)
    assert sweep_at(START + timedelta(minutes=1)) == 1
    assert row("a:1").state == SENT


def test_a_text_that_was_taken_without_an_answer_comes_again_with_its_message_id(
    app: Flask, make_settings: MakeSettings, smtp_sink: SmtpSink
) -> None:
    put("a:1", now=START)
    with rude_server(gone_after("text", KEPT)) as url:
        app.config["SETTINGS"] = make_settings(smtp_url=url)
        sweep_at(START)
    app.config["SETTINGS"] = make_settings(smtp_url=smtp_sink.url, mail_from="other@moved.example")
    sweep_at(START + timedelta(minutes=1))
    first = re.search(r"^Message-ID: (<.+>)", KEPT[0], re.MULTILINE)
    assert first is not None
    assert first[1].strip() == smtp_sink.messages[0]["Message-ID"]


def test_a_server_that_dawdles_is_left_after_a_total_time() -> None:
    mail = compose(
        Mail("s", "b\n"), to=Mailbox("A", "a@post.example"), sender="w@ak.example", message_id="1@x", at=START
    )
    with rude_server(slow) as url:
        server = replace(server_of(url), limit=1.0)
        began = time.monotonic()
        with pytest.raises(Unreachable):
            hand_over(server, mail, sender="w@ak.example", to="a@post.example", our_name="here")
        assert 1 <= time.monotonic() - began < SECONDS_A_MAIL / 2


def test_a_send_cannot_outlive_its_lease() -> None:
    assert timedelta(seconds=2 * SECONDS_A_MAIL) < LEASE
