"""A mentee's visits to her own page, by the address that her link has."""

from __future__ import annotations

from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.strict_client import StrictClient
from wbv_mentor import clock
from wbv_mentor.cases.letters.links import current_link
from wbv_mentor.cases.models import Case, Consent, Task
from wbv_mentor.db import session
from wbv_mentor.people.links import token_of


def address_of(case: Case, below: str = "") -> str:
    """The address of the page, or of one below it."""
    session.expire_all()
    link = current_link(case, now=clock.now())
    assert link is not None, f"{case.state}: no link"
    return f"/meine-beratung/{token_of(link)}{below}"


def visit(client: StrictClient, case: Case, below: str = "", *, status: int = 200) -> TestResponse:
    """Open a page; fails if it answers otherwise than wanted."""
    page = client.get(address_of(case, below))
    assert page.status_code == status, f"{page.status}\n{page.text[:3000]}"
    return page


def press(client: StrictClient, case: Case, below: str, *, on: str = "", **fields: Any) -> TestResponse:
    """Open the page `on` and send its form to `below`; the page that follows. Fails unless it was taken."""
    page = visit(client, case, on)
    # A page with one question sends its form to itself: that form names no address.
    form = "frage" if below == on else address_of(case, below)
    sent = client.submit(page, form=form, **fields)
    assert sent.status_code == 303, f"{sent.status}\n{sent.text[:3000]}"
    return client.follow(sent)


def state_of(case: Case) -> str:
    """Where the case stands now."""
    session.expire_all()
    return case.state


def consents_of(case: Case, *, alive: bool = True) -> dict[str, Consent]:
    """The consents of a case by purpose."""
    session.expire_all()
    rows = session.scalars(select(Consent).where(Consent.case_id == case.id).order_by(Consent.id))
    return {row.purpose: row for row in rows if (row.withdrawn_at is None) == alive}


def open_tasks(case: Case, owner: str) -> list[str | None]:
    """The codes of what somebody has to do."""
    session.expire_all()
    query = select(Task.code).where(Task.case_id == case.id, Task.owner == owner, Task.done_at.is_(None))
    return list(session.scalars(query.order_by(Task.id)))


def browser_of(app: Flask) -> StrictClient:
    """Another browser, with cookies of its own."""
    client = app.test_client()
    assert isinstance(client, StrictClient)
    return client
