"""What a mentee can do at any time: pause, stop, choose somebody else, take everything back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from tests.factories import a_coordinator, a_mentor, application, case_at, do, fire, mentor_of, today
from tests.mentee_visits import address_of, consents_of, open_tasks, press, state_of, visit
from tests.strict_client import StrictClient, filled_in, find_form
from wbv_mentor import clock
from wbv_mentor.cases import actions
from wbv_mentor.cases.consent import TEXT_VERSION
from wbv_mentor.cases.models import Case
from wbv_mentor.cases.path.standing import pending_handover
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.pathways import journal
from wbv_mentor.people.models import Account


def german(days: int) -> str:
    """A day as people type it."""
    day = today() + timedelta(days=days)
    return f"{day.day}.{day.month}.{day.year}"


@pytest.fixture
def case(app: Flask) -> Case:
    """A case in its first talk."""
    return case_at("intake")


def test_pause_and_going_on(case: Case, client: StrictClient) -> None:
    page = press(client, case, "/pause", on="/pause", return_on=german(30))
    assert state_of(case) == "paused"
    assert "macht Pause" in page.text

    press(client, case, "/pause-beenden")
    assert state_of(case) == "intake"


@pytest.mark.parametrize("typed", ["", "morgen", "1.1.2020", german(400), german(0)])
def test_a_pause_needs_a_day_within_six_months(case: Case, client: StrictClient, typed: str) -> None:
    answer = client.submit(visit(client, case, "/pause"), form="frage", return_on=typed)

    assert answer.status_code == 422
    assert 'id="fehler"' in answer.text
    assert f'value="{typed}"' in answer.text
    assert state_of(case) == "intake"


def test_stopping_without_a_course_and_wanting_to_go_on(case: Case, client: StrictClient) -> None:
    page = press(client, case, "/beenden", on="/beenden", outcome_code="informed")
    assert (state_of(case), case.outcome) == ("closed_without_course", "informed")
    assert "Ihre Angaben bis" in page.text

    for _click in range(2):
        page = visit(client, case)
        if "Wir melden uns" not in page.text:
            press(client, case, "/wieder-oeffnen")
    assert open_tasks(case, "mentor")[-1] == "reopening_wished"


def test_withdrawing_names_the_deadlines_and_locks_at_once(app: Flask, client: StrictClient) -> None:
    case = case_at("plan_agreed")
    application(case, "afbg")
    with unit_of_work():
        actions.change_course_dates(
            case=case, course_start=today() + timedelta(days=50), course_end=today() + timedelta(days=300),
            by=mentor_of(case), now=clock.now(), submission="22222222-2222-4222-8222-222222222222",
        )  # fmt: skip
    question = visit(client, case, "/zurueckziehen").text
    assert "Aufstiegs-BAföG" in question
    assert "Doch nicht" in question

    page = press(client, case, "/zurueckziehen", on="/zurueckziehen")

    assert state_of(case) == "locked"
    assert "Aufstiegs-BAföG" in page.text
    assert "Aufstiegs-BAföG" in visit(client, case, "/fristen").text
    assert "Industriemeister" not in page.text


def test_a_double_click_withdraws_once(case: Case, client: StrictClient) -> None:
    page = visit(client, case, "/zurueckziehen")

    answers = [client.submit(page, form="frage") for _click in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert [entry.trigger for entry in journal.entries_of(case)].count("withdraw_consent") == 1


def test_a_stale_question_is_not_fired(case: Case, client: StrictClient) -> None:
    page = visit(client, case, "/pause")
    fire(case, "pause", by=mentor_of(case), data={"return_on": today() + timedelta(days=9)})
    fire(case, "resume", by=mentor_of(case))

    answer = client.submit(page, form="frage", return_on=german(40))

    assert answer.status_code == 409
    assert f'value="{german(40)}"' in answer.text
    assert state_of(case) == "intake"


def test_choosing_another_mentor_and_calling_it_off(case: Case, client: StrictClient) -> None:
    receiver = a_mentor()
    name = session.get_one(Account, receiver.id).display_name

    page = press(client, case, "/uebergeben", on="/uebergeben", receiver=str(receiver.id))

    assert state_of(case) == "handover"
    assert name in page.text
    assert consents_of(case)["handover"].recipient == f"account:{receiver.id}"
    press(client, case, "/uebergabe-abbrechen")
    assert state_of(case) == "intake"
    assert pending_handover(case) is None


def test_taking_back_the_consent_to_a_handover_calls_it_off(case: Case, client: StrictClient) -> None:
    press(client, case, "/uebergeben", on="/uebergeben", receiver=str(a_mentor().id))
    number = consents_of(case)["handover"].id

    page = press(client, case, f"/einwilligungen/{number}/zurueckziehen")

    assert state_of(case) == "intake"
    assert "handover" not in consents_of(case)
    assert "Übergabe abbrechen" not in page.text


def test_she_cannot_choose_who_accompanies_her_already(case: Case, client: StrictClient) -> None:
    a_mentor()

    page = client.submit(visit(client, case, "/uebergeben"), form="frage", receiver=str(case.mentor_id))

    assert page.status_code == 422
    assert state_of(case) == "intake"


@pytest.mark.parametrize("choice", ["other_mentor_here", "mentor_from_outside", "ak_team"])
def test_without_a_mentor_she_chooses_and_may_change_her_mind(
    app: Flask, client: StrictClient, choice: str
) -> None:
    case = case_at("awaiting_mentor", base="intake")

    page = press(client, case, "/wie-weiter", on="/wie-weiter", choice=choice)

    assert f"wish:{choice}" in open_tasks(case, "coordinator")
    assert "Das haben Sie uns gesagt" in page.text
    assert "Anders entscheiden" in page.text


def test_to_end_and_erase_is_her_withdrawal(app: Flask, client: StrictClient) -> None:
    case = case_at("awaiting_mentor", base="intake")

    page = press(client, case, "/wie-weiter", on="/wie-weiter", choice="end_and_erase")

    assert "Wir schließen Ihren Fall sofort" in page.text
    assert state_of(case) == "awaiting_mentor"
    client.follow(client.submit(page, form="frage"))
    assert state_of(case) == "locked"


def test_a_consent_is_switched_off_and_on_again(case: Case, client: StrictClient) -> None:
    number = consents_of(case)["contact_channel"].id

    press(client, case, f"/einwilligungen/{number}/zurueckziehen")
    assert set(consents_of(case)) == {"case_work"}
    assert (case.mentee.channel, case.mentee.email) == ("in_person", None)

    press(
        client,
        case,
        "/erreichbarkeit",
        on="/erreichbarkeit",
        channel="phone",
        phone="0681 998877",
        good_times="abends",
    )
    given = consents_of(case)["contact_channel"]
    assert (given.recipient, given.way) == ("phone", "qr")
    assert (case.mentee.phone, case.mentee.good_times) == ("0681 998877", "abends")


def test_another_way_needs_no_second_consent_of_the_old_one(case: Case, client: StrictClient) -> None:
    press(
        client,
        case,
        "/erreichbarkeit",
        on="/erreichbarkeit",
        channel="letter",
        postal_address="Weg 1, Saarlouis",
    )

    assert consents_of(case)["contact_channel"].recipient == "letter"
    assert consents_of(case, alive=False)["contact_channel"].recipient == "email"
    assert (case.mentee.email, case.mentee.postal_address) == (None, "Weg 1, Saarlouis")


def test_the_first_consent_is_no_switch(case: Case, client: StrictClient) -> None:
    number = consents_of(case)["case_work"].id
    other = consents_of(case)["contact_channel"].id
    fields = filled_in(find_form(visit(client, case), f"/einwilligungen/{other}/zurueckziehen", set()))

    sent = client.post(address_of(case, f"/einwilligungen/{number}/zurueckziehen"), data=fields)

    assert sent.status_code == 404
    assert set(consents_of(case)) == {"case_work", "contact_channel"}


def test_what_somebody_entered_for_her_is_marked(case: Case, client: StrictClient) -> None:
    do(
        actions.give_consent, case=case, by=mentor_of(case), purpose="referral", recipient="ak_legal_advice",
        way="spoken", given_on=today(), place="Kantine", text_version=TEXT_VERSION,
    )  # fmt: skip

    page = visit(client, case).text

    assert page.count("für Sie eingetragen") == 1


def test_who_looked_into_the_case_is_shown_with_the_reason(case: Case, client: StrictClient) -> None:
    assert "Niemand außer der Person" in visit(client, case).text

    do(actions.look_into, case=case, by=a_coordinator(), reason="Frage der <b>Kasse</b>")

    page = visit(client, case).text
    assert "AK-Koordination" in page
    assert "Frage der &lt;b&gt;Kasse&lt;/b&gt;" in page
