"""The pages of a cohort and its people, as a trainer and as a mentor in the practice see them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from tests.accounts import PASSWORD, add_account, browser, password_hash, sign_in
from tests.cohorts import a_cohort, a_member, path_of
from tests.factories import days_later, today
from tests.strict_client import StrictClient
from wbv_mentor import clock
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import Actor
from wbv_mentor.people.invitations import change_password
from wbv_mentor.people.models import Account
from wbv_mentor.qualification.cohorts.models import Cohort


@pytest.fixture
def toni(app: Flask) -> Actor:
    """A trainer."""
    return add_account("trainer", "Toni Tal")


@pytest.fixture
def trainer(client: StrictClient, toni: Actor) -> StrictClient:
    """The trainer's browser, signed in."""
    sign_in(client, "Toni Tal")
    return client


def words(page: str) -> str:
    """The text of the main part of a page."""
    main = BeautifulSoup(page, "html.parser").select_one("main")
    assert main is not None
    return main.get_text(" ", strip=True)


def as_member(app: Flask, member: Actor) -> StrictClient:
    """The member's own browser, once there is a password."""
    password = password_hash()
    with unit_of_work():
        account = session.get_one(Account, member.id)
        account.confirmed_at = clock.now()
        change_password(account=account, password_hash=password, by=member, now=clock.now())
        email = account.email
    own = browser(app)
    page = own.get("/login")
    assert own.submit(page, form="/login", email=email, password=PASSWORD).status_code == 303
    return own


def test_a_trainer_takes_attendance_with_one_button_and_corrects_it(
    trainer: StrictClient, toni: Actor
) -> None:
    number = a_cohort(trainer=toni, starts_on=today() - timedelta(days=3), name="Herbst")
    kim, lee = (path_of(a_member(number, state="in_training", last_name=name)).id for name in ("Kim", "Lee"))
    meeting = session.get_one(Cohort, number).sessions[0].id
    address = f"/cohorts/{number}/sessions/{meeting}/attendance"
    assert "M1 Rolle, Haltung" in words(trainer.get("/").text)  # what is due
    form = trainer.get(address)
    assert trainer.submit(form, form=None, button="yes", **{f"status_{kim}": "absent"}).status_code == 303
    assert trainer.submit(form, button="yes", **{f"status_{kim}": "absent"}).status_code == 303
    form = trainer.get(address)
    wrong = trainer.submit(form, **{f"status_{lee}": "partly", f"units_{lee}": "9"})
    assert wrong.status_code == 422
    assert "Geben Sie eine Zahl von 1 bis 7 ein" in words(wrong.text)
    assert trainer.submit(form, **{f"status_{lee}": "partly", f"units_{lee}": "4"}).status_code == 303
    stale = trainer.submit(form, **{f"status_{lee}": "excused"})
    assert (stale.status_code, "jemand anders diese Liste" in words(stale.text)) == (409, True)
    page = words(trainer.get(f"/cohorts/{number}/people/{lee}").text)
    assert "4 von 16 Einheiten" in page
    assert "Zur Qualifizierung zugelassen" in page  # the history tells what happened, not what to do
    form = trainer.get(f"/cohorts/{number}/people/{kim}/transitions/drop_out")
    assert form.status_code == 403  # the coordination's and the person's own
    board = trainer.get(f"/cohorts/{number}")
    assert "12 / 64" not in words(board.text)
    assert "8 / 64" in words(board.text)
    assert "Nichts gefunden" in words(trainer.get(f"/cohorts/{number}?q=Zz").text)


def test_a_trainer_reminds_those_who_are_ticked(trainer: StrictClient, toni: Actor) -> None:
    number = a_cohort(trainer=toni, starts_on=today())
    late = path_of(a_member(number, state="in_training", last_name="Spät <b>")).id
    with days_later(30):
        sign_in(trainer, "Toni Tal")
        assert "Lea Spät <b>" in words(trainer.get("/").text)
        page = trainer.get(f"/cohorts/{number}/remind?people={late}&people=x&people=99999999999")
        assert "Lea Spät <b> : M1: noch 13 Unterrichtseinheiten" in words(page.text)
        assert "1 E-Mail ist unterwegs" in words(trainer.follow(trainer.submit(page, people=late)).text)
        again = trainer.follow(trainer.submit(page, people=late))
        assert "1 Person wurde heute schon erinnert" in words(again.text)
        assert trainer.submit(page, people=None).status_code == 422
        listed = trainer.get(f"/cohorts/{number}/list.csv").text
        assert "Lea Spät <b>;;In Qualifizierung;0;0;0;0;0;0;" in listed


def test_evidence_goes_from_the_person_to_the_trainer_and_back(
    app: Flask, trainer: StrictClient, toni: Actor
) -> None:
    number = a_cohort(trainer=toni, starts_on=today())
    member = a_member(number, state="in_practice")
    row, own = path_of(member).id, as_member(app, member)
    assert "1. Protokoll eines begleiteten Gesprächs" in words(own.get("/qualifizierung").text)
    assert own.get("/qualifizierung/nachweise/practice_log-3").status_code == 404
    form = own.get("/qualifizierung/nachweise/practice_log-1")
    assert own.submit(form, text="", talk_on="morgen").status_code == 422
    typed = own.submit(form, text="Gut gelaufen 🎓", talk_on="1.1.2099")
    assert (typed.status_code, "Gut gelaufen 🎓" in typed.text) == (422, True)
    day = today()
    said = {"text": "Gut gelaufen 🎓", "talk_on": f"{day.day}.{day.month}.{day.year}"}
    for _click in range(2):
        assert own.submit(form, **said).status_code == 303
    queue = trainer.get("/cohorts/evidence")
    assert "Lea" in words(queue.text)
    link = BeautifulSoup(queue.text, "html.parser").select_one("tbody a")
    assert link is not None
    piece = str(link["href"])
    page = trainer.get(piece)
    assert "Gut gelaufen 🎓" in words(page.text)
    assert trainer.submit(page, form=None, button="return", hint="").status_code == 422
    assert trainer.submit(page, button="return", hint="Welcher Kurs?").status_code == 303
    assert trainer.submit(page, button="sign", hint="").status_code == 303  # the same sending
    assert "Welcher Kurs?" in words(own.get("/qualifizierung").text)
    assert own.submit(form, submission="", **said).status_code == 409
    again = own.get("/qualifizierung/nachweise/practice_log-1")
    assert own.submit(again, text="Mit Kurs").status_code == 303
    assert trainer.submit(trainer.get(piece), button="sign", hint="").location == "/cohorts/evidence"
    person = words(trainer.get(f"/cohorts/{number}/people/{row}").text)
    assert "Noch nicht möglich: Es fehlen noch abgezeichnete Protokolle: 1." in person
    record = f"/cohorts/{number}/people/{row}/record/"
    assert trainer.get(record + "nothing").status_code == 404
    simulated = trainer.get(record + "simulated")
    assert trainer.submit(simulated, on=said["talk_on"], reason="Keine zweite Person").status_code == 303
    credit = trainer.get(record + "credit")
    assert trainer.submit(credit, code="M4", reason="Früher besucht").status_code == 303
    assert trainer.submit(credit, code="M4", reason="Früher besucht").status_code == 303
    other = a_cohort(name="Andere")
    change = trainer.get(record + "cohort")
    moved = trainer.submit(change, cohort=str(other))
    assert trainer.follow(moved).location == f"/cohorts/{other}/people/{row}"
    assert trainer.get(f"/cohorts/{number}/people/{row}").status_code == 404


def test_a_cohort_is_postponed_and_cancelled_on_its_pages(trainer: StrictClient, toni: Actor) -> None:
    number = a_cohort(trainer=toni, name="Bald")
    a_member(number)
    start = session.get_one(Cohort, number).starts_on + timedelta(days=30)
    form = trainer.get(f"/cohorts/{number}/postpone")
    assert "1 Person bekommt eine Nachricht." in words(form.text)
    assert trainer.submit(form, starts_on="1.1.2020").status_code == 422
    day = f"{start.day}.{start.month}.{start.year}"
    assert trainer.submit(form, starts_on=day).status_code == 303
    assert trainer.submit(form, starts_on=day).status_code == 303
    form = trainer.get(f"/cohorts/{number}/cancel")
    assert trainer.submit(form, into="").status_code == 303
    assert "Diese Kohorte ist abgesagt" in words(trainer.get(f"/cohorts/{number}").text)
    assert "Bald" in words(trainer.get("/cohorts?group=cancelled").text)
