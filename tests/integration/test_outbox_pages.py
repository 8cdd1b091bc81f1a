"""/healthz for machines, /mail for a demo's visitors."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from tests.sample_mail import install, put
from tests.strict_client import StrictClient
from wbv_mentor.config import Settings
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.jobs.registry import tick
from wbv_mentor.outbox.actions import cancel
from wbv_mentor.outbox.models import FAILED, OutboxMessage

if TYPE_CHECKING:
    from tests.conftest import MakeSettings

START = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


@pytest.fixture
def settings(make_settings: MakeSettings) -> Settings:
    return make_settings(demo=True)


@pytest.fixture(autouse=True)
def _with_sample(app: Flask) -> None:
    install(app)


def health(app: Flask, moment: datetime = START) -> tuple[int, dict[str, Any]]:
    """Status and figures at a moment, by a client that allows a 503."""
    session.rollback()
    with time_machine.travel(moment, tick=False), app.app_context():
        answer = FlaskClient(app, app.response_class).get("/healthz")
    return answer.status_code, answer.get_json()


def beat_at(moment: datetime) -> None:
    """Tick once; without a mail server nothing leaves."""
    with time_machine.travel(moment, tick=False):
        tick()


def test_tells_figures_without_asking_who(app: Flask) -> None:
    """Pending are two of ours and the mail with the day's seal, which the tick makes."""
    put("a:1", now=START)
    put("later", now=START - timedelta(days=5), not_before=START + timedelta(days=1))
    put("refused", now=START)
    with unit_of_work() as current:
        current.query(OutboxMessage).filter_by(key="refused").one().state = FAILED
    beat_at(START)
    assert health(app, START + timedelta(seconds=12)) == (
        200,
        {
            "database": "ok",
            "heartbeat": {"at": "2026-11-23T06:00:00+00:00", "seconds": 12},
            "outbox": {"oldest_unsent_at": "2026-11-23T06:00:00+00:00", "pending": 3, "failed": 1},
        },
    )


@pytest.mark.parametrize(("age", "status"), [(300, 200), (301, 503), (-3600, 503)])
def test_a_tick_that_stopped_is_no_health(
    app: Flask, make_settings: MakeSettings, age: int, status: int
) -> None:
    app.config["SETTINGS"] = make_settings(jobs="embedded")
    beat_at(START)
    assert health(app, START + timedelta(seconds=age))[0] == status


def test_before_the_first_tick_it_is_not_healthy_yet(app: Flask, make_settings: MakeSettings) -> None:
    app.config["SETTINGS"] = make_settings(jobs="embedded")
    status, figures = health(app)
    assert status == 503
    assert figures["heartbeat"] == {"at": None, "seconds": None}


def test_without_embedded_jobs_nobody_waits_for_a_tick(app: Flask) -> None:
    assert health(app)[0] == 200


def test_a_broken_database_is_503(app: Flask) -> None:
    session.rollback()
    with unit_of_work() as current:
        current.execute(text("DROP TABLE outbox_message"))
    assert health(app) == (503, {"database": "failed"})


def test_shows_what_would_leave_newest_first(client: StrictClient) -> None:
    put("a:1", "sample:1", context={"number": 1})
    put("a:2", "sample:2", context={"number": 2})
    page = BeautifulSoup(client.get("/mail").data, "html.parser")
    links = [link.get_text() for link in page.select("main tbody a")]
    assert links == ["Probe 2 für Person 2", "Probe 1 für Person 1"]
    assert "Person 2 <person2@post.example>" in page.get_text()


def test_a_mail_is_read_as_text_with_links_to_click(client: StrictClient) -> None:
    put("a:1")
    [link] = BeautifulSoup(client.get("/mail").data, "html.parser").select("main tbody a")
    page = BeautifulSoup(client.get(str(link["href"])).data, "html.parser")
    assert page.select_one("h1").get_text() == "Probe 1 für Person 1"  # type: ignore[union-attr]
    assert page.select_one('main a[href="http://127.0.0.1:8000/mail"]') is not None
    assert "Warum bekomme ich das? Probe der Zustellung." in page.get_text()


def test_what_cannot_be_shown_says_so(client: StrictClient) -> None:
    put("obsolete", context={"number": 13})
    put("broken", context={"number": 500})
    put("nobody", "sample:nobody")
    put("undone")
    with unit_of_work():
        cancel(key_prefix="undone", now=START)
    text_of_page = BeautifulSoup(client.get("/mail").data, "html.parser").get_text()
    assert text_of_page.count("Diese Nachricht wird nicht mehr gebraucht.") == 2
    assert "Für diese Nachricht gibt es keine Adresse." in text_of_page
    assert "Diese Nachricht lässt sich nicht anzeigen." in text_of_page
    assert "ohne Adresse" in text_of_page


def test_turns_the_page(client: StrictClient) -> None:
    for number in range(26):
        put(f"a:{number}", context={"number": number})
    first = BeautifulSoup(client.get("/mail").data, "html.parser")
    assert len(first.select("main tbody tr")) == 25
    [older] = [link for link in first.select("main a") if link.get_text() == "Ältere Nachrichten"]
    second = BeautifulSoup(client.get(str(older["href"])).data, "html.parser")
    assert [row.get_text() for row in second.select("main tbody a")] == ["Probe 0 für Person 1"]
    assert client.get("/mail?before=viele").status_code == 200


def test_an_empty_outbox_says_so(client: StrictClient) -> None:
    assert "Noch keine Nachricht." in client.get("/mail").get_data(as_text=True)


def test_html_in_a_name_stays_text(client: StrictClient) -> None:
    put("a:1", "sample:eve")
    for address in ("/mail", "/mail/1"):
        page = client.get(address).get_data(as_text=True)
        assert "<b>Eve</b>" not in page
        assert "&lt;b&gt;Eve&lt;/b&gt;" in page


@pytest.mark.parametrize("address", ["/mail", "/mail/1"])
def test_outside_a_demo_there_is_no_such_page(
    app: Flask, client: StrictClient, make_settings: MakeSettings, address: str
) -> None:
    put("a:1")
    app.config["SETTINGS"] = make_settings(demo=False)
    assert client.get(address).status_code == 404


def test_a_mail_that_does_not_exist(client: StrictClient) -> None:
    assert client.get("/mail/999").status_code == 404
