"""Talks, tasks, offers, the funding check, course and consents through the pages."""

from __future__ import annotations

from datetime import timedelta
from typing import TypeVar

import pytest
from flask import Flask
from sqlalchemy import select

from tests.case_visits import at, enter, errors_of, see
from tests.factories import case_at, do, mentor_of, offered, today
from wbv_mentor import clock
from wbv_mentor.cases import actions
from wbv_mentor.cases.models import Case, Consent, Offer, Talk, Task
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.funding.queries import unchecked
from wbv_mentor.pathways.models import StepRecord

Row = TypeVar("Row", Talk, Task, Offer, Consent)
ONLY_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def german(days: int = 0) -> str:
    day = today() + timedelta(days=days)
    return f"{day.day}.{day.month}.{day.year}"


def newest(model: type[Row]) -> Row:
    """The row that was added last."""
    session.expire_all()
    found: Row | None = session.scalars(select(model).order_by(model.id.desc())).first()
    assert found is not None
    return found


def test_a_talk_and_its_next_step(app: Flask) -> None:
    case = case_at("intake")
    client = enter(app, mentor_of(case))
    start = client.follow(client.get("/talks/new"))  # the only case: no question which one
    assert f'value="{german()}"' in start.text

    done = client.submit(
        start,
        kind="phone",
        minutes="45",
        keywords="Zeugnis fehlt <b>noch</b>",
        next_step="Zeugnis suchen",
        next_step_by=german(7),
    )

    assert done.status_code == 303, errors_of(done)
    page = client.follow(done)
    assert "Zeugnis fehlt &lt;b&gt;noch&lt;/b&gt;" in page.text
    assert "1 Gespräch, 45 Min." in page.text
    task = newest(Task)
    assert at(case, f"/tasks/{task.id}") in page.text
    ended = client.submit(see(client, at(case, f"/tasks/{task.id}")), outcome="Liegt im Keller, war dabei")
    assert ended.status_code == 303
    assert "Erledigt am" in see(client, at(case, f"/tasks/{task.id}")).text
    assert "Liegt im Keller" in see(client, at(case, "/work")).text


def test_offers_are_added_changed_chosen_and_removed(app: Flask) -> None:
    case = case_at("offers")
    client = enter(app, mentor_of(case))

    added = client.submit(
        see(client, at(case, "/offers/new")),
        title="Schweißen",
        provider="SHG",
        price_eur="1.250,50",
        starts_on=german(60),
        ends_on=german(90),
        mode="in_person",
        provider_azav="yes",
    )
    assert added.location == at(case, "/offers"), errors_of(added)
    offer = newest(Offer)
    below = at(case, f"/offers/{offer.id}")
    page = see(client, below)
    assert 'value="1.250,5' in page.text or 'value="1250,5' in page.text
    changed = client.submit(page, title="Schweißen II")
    assert changed.status_code == 303, errors_of(changed)
    chosen = client.submit(see(client, at(case, "/offers")), form=f"{below}/choose")
    assert chosen.status_code == 303
    assert "Im Plan" in see(client, at(case, "/offers")).text
    removing = see(client, f"{below}/remove")
    gone = [client.submit(removing, form=f"{below}/remove") for _ in range(2)]
    assert [answer.status_code for answer in gone] == [303, 303]
    assert "Schweißen" not in see(client, at(case, "/offers")).text


@ONLY_SQLITE
def test_two_offers_by_one_provider_ask_why(app: Flask) -> None:
    case = case_at("offers")
    client = enter(app, mentor_of(case))
    for title, provider in (("Schweißen", "SHG"), ("Löten", "shg ")):
        client.submit(see(client, at(case, "/offers/new")), title=title, provider=provider)

    asked = see(client, at(case, "/offers")).text
    form = see(client, at(case, "/forms/offers"))
    assert "Warum keine zwei Bildungsträger?" in asked
    assert "Warum nur ein Angebot?" not in form.text
    given = {"same_provider_reason": "Nur dort gibt es den Kurs am Abend"}
    saved = client.submit(form, form=at(case, "/forms/offers"), **given)

    assert saved.status_code == 303, errors_of(saved)
    assert "Nur dort gibt es den Kurs am Abend" in see(client, at(case, "/forms/offers")).text
    client.submit(see(client, at(case, "/offers/new")), title="Schweißen", provider="Lernzentrum")
    assert "Warum keine zwei" not in see(client, at(case, "/offers")).text


@ONLY_SQLITE
def test_the_funding_check_asks_only_what_matters_and_records_it(app: Flask) -> None:
    case = case_at("offers")
    offered(case)
    client = enter(app, mentor_of(case))
    page, seen = client.get(at(case, "/funding-check/questions")), 0
    assert 'name="start"' not in page.text  # the offer says it
    while page.status_code == 200:
        seen += 1
        given = {"age_at_start": "50"} if 'name="age_at_start"' in page.text else {}
        sent = client.submit(page, form="/funding-check/questions", **given)
        assert sent.status_code == 303, errors_of(sent)
        page = client.follow(sent)
    assert 3 <= seen <= 12

    result = client.follow(page)
    for words in ("Angaben prüfen", "Ohne Ihren Betrieb", "Nur Ihr Betrieb kann es beantragen", "WeGebAU"):
        assert words in result.text
    assert "§ 82 Abs. 1 SGB III" in result.text
    saved = client.submit(result, form=at(case, "/funding-check/result"))
    assert saved.status_code == 303, errors_of(saved)
    assert not unchecked(case)
    again = see(client, at(case, "/funding-check"))
    assert "Zuletzt geprüft" in again.text
    assert "Stand der Regeln" in again.text
    changed = see(client, at(case, "/funding-check/questions/person"))
    assert 'value="50"' in changed.text


@ONLY_SQLITE
def test_a_severe_disability_counts_on_the_page_and_is_kept_nowhere(app: Flask) -> None:
    case = case_at("offers")
    offered(case)
    facts = {"age_at_start": 30, "headcount": 100}
    with unit_of_work():
        actions.answer_funding_questions(
            case=case, answers=facts, asked=list(facts), by=mentor_of(case), now=clock.now()
        )
    client = enter(app, mentor_of(case))
    page = see(client, at(case, "/funding-check/result"))
    share = "Anteil des Betriebs an den Kurskosten"
    assert "50 %" in page.text.partition(share)[2][:300]

    send = at(case, "/funding-check/result")
    shown = client.submit(page, form=send, button="again", severely_disabled="yes")
    assert " 0 %" in " " + shown.text.partition(share)[2][:300].replace(">", " ")
    client.submit(shown, form=send, severely_disabled="yes")

    session.expire_all()
    kept = session.scalars(select(StepRecord).where(StepRecord.instance_id == case.id)).all()
    assert any(record.form == "funding_check" for record in kept)
    assert all("disabled" not in str(record.data) for record in kept)
    assert "50 %" in see(client, send).text.partition(share)[2][:300]


@ONLY_SQLITE
def test_an_impossible_answer_is_named_and_kept(app: Flask) -> None:
    case = case_at("offers")
    client = enter(app, mentor_of(case))
    page = see(client, at(case, "/funding-check/questions"))
    while 'name="years_since_section_82_funding"' not in page.text:
        page = client.follow(client.submit(page, form="/funding-check/questions"))
    wrong = client.submit(page, years_since_section_82_funding="500")
    assert wrong.status_code == 422
    assert 'value="500"' in wrong.text


def test_course_employer_and_release_without_a_change_of_state(app: Flask) -> None:
    case = case_at("plan_agreed")
    client = enter(app, mentor_of(case))

    dates = client.submit(
        see(client, at(case, "/course-dates")), course_start=german(80), course_end=german(120)
    )
    assert dates.status_code == 303, errors_of(dates)
    employer = client.submit(
        see(client, at(case, "/employer")), employer_name="Glaswerk", workplace="Halle 3"
    )
    assert employer.status_code == 303, errors_of(employer)
    release = client.submit(see(client, at(case, "/release")), release="not_needed", reason="Im Urlaub")
    assert release.status_code == 303, errors_of(release)

    session.expire_all()
    assert (case.course_start, case.employer_name) == (today() + timedelta(days=80), "Glaswerk")
    page = see(client, at(case))
    assert "Glaswerk" in page.text
    assert "Kursdaten geändert" in page.text
    assert case.state == "plan_agreed"


def test_consents_are_entered_on_behalf_and_taken_back(app: Flask) -> None:
    case: Case = case_at("intake")
    client = enter(app, mentor_of(case))

    spoken = client.submit(
        see(client, at(case, "/consents/new")),
        purpose="employer_leave",
        recipient="Personalabteilung",
        way="spoken",
        given_on=german(),
        place="Kantine",
    )
    assert spoken.status_code == 422, "never spoken towards the employer"
    given = client.submit(
        see(client, at(case, "/consents/new")), purpose="voluntary_statistics", way="paper", given_on=german()
    )
    assert given.status_code == 303, errors_of(given)
    consent = newest(Consent)
    page = see(client, at(case, "/consents"))
    assert "Freiwillige Angaben für die Statistik" in page.text
    back = client.submit(see(client, at(case, f"/consents/{consent.id}/withdraw")), way="spoken")
    assert back.status_code == 303, errors_of(back)
    assert "zurückgezogen am" in see(client, at(case, "/consents")).text
    first = session.scalars(select(Consent.id).where(Consent.purpose == "case_work")).one()
    see(client, at(case, f"/consents/{first}/withdraw"), 404)


@ONLY_SQLITE
def test_nothing_of_another_case_can_be_reached_through_the_own_one(app: Flask) -> None:
    case, foreign = case_at("offers"), case_at("offers")
    do(actions.add_task, by=mentor_of(foreign), case=foreign, title="Fremd", due_on=today())
    task, consent = (
        newest(Task),
        session.scalars(select(Consent.id).where(Consent.case_id == foreign.id)).first(),
    )
    client = enter(app, mentor_of(case))

    see(client, at(case, f"/tasks/{task.id}"), 404)
    see(client, at(case, f"/consents/{consent}/withdraw"), 404)
    see(client, at(case, "/offers/999999"), 404)
    see(client, at(case, "/forms/plan"), 404)
    see(client, at(case, "/forms/unbekannt"), 404)
    see(client, at(case, "/transitions/unbekannt"), 404)
    see(client, at(case, "/funding-check/unbekannt"), 404)


@ONLY_SQLITE
def test_what_the_mentor_has_to_state_at_a_handover_is_not_called_voluntary(app: Flask) -> None:
    case = case_at("intake")
    page = see(enter(app, mentor_of(case)), at(case, "/transitions/hand_over")).text
    for question in ("Wie hat die Person das erklärt?", "Wann?", "Wo?"):
        _, _, after = page.partition(question)
        assert "freiwillig" not in after[:60], question
