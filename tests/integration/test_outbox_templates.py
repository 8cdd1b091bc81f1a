"""No mail without a text, and no text that nobody sends."""

from __future__ import annotations

import pytest
from flask import Flask

from wbv_mentor.config import ROOT
from wbv_mentor.outbox.mails import registered_mails


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_every_mail_has_its_text_and_every_text_its_mail(app: Flask) -> None:
    files = {file.stem for file in (ROOT / "templates/mail").glob("*.txt")}
    texts = {name for name in files if not name.startswith("_")}  # the others are parts of these

    assert texts == set(registered_mails()) - {"sample"}  # what other tests send
