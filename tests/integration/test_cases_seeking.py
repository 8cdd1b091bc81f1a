"""/ich-suche-rat: somebody without a mentor asks, the coordination finds one, on both databases."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests.accounts import add_account, sign_in
from tests.factories import a_coordinator, a_mentor, fresh, paths_known
from tests.strict_client import StrictClient
from wbv_mentor import clock
from wbv_mentor.cases import actions
from wbv_mentor.cases.letters.links import current_link
from wbv_mentor.cases.models import Case, Task
from wbv_mentor.cases.path.standing import pending_handover
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.home.queries import cases_without_mentor
from wbv_mentor.outbox.models import OutboxMessage

ASKED = {
    "alias": "Toni", "channel": "email", "email": "Toni@post.example", "wish": "Ich möchte aufsteigen.",
    "workplace": "Werk Nord",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _paths(app: Flask) -> None:
    paths_known()


def ask(client: StrictClient, **more: str) -> int:
    """Send the public form; the status of the answer."""
    return client.submit(client.get("/ich-suche-rat"), form="/ich-suche-rat", **(ASKED | more)).status_code


def cases() -> list[Case]:
    session.rollback()
    return list(session.scalars(select(Case)))


def test_somebody_asks_and_the_coordination_finds_a_mentor(client: StrictClient) -> None:
    """A case in contact without a mentor; link, task and mail; handed over without asking her again."""
    assert ask(client) == 303
    (case,) = cases()
    assert (case.state, case.mentor_id, case.opened_by_id, case.workplace) == (
        "contact",
        None,
        None,
        "Werk Nord",
    )
    assert current_link(case, now=clock.now()) is not None
    mails = {row.template: row.recipient for row in session.scalars(select(OutboxMessage))}
    assert mails == {"case_asked": f"mentee:{case.mentee_id}", "case_asked_staff": "role:coordinator"}
    assert [row.address for row in cases_without_mentor()] == [f"/cases/{case.reference}"]
    (task,) = session.scalars(select(Task))
    assert (task.owner, task.outcome, task.done_at) == ("coordinator", "Ich möchte aufsteigen.", None)

    mentor, staff = a_mentor(), a_coordinator()
    session.rollback()
    with unit_of_work():
        actions.fire(
            case=case, trigger="hand_over", by=staff, now=clock.now(),
            submission=fresh(), data={"receiver": str(mentor.id)},
        )  # fmt: skip
    waiting = pending_handover(case)
    assert waiting is not None
    with unit_of_work():
        actions.answer_handover(handover=waiting, accept=True, by=mentor, now=clock.now(), submission=fresh())
    assert (case.state, case.mentor_id) == ("contact", mentor.id)
    assert task.done_at is not None
    assert task.outcome == "Ich möchte aufsteigen."
    assert cases_without_mentor() == []


def test_the_coordination_reads_the_wish_while_it_looks_for_a_mentor(client: StrictClient) -> None:
    """It stands on the page of the task, before the task is done."""
    assert ask(client) == 303
    add_account("coordinator", "Karla Koch")
    sign_in(client, "Karla Koch")
    session.rollback()
    (task,) = session.scalars(select(Task))
    page = client.get(f"/cases/{task.case.reference}/tasks/{task.id}").get_data(as_text=True)
    assert "Ich möchte aufsteigen." in page
    assert "Toni" not in page


def test_the_list_as_a_file(client: StrictClient) -> None:
    """The coordination gets its list as CSV, with the filters of the page; nothing about the person."""
    assert ask(client, alias="=1+1") == 303
    (case,) = cases()
    add_account("coordinator", "Karla Koch")
    sign_in(client, "Karla Koch")
    text = client.get("/cases.csv?which=open").get_data(as_text=True)
    assert str(case.reference) in text
    assert "1+1" not in text
    assert len(client.get("/cases.csv?which=closed").get_data(as_text=True).splitlines()) == 1


def test_too_little_is_asked_for_again_and_a_flood_opens_no_more(client: StrictClient) -> None:
    """Without an address the form comes back; after three with one address nothing more is opened."""
    assert ask(client, email="") == 422
    assert ask(client, channel="in_person") == 422  # nobody would know where
    assert cases() == []
    assert [ask(client) for _ in range(5)] == [303] * 5
    assert len(cases()) == 3
