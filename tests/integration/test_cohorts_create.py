"""/cohorts: create one, its sessions, its particulars; what comes back with a sentence."""

from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from tests.accounts import add_account, sign_in
from tests.cohorts import a_cohort
from tests.factories import a_trainer, days_later, fresh
from tests.strict_client import StrictClient
from wbv_mentor import clock
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Forbidden
from wbv_mentor.qualification.cohorts.actions import create_cohort
from wbv_mentor.qualification.cohorts.models import Cohort

YEAR = clock.today().year + 1
ANSWERS = {
    "name": "Frühling", "starts_on": f"1.3.{YEAR}", "ends_on": "", "place": "Kirkel", "seats": "12",
}  # fmt: skip


@pytest.fixture
def trainer(client: StrictClient) -> StrictClient:
    """A trainer's browser, signed in."""
    add_account("trainer", "Toni Tal")
    sign_in(client, "Toni Tal")
    return client


def words(page: str) -> str:
    """The text of the main part of a page."""
    main = BeautifulSoup(page, "html.parser").select_one("main")
    assert main is not None
    return main.get_text(" ", strip=True)


def test_a_trainer_creates_a_cohort_with_the_proposed_sessions(trainer: StrictClient) -> None:
    assert "Hier ist noch keine Kohorte." in words(trainer.get("/cohorts").text)
    form = trainer.get("/cohorts/new")
    made, again = trainer.submit(form, **ANSWERS), trainer.submit(form, **ANSWERS)
    assert made.location == again.location  # a double click
    assert made.status_code == 303
    sessions = words(trainer.follow(made).text)
    assert "Die Kohorte steht." in sessions
    assert sessions.count("Termin ändern") == 8
    cohort = session.scalars(select(Cohort)).one()
    assert cohort.reference == f"{YEAR}-01"
    assert [one.code for one in cohort.modules] == ["M1", "M2", "M3", "P", "M4"]
    assert all(cohort.starts_on <= one.held_on <= cohort.ends_on for one in cohort.sessions)
    assert f"Frühling {YEAR}-01" in words(trainer.get("/cohorts?q=fRÜH").text)
    board = words(trainer.get(f"/cohorts/{cohort.id}").text)
    assert "Noch niemand angemeldet." in board
    assert "Nichts gefunden" in words(trainer.get("/cohorts?q=Winter").text)
    assert "Frühling" not in words(trainer.get("/cohorts?group=over").text)


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"name": ""}, "Name: Bitte füllen Sie dieses Feld aus"),
        ({"name": "F" * 200}, "höchstens 100 Zeichen"),
        ({"starts_on": f"31.2.{YEAR}"}, "Dieses Datum gibt es nicht"),
        ({"starts_on": "1.3.2199"}, "Geben Sie ein Datum vom"),
        ({"ends_on": f"1.2.{YEAR}"}, "Das Ende liegt vor dem Beginn"),
        ({"ends_on": f"2.3.{YEAR}"}, "Der letzte Termin nach dem Lehrplan"),
        ({"ends_on": f"2.3.{YEAR + 2}"}, "höchstens ein Jahr"),
        ({"seats": "viele"}, "Geben Sie eine ganze Zahl ein"),
        ({"seats": "0"}, "Geben Sie eine Zahl von 1 bis 40 ein"),
        ({"trainer": "99999"}, "Wählen Sie einen Eintrag aus der Liste"),
    ],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_bad_input_comes_back_with_a_sentence(
    trainer: StrictClient, answers: dict[str, str], sentence: str
) -> None:
    page = trainer.submit(trainer.get("/cohorts/new"), **(ANSWERS | answers))
    assert page.status_code == 422
    assert sentence in words(page.text)
    assert 'value="Kirkel"' in page.text


def test_numbers_follow_one_another_and_a_mentor_may_not(trainer: StrictClient) -> None:
    by = a_trainer()
    ids = [a_cohort(trainer=by, starts_on=date(YEAR, month, 2)) for month in (2, 3)]
    numbers = [session.get_one(Cohort, one).reference for one in ids]
    assert numbers == [f"{YEAR}-01", f"{YEAR}-02"]
    with pytest.raises(Forbidden), unit_of_work():
        create_cohort(
            name="x", starts_on=date(YEAR, 3, 1), ends_on=None, place="y", seats=3, trainer_id=1,
            by=Actor("mentor", 1), now=clock.now(), submission=fresh(),
        )  # fmt: skip


def test_a_session_is_moved_and_a_stale_page_is_told(trainer: StrictClient) -> None:
    number = a_cohort(starts_on=date(YEAR, 3, 1))
    first = session.get_one(Cohort, number).sessions[0].id
    address = f"/cohorts/{number}/sessions/{first}"
    form = trainer.get(address)
    assert 'value="8:30"' in form.text
    for wrong, sentence in [
        ({"held_on": f"1.3.{YEAR + 1}"}, "Wählen Sie einen Tag dazwischen"),
        ({"held_on": f"1.5.{YEAR}"}, "An diesem Tag ist Feiertag: Erster Mai"),
        ({"begins": "25 Uhr"}, "Geben Sie eine Uhrzeit ein"),
        ({"begins": "17 Uhr"}, "Das Ende liegt nicht nach dem Beginn"),
        ({"place": ""}, "Geben Sie einen Ort an"),
    ]:
        answer = trainer.submit(form, **wrong)
        assert (answer.status_code, sentence in words(answer.text)) == (422, True), sentence
    assert trainer.submit(form, held_on=f"4.3.{YEAR}", ends="16.30 Uhr").status_code == 303
    assert trainer.submit(form, held_on=f"4.3.{YEAR}", ends="16.30 Uhr").status_code == 303
    stale = trainer.submit(form, held_on=f"5.3.{YEAR}")
    assert stale.status_code == 409
    assert f'value="5.3.{YEAR}"' in stale.text
    assert f"4. März {YEAR}" in words(trainer.get(f"/cohorts/{number}/sessions").text)


def test_a_session_to_make_up_for_another_stands_once(trainer: StrictClient) -> None:
    number = a_cohort(starts_on=date(YEAR, 3, 1))
    address = f"/cohorts/{number}/sessions/new"
    form = trainer.get(address)
    answers = {"piece": "M1.2", "held_on": f"9.3.{YEAR}", "begins": "0900", "ends": "15 Uhr"}
    for _click in range(2):
        assert trainer.submit(form, **answers).status_code == 303
    cohort = session.get_one(Cohort, number)
    assert [one.units for one in cohort.sessions if (one.module.code, one.part) == ("M1", 2)] == [8, 8]
    assert trainer.submit(form, **(answers | {"piece": "M9.1"})).status_code == 422


def test_particulars_change_and_old_cohorts_go_to_their_list(trainer: StrictClient) -> None:
    number = a_cohort(name="Alt")
    address = f"/cohorts/{number}/particulars"
    form = trainer.get(address)
    assert trainer.submit(form, name="Neu 🎓 <b>x</b>", seats="9").status_code == 303
    assert trainer.submit(form, name="Anders").status_code == 409
    page = trainer.get(f"/cohorts/{number}")
    assert "Neu 🎓 &lt;b&gt;x&lt;/b&gt;" in page.text
    answer = trainer.get(f"/cohorts/{number}/list.csv")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert answer.text.lstrip("\ufeff").startswith("Name;Betrieb;Status;M1;M2;M3;P;M4;Unterrichtseinheiten")
    with days_later(300):
        sign_in(trainer, "Toni Tal")
        assert "Neu 🎓" not in words(trainer.get("/cohorts").text)
        assert "Neu 🎓" in words(trainer.get("/cohorts?group=over").text)
