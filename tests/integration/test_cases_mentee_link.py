"""The mentee's link: what it opens, what it never does, and what anybody else gets."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import func, select

from tests.factories import (
    WAY,
    case_at,
    days_later,
    do,
    fire,
    interrupt,
    mentee_of,
    mentor_of,
    move_application,
    new_case,
)
from tests.mentee_visits import address_of, press, visit
from tests.strict_client import StrictClient
from wbv_mentor import clock
from wbv_mentor.cases import actions
from wbv_mentor.cases.letters.links import current_link
from wbv_mentor.cases.models import Case, Consent, Task
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.funding.queries import applications_of
from wbv_mentor.pathways.models import Deadline, JournalEntry, StepRecord
from wbv_mentor.people.models import MailedLink

WATCHED = (JournalEntry, Consent, Task, StepRecord, Deadline, MailedLink)
BELOW = ("", "/fristen", "/pause", "/beenden", "/uebergeben", "/zurueckziehen", "/erreichbarkeit")
SHORT = {"closed_without_course", "paused", "handover", "awaiting_mentor", "locked"}


def picture(case: Case) -> list[object]:
    """Everything that a page could have changed."""
    session.expire_all()
    link = current_link(case, now=clock.now())
    counts = [session.scalar(select(func.count()).select_from(model)) for model in WATCHED]
    return [*counts, case.state, case.row_version, link and (link.id, link.used_at, link.expires_at)]


def test_the_page_opens_all_along_the_way(app: Flask, client: StrictClient) -> None:
    case = new_case()

    for _state, step in WAY:
        step(case)
        look(client, case)
        if case.state == "in_course":
            interrupt(case)
            look(client, case)
            fire(case, "resume_course", by=mentor_of(case))

    assert case.state == "closed"


def test_she_reads_what_was_agreed_and_by_when_but_not_the_mentors_own_list(
    app: Flask, client: StrictClient
) -> None:
    case = case_at("intake")
    mentor, by = mentor_of(case), clock.today() + timedelta(days=9)
    agreed = {"held_on": clock.today(), "kind": "phone", "minutes": "20", "next_step": "Zeugnis <mitbringen>"}
    do(actions.record_talk, by=mentor, case=case, data={**agreed, "next_step_by": by})
    do(actions.add_task, by=mentor, case=case, title="Zweifel klären", due_on=by)

    page = visit(client, case).text

    assert "Als Nächstes vereinbart" in page
    assert "Zeugnis &lt;mitbringen&gt;" in page
    assert "in 9 Tagen" in page
    assert "Zweifel" not in page


def test_she_reads_where_each_application_stands(app: Flask, client: StrictClient) -> None:
    case = case_at("funding")
    row, mentor = applications_of(case)[0], mentor_of(case)
    sent = {"submitted_on": clock.today(), "way": "online", "proof": "Beleg"}
    move_application(row, "submit", by=mentor, data=sent)
    assert "Eingereicht" in visit(client, case).text

    move_application(row, "reject", by=mentor, data={"notice_sent_on": clock.today(), "instruction": "yes"})

    assert "Abgelehnt" in visit(client, case).text


@pytest.mark.parametrize("state", sorted(SHORT))
def test_the_page_opens_beside_the_way(app: Flask, client: StrictClient, state: str) -> None:
    look(client, case_at(state, base="intake"))


def look(client: StrictClient, case: Case) -> None:
    """Open the page, twice as browsers and scanners do; fails if that changes anything."""
    address, before = address_of(case), picture(case)
    answers = (client.get(address).status_code, client.head(address).status_code)
    assert (case.state, answers, picture(case)) == (case.state, (200, 200), before)


def test_twenty_looks_at_every_page_change_nothing(app: Flask, client: StrictClient) -> None:
    case = case_at("intake")
    root, before = address_of(case), picture(case)

    for below in BELOW:
        for _look in range(20):
            assert client.get(root + below).status_code == 200
        client.head(root + below)

    assert picture(case) == before


@pytest.mark.parametrize("state", ["consent_pending", "intake", "locked"])
def test_tab_and_preview_say_only_who_we_are(app: Flask, client: StrictClient, state: str) -> None:
    page = BeautifulSoup(visit(client, case_at(state, base="intake", alias="Zorro")).text, "html.parser")

    assert page.title is not None
    assert page.title.text == "Weiterbildungsverbund Saarland"
    robots = page.find("meta", attrs={"name": "robots"})
    assert robots is not None
    assert "noindex" in str(robots)
    assert "Zorro" not in str(page.head)


def neutral(client: StrictClient, address: str) -> str:
    """The page for a link that opens nothing, without what differs from call to call."""
    answer = client.get(address)
    assert answer.status_code == 404
    soup = BeautifulSoup(answer.text, "html.parser")
    for tag in soup.find_all("input"):
        tag.decompose()
    return str(soup)


def test_whatever_is_wrong_with_a_link_the_page_is_the_same(app: Flask, client: StrictClient) -> None:
    case = case_at("intake")
    old = address_of(case)
    with unit_of_work():
        link = actions.renew_mentee_link(
            case=case, by=mentor_of(case), now=clock.now(), submission="11111111-1111-4111-8111-111111111111"
        )
        expires = link.expires_at
    new = address_of(case)
    erased = case_at("consent_pending")
    gone = address_of(erased)
    fire(erased, "decline_consent", by=mentee_of(erased))

    pages = {neutral(client, a) for a in (old, gone, new[:-1], "/meine-beratung/x", "/meine-beratung/%C3%A4")}
    with time_machine.travel(expires + timedelta(seconds=1)):
        pages.add(neutral(client, new))

    assert len(pages) == 1
    assert client.get(new).status_code == 200


def test_a_form_sent_with_a_wrong_link_does_nothing(app: Flask, client: StrictClient) -> None:
    case, other = case_at("intake"), case_at("intake")
    page = visit(client, case)
    number = session.scalar(
        select(Consent.id).where(Consent.case_id == other.id, Consent.purpose == "contact_channel")
    )
    fields = {
        str(tag["name"]): str(tag["value"])
        for tag in BeautifulSoup(page.text, "html.parser").select("main form input[type=hidden]")
    }

    wrong = client.post("/meine-beratung/wrong/pause-beenden", data=fields)
    foreign = client.post(address_of(case, f"/einwilligungen/{number}/zurueckziehen"), data=fields)

    assert (wrong.status_code, foreign.status_code) == (404, 404)
    assert session.get_one(Consent, number).withdrawn_at is None


def test_without_its_token_no_form_is_taken(app: Flask, client: StrictClient) -> None:
    case = case_at("paused", base="intake")

    answer = client.post(address_of(case, "/pause-beenden"), data={"submission": "x"})

    assert answer.status_code == 400
    session.expire_all()
    assert case.state == "paused"


def test_while_locked_the_link_lives_seven_days_and_shows_no_content(
    app: Flask, client: StrictClient
) -> None:
    case = case_at("locked", base="needs_assessment")
    address = address_of(case)

    page = client.get(address).text

    assert "Doch weitermachen" in page
    assert "Industriemeister" not in page
    assert mentor_name(case) not in page.split("Doch weitermachen?")[0]
    with days_later(7):
        assert client.get(address).status_code == 200
    with days_later(8):
        assert client.get(address).status_code == 404


def test_below_a_withdrawn_consent_nothing_else_can_be_opened(app: Flask, client: StrictClient) -> None:
    case = case_at("locked", base="needs_assessment")

    answers = [client.get(address_of(case, below)).status_code for below in BELOW[2:]]

    assert set(answers) == {409}


def test_going_back_on_a_withdrawal_leads_to_where_the_case_was(app: Flask, client: StrictClient) -> None:
    case = case_at("locked", base="needs_assessment")

    page = press(client, case, "/weitermachen")

    assert "Meine Beratung" in page.text
    session.expire_all()
    assert case.state == "needs_assessment"


def mentor_name(case: Case) -> str:
    """The name of who accompanied the person."""
    assert case.mentor is not None
    return case.mentor.display_name
