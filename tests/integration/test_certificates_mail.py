"""The mails about a certificate, as they arrive at a real mail server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask import Flask

from tests import certificate_steps as steps
from tests.case_visits import enter
from tests.smtp_sink import SmtpSink
from wbv_mentor import jobs
from wbv_mentor.config import Settings
from wbv_mentor.db import session
from wbv_mentor.people.models import Account

if TYPE_CHECKING:
    from tests.conftest import MakeSettings


@pytest.fixture
def settings(make_settings: MakeSettings, smtp_sink: SmtpSink) -> Settings:
    return make_settings(smtp_url=smtp_sink.url, mail_from="wbv@ak.example")


def test_the_mentor_is_asked_for_the_name_and_told_when_the_document_is_there(
    app: Flask, smtp_sink: SmtpSink
) -> None:
    certificate = steps.ready()
    by = steps.owner(certificate)
    address, place = session.get_one(Account, by.id).email, f"/certificates/{certificate.id}"

    def arrived() -> list[str]:
        """Subject and text of each mail about the certificate, in their order."""
        jobs.run("outbox")
        mine = [mail for mail in smtp_sink.messages if mail["X-Envelope-To"] == address]
        told = [f"{mail['Subject']}\n{mail.get_content()}" for mail in mine]
        assert [list(mail.iter_attachments()) for mail in mine] == [[] for _ in mine]
        return [one for one in told if place in one]

    assert len(arrived()) == 1  # asked how the name is written
    steps.confirm(certificate)
    steps.issue(certificate)
    assert len(arrived()) == 1  # the document is not made yet
    assert jobs.run("certificates.render") == 1
    [_, told] = arrived()
    assert told.startswith(f"Ihr Zertifikat ist da ({certificate.number})")
    assert str(certificate.check_code) not in told  # the code is on the document alone
    link = next(word for word in told.split() if word.endswith(place))
    page = enter(app, by).get(link.removeprefix(app.config["SETTINGS"].base_url))
    assert str(certificate.number) in page.text

    assert jobs.run("certificates.render") == 0
    assert len(arrived()) == 2
