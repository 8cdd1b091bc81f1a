"""The same sending several times in one moment, as a nervous finger does it: done once, answered alike."""

from __future__ import annotations

import http.cookiejar
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import func, select
from werkzeug.serving import make_server

from tests.accounts import PASSWORD, csrf_of, password_hash
from tests.factories import a_mentor, account, case_at, mentor_of
from wbv_mentor import clock
from wbv_mentor.cases.models import Case, Mentee, Talk
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import Actor
from wbv_mentor.pathways import journal
from wbv_mentor.people.invitations import change_password

AT_ONCE = 4


@pytest.fixture
def server(app: Flask) -> Iterator[str]:
    """The application behind a threaded server; its address."""
    made = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()
    thread.join()
    made.server_close()


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """Keeps the answer to the POST itself."""

    def redirect_request(self, *_request: object) -> None:
        return None


class Browser:
    """A browser that can send one form several times at once."""

    def __init__(self, server: str, mentor: Actor) -> None:
        new = password_hash()
        with unit_of_work():
            change_password(account=account(mentor), password_hash=new, by=mentor, now=clock.now())
            email = account(mentor).email
        self._server = server
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(cookies, NoRedirects())
        token = csrf_of(self._page("/login"))
        assert self._post("/login", {"csrf_token": token, "email": email, "password": PASSWORD}) == 303

    def send_at_once(self, address: str, **answers: Any) -> Counter[int]:
        """Open a page and send its form from several threads; how often which status came back."""
        soup = BeautifulSoup(self._page(address), "html.parser")
        token = soup.find("input", {"name": "submission"})
        form = token.find_parent("form") if token else None
        assert form is not None
        hidden = {str(one["name"]): str(one["value"]) for one in form.find_all("input", type="hidden")}
        together = threading.Barrier(AT_ONCE)

        def send(_number: int) -> int:
            together.wait()
            return self._post(address, hidden | answers)

        with ThreadPoolExecutor(AT_ONCE) as threads:
            return Counter(threads.map(send, range(AT_ONCE)))

    def _page(self, address: str) -> str:
        with self._opener.open(self._server + address) as page:
            return str(page.read().decode())

    def _post(self, address: str, form: dict[str, Any]) -> int:
        try:
            with self._opener.open(self._server + address, urllib.parse.urlencode(form).encode()) as page:
                return int(page.status)
        except urllib.error.HTTPError as answer:
            return answer.code


@pytest.fixture
def case(app: Flask) -> Case:
    """A case in which both is possible: a talk, and a step."""
    return case_at("follow_up")


def test_a_talk_sent_several_times_at_once_is_kept_once(server: str, case: Case) -> None:
    browser = Browser(server, mentor_of(case))

    answers = browser.send_at_once(
        f"/cases/{case.reference}/talks/new", held_on="2.1.2026", kind="phone", minutes="10"
    )

    assert answers == {303: AT_ONCE}
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Talk)) == 1


def test_a_step_sent_several_times_at_once_is_made_once(server: str, case: Case) -> None:
    browser = Browser(server, mentor_of(case))

    answers = browser.send_at_once(f"/cases/{case.reference}/transitions/reopen_needs")

    assert answers == {303: AT_ONCE}
    session.expire_all()
    assert [entry.trigger for entry in journal.entries_of(case)].count("reopen_needs") == 1


def test_a_form_sent_several_times_at_once_is_kept_once(server: str, case: Case) -> None:
    browser = Browser(server, mentor_of(case))

    answers = browser.send_at_once(f"/cases/{case.reference}/forms/follow_up_4_weeks", reached="yes")

    assert answers == {303: AT_ONCE}
    session.expire_all()
    assert [entry.trigger for entry in journal.entries_of(case)].count("follow_up_recorded") == 1


def test_a_new_case_sent_several_times_at_once_is_one_case(server: str, app: Flask) -> None:
    browser = Browser(server, a_mentor())

    answers = browser.send_at_once("/cases/new", alias="Kim", way="qr", relation="none")

    assert answers == {303: AT_ONCE}
    session.rollback()
    assert session.scalars(select(Case.reference)).all() == [f"{clock.today().year}-0001"]
    assert session.scalar(select(func.count()).select_from(Mentee)) == 1
