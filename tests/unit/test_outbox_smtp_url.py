"""WBV_SMTP_URL: what it says, and what is refused at the start."""

from __future__ import annotations

from pathlib import Path

import pytest

from wbv_mentor.app import create_app
from wbv_mentor.config import Settings, SettingsError
from wbv_mentor.outbox.smtp import SECONDS_AN_ANSWER, server_of


def test_reads_user_password_and_port() -> None:
    server = server_of("smtp://mail%40ak:p%2Fw%3A1@post.example:2525?timeout=3")
    assert (server.host, server.port) == ("post.example", 2525)
    assert (server.user, server.password, server.timeout) == ("mail@ak", "p/w:1", 3.0)
    assert server.security == "offered"


@pytest.mark.parametrize(
    ("url", "port", "security"),
    [
        ("smtp://post.example", 25, "offered"),
        ("smtp+starttls://post.example", 587, "required"),
        ("smtps://post.example", 465, "tls"),
    ],
)
def test_knows_the_usual_ports(url: str, port: int, security: str) -> None:
    assert (server_of(url).port, server_of(url).security) == (port, security)


def test_never_waits_longer_than_a_lease_allows() -> None:
    assert server_of("smtp://post.example?timeout=9999").timeout == SECONDS_AN_ANSWER


@pytest.mark.parametrize(
    "url", ["post.example", "http://post.example", "smtp://", "smtp://post.example:abc", "smtp://p?timeout=x"]
)
def test_a_bad_address_ends_the_start_with_one_sentence(url: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"^WBV_SMTP_URL is not usable: .+\.$"):
        create_app(Settings(instance=tmp_path, jobs="off", smtp_url=url))
