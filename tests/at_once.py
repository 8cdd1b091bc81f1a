"""The application behind a real, threaded server, and a browser that sends one form many times at once."""

from __future__ import annotations

import http.cookiejar
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from tests.accounts import PASSWORD, csrf_of, password_hash
from tests.factories import account, fresh
from wbv_mentor import clock
from wbv_mentor.db import unit_of_work
from wbv_mentor.engine.actors import Actor
from wbv_mentor.people.invitations import change_password


class _Quiet(WSGIRequestHandler):
    """Writes no line for each request."""

    def log(self, *_told: object) -> None:
        pass


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The application behind a server with a thread for each request; its address."""
    made = ThreadedWSGIServer("127.0.0.1", 0, app, _Quiet)
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
    """A browser in which somebody is signed in; it can send one form several times at once."""

    def __init__(self, server: str, actor: Actor) -> None:
        new = password_hash()
        with unit_of_work():
            change_password(account=account(actor), password_hash=new, by=actor, now=clock.now())
            email = account(actor).email
        self._server = server
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(cookies, NoRedirects())
        token = csrf_of(self._page("/login"))
        assert self._post("/login", {"csrf_token": token, "email": email, "password": PASSWORD}) == 303

    def send_at_once(
        self, address: str, *, times: int, each_its_own: bool = False, **answers: Any
    ) -> Counter[int]:
        """Open a page and send its form from several threads; how often which status came back.

        All are one sending that came several times, unless each has a submission id of its own.
        """
        hidden = self._hidden(address)
        together = threading.Barrier(times)

        def send(_number: int) -> int:
            own = {"submission": fresh()} if each_its_own else {}
            together.wait()
            return self._post(address, hidden | answers | own)

        with ThreadPoolExecutor(times) as threads:
            return Counter(threads.map(send, range(times)))

    def _hidden(self, address: str) -> dict[str, str]:
        """What the page's form sends by itself: token, submission id, row version."""
        soup = BeautifulSoup(self._page(address), "html.parser")
        token = soup.find("input", {"name": "submission"})
        form = token.find_parent("form") if token else None
        assert form is not None, f"no form on {address}"
        return {str(one["name"]): str(one["value"]) for one in form.find_all("input", type="hidden")}

    def _page(self, address: str) -> str:
        with self._opener.open(self._server + address) as page:
            return str(page.read().decode())

    def _post(self, address: str, form: dict[str, Any]) -> int:
        try:
            with self._opener.open(self._server + address, urllib.parse.urlencode(form).encode()) as page:
                return int(page.status)
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code
