"""What applicants find in their mailbox, as a real server takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask import Flask

from tests.applicants import address_of, applied
from tests.factories import fresh
from tests.smtp_sink import SmtpSink
from wbv_mentor import clock
from wbv_mentor.config import Settings
from wbv_mentor.db import unit_of_work
from wbv_mentor.jobs import run
from wbv_mentor.qualification.joining.actions import ANYBODY, Person, register_interest

if TYPE_CHECKING:
    from tests.conftest import MakeSettings


@pytest.fixture
def settings(make_settings: MakeSettings, smtp_sink: SmtpSink) -> Settings:
    return make_settings(smtp_url=smtp_sink.url + "?timeout=20", mail_from="wbv@ak.example")


def test_link_and_receipt_in_the_chosen_language(app: Flask, smtp_sink: SmtpSink) -> None:
    enrolment = applied("arno@post.example", first_name="Arno", last_name="<b>Alt</b>", language="en")
    with unit_of_work():
        register_interest(
            person=Person("Arno", "Alt", "arno@post.example"), by=ANYBODY, now=clock.now(), submission=fresh()
        )
    assert run("outbox") == 2  # the confirmation is no longer true: the application was sent
    received, status = smtp_sink.messages
    assert received["Subject"] == "Message from the Weiterbildungsverbund Saarland"
    assert {mail["X-Envelope-To"] for mail in smtp_sink.messages} == {"arno@post.example"}
    for mail in (received, status):
        text = mail.get_content()
        assert f"http://127.0.0.1:8000{address_of(enrolment)}" in text
        assert "Dear Arno <b>Alt</b>," in text
    assert "has arrived" in received.get_content()
