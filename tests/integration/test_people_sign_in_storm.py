"""Eighty sign-ins at once against a real server: with deferred transactions most of them failed."""

from __future__ import annotations

import http.cookiejar
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.accounts import PASSWORD, add_account, address_of, csrf_of
from tests.at_once import NoRedirects, serving
from wbv_mentor.db import session
from wbv_mentor.people.models import AccountSession, FailedTry

SIGN_INS, THREADS = 80, 8


@pytest.fixture
def server(app: Flask) -> Iterator[str]:
    """The address of the application's server."""
    with serving(app) as address:
        yield address


def sign_in_once(server: str, name: str) -> int:
    """Open the page, send the form, as a browser of one's own; the status."""
    cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    browser = urllib.request.build_opener(cookies, NoRedirects())
    with browser.open(f"{server}/login") as page:
        token = csrf_of(page.read().decode())
    form = {"csrf_token": token, "email": address_of(name), "password": PASSWORD}
    try:
        browser.open(f"{server}/login", urllib.parse.urlencode(form).encode())
    except urllib.error.HTTPError as answer:
        return answer.code
    return 200


def test_eighty_sign_ins_from_eight_threads_all_succeed(server: str) -> None:
    names = [f"Mina Marx{number}" for number in range(THREADS)]
    for name in names:
        add_account(name=name)

    with ThreadPoolExecutor(THREADS) as threads:
        turns = [names[number % THREADS] for number in range(SIGN_INS)]
        answers = Counter(threads.map(lambda name: sign_in_once(server, name), turns))

    assert answers == {303: SIGN_INS}
    session.rollback()
    assert session.scalar(select(func.count()).select_from(AccountSession)) == SIGN_INS
    assert session.scalar(select(func.count()).select_from(FailedTry)) == 0
