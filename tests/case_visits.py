"""A mentor's and a coordinator's visits to the pages of cases."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.test import TestResponse

from tests.accounts import PASSWORD, browser, password_hash
from tests.strict_client import StrictClient
from wbv_mentor import clock
from wbv_mentor.cases.models import Case
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import Actor
from wbv_mentor.people.invitations import change_password
from wbv_mentor.people.models import Account


def enter(app: Flask, actor: Actor) -> StrictClient:
    """A browser in which this actor is signed in."""
    new = password_hash()
    with unit_of_work():
        account = session.get_one(Account, actor.id)
        change_password(account=account, password_hash=new, by=actor, now=clock.now())
        email = account.email
    client = browser(app)
    page = client.submit(client.get("/login"), form="/login", email=email, password=PASSWORD)
    assert page.status_code == 303, page.text[:2000]
    return client


def at(case: Case, below: str = "") -> str:
    """The address of a case's page, or of one below it."""
    return f"/cases/{case.reference}{below}"


def see(client: StrictClient, address: str, status: int = 200) -> TestResponse:
    """Open a page; fails if it answers otherwise than wanted."""
    page = client.get(address)
    assert page.status_code == status, f"{page.status} on {address}\n{page.text[:3000]}"
    return page


def links_of(page: TestResponse) -> Iterator[str]:
    """Where the content of a page leads within this site."""
    main = BeautifulSoup(page.text, "html.parser").find("main")
    assert isinstance(main, Tag)
    for link in main.find_all("a", href=True):
        parts = urlsplit(str(link["href"]))
        if parts.scheme == "" and parts.path:
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def title_of(page: TestResponse) -> str:
    """The title, as the tab and the history of a browser show it."""
    title = BeautifulSoup(page.text, "html.parser").find("title")
    assert title is not None
    return title.text


def errors_of(page: TestResponse) -> str:
    """What the error list says; empty without one."""
    found = BeautifulSoup(page.text, "html.parser").find(id="fehler")
    return found.get_text(" ", strip=True) if found else ""


def dangling(page: TestResponse) -> list[str]:
    """Links of the error list that lead to no field of the page."""
    soup = BeautifulSoup(page.text, "html.parser")
    found = soup.find(id="fehler")
    assert isinstance(found, Tag), "no error list"
    ids = {str(tag["id"]) for tag in soup.find_all(id=True)}
    inside = (str(link["href"]) for link in found.find_all("a", href=True))
    return [href for href in inside if href.startswith("#") and href[1:] not in ids]
