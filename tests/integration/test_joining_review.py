"""The review queue: from an application to a seat, the waiting list, or a letter."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import func, select

from tests.accounts import PASSWORD, add_account, browser, sign_in
from tests.applicants import a_cohort, address_of, applied, interested, mails, move, self_of
from tests.factories import a_coordinator, a_trainer, days_later, fresh, paths_known, today
from tests.strict_client import StrictClient
from wbv_mentor import clock
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Refused
from wbv_mentor.jobs import run
from wbv_mentor.people.models import Account
from wbv_mentor.qualification.joining.models import Applicant
from wbv_mentor.qualification.joining.offers import offer_seat
from wbv_mentor.qualification.models import Enrolment

ADMITTED = {"employed_in_saarland": True, "release_basis": "employer", "release_status": "granted"}


@pytest.fixture
def office(client: StrictClient) -> StrictClient:
    """A browser of the coordination, signed in."""
    paths_known()
    add_account("coordinator", "Kim Kern")
    sign_in(client, "Kim Kern")
    return client


def words(page: str) -> str:
    """The text of the main part of a page."""
    main = BeautifulSoup(page, "html.parser").select_one("main")
    assert main is not None
    return main.get_text(" ", strip=True)


def fresh_row(enrolment: Enrolment) -> Enrolment:
    session.rollback()
    session.expire_all()
    return session.get_one(Enrolment, enrolment.id)


def fired(office: StrictClient, enrolment: Enrolment, name: str, **answers: str) -> str | None:
    """Fire a transition on its page; where it leads."""
    page = office.get(f"/applicants/{enrolment.id}/transitions/{name}")
    assert page.status_code == 200, words(page.text)
    sent = office.submit(page, form=f"/transitions/{name}", **answers)
    assert sent.status_code == 303, words(sent.text)
    return sent.location


def waiting(cohort: int, email: str = "") -> Enrolment:
    """Somebody on the waiting list of a full cohort."""
    enrolment = applied(email)
    trainer = a_trainer()
    move(enrolment, "start_review", by=trainer)
    move(enrolment, "put_on_waiting_list", by=trainer, cohort=str(cohort))
    return enrolment


def seated(cohort: int, email: str = "") -> Enrolment:
    """Somebody who was admitted."""
    enrolment = applied(email)
    trainer = a_trainer()
    move(enrolment, "start_review", by=trainer)
    move(enrolment, "admit", by=trainer, cohort=str(cohort), **ADMITTED)
    return enrolment


def test_from_the_queue_to_an_account_and_the_first_sign_in(app: Flask, office: StrictClient) -> None:
    cohort = a_cohort(starts_in=50, name="Frühjahr")
    enrolment = applied("arno@post.example", first_name="Arno", last_name="Alt", wanted_cohort_id=cohort)
    queue = words(office.get("/applicants").text)
    assert "Arno Alt Beworben" in queue
    assert "1 wartet auf Prüfung" in words(office.get("/mentors").text)
    assert "1 Bewerbung wartet auf Prüfung oder Antwort." in words(office.get("/").text)
    assert "Ich möchte Kolleg*innen helfen." in words(office.get(f"/applicants/{enrolment.id}").text)
    fired(office, enrolment, "start_review")
    assert "Antwort bis" in words(browser(app).get(address_of(enrolment)).text)

    page = office.get(f"/applicants/{enrolment.id}/transitions/admit")
    assert "12 Plätze frei SBFG wird knapp" in words(page.text)
    assert office.submit(page, form="/admit", employed_in_saarland="no").status_code == 422
    done = office.submit(page, form="/admit")  # what the application says stands there already
    assert done.location == f"/mentors/{enrolment.id}"
    assert office.submit(page, form="/admit").location == done.location  # a double click
    row = fresh_row(enrolment)
    assert (row.state, row.cohort_id, row.applicant_id) == ("admitted", cohort, None)
    assert session.scalar(select(func.count()).select_from(Applicant)) == 0
    assert row.member.function_in_company == "colleague"

    (invitation,) = mails("invitation")
    link = re.findall(r"(/einladung/\S+)", invitation.body)[0]
    own = browser(app)
    chosen = {"password": PASSWORD, "password_again": PASSWORD, "function_in_company": "colleague"}
    assert own.submit(own.get(link), **chosen).location == "/login"
    page = own.get("/login")
    assert own.submit(page, form="/login", email="arno@post.example", password=PASSWORD).status_code == 303
    assert "Zugelassen" in words(own.get("/qualifizierung").text)
    assert "Sie sind zugelassen." in words(own.get(address_of(enrolment)).text)
    assert office.get(f"/applicants/{enrolment.id}").status_code == 404


def test_who_was_trained_earlier_goes_straight_into_the_register_with_an_account(
    office: StrictClient,
) -> None:
    enrolment, trained = interested(), today() - timedelta(days=90)
    page = office.get(f"/applicants/{enrolment.id}/transitions/recognise_training")
    typed = {
        "trained_on": f"{trained.day}.{trained.month}.{trained.year}",
        "training_proof": "Zertifikat gesehen",
    }
    done = office.submit(page, form="/recognise_training", **typed)
    assert done.location == f"/mentors/{enrolment.id}"
    assert "Aktiv im Verzeichnis" in words(office.follow(done).text)
    row = fresh_row(enrolment)
    assert (row.state, row.applicant_id, row.member.role) == ("active", None, "mentor")
    assert len(mails("invitation")) == 1


def test_everybody_is_moved_in_the_right_place(office: StrictClient) -> None:
    cohort, enrolment = a_cohort(), applied()
    person = seated(cohort)
    for beside in (
        f"/applicants/{person.id}/transitions/drop_out", f"/mentors/{person.id}/transitions/drop_out",
        f"/mentors/{person.id}/register/drop_out", f"/cohorts/{cohort}/people/{person.id}/transitions/admit",
        f"/mentors/{enrolment.id}/register/admit",
    ):  # fmt: skip
        assert office.get(beside).status_code == 404
    shown = office.get(f"/mentors/{person.id}")
    assert "Die Person ist in der Qualifizierung." in words(shown.text)
    assert f'href="/cohorts/{cohort}/people/{person.id}"' in shown.text
    address = f"/cohorts/{cohort}/people/{person.id}/transitions/drop_out"
    assert f'href="{address}"' in office.get(f"/cohorts/{cohort}/people/{person.id}").text
    page = office.get(address)
    assert office.submit(page, form="/transitions/drop_out").status_code == 303
    assert fresh_row(person).state == "dropped_out"
    assert "Von hier aus ist gerade nichts zu tun." in words(office.get(f"/mentors/{person.id}").text)


def test_a_full_cohort_has_a_waiting_list_and_seven_days(app: Flask, office: StrictClient) -> None:
    cohort = a_cohort(seats=1)
    enrolment = applied()
    fired(office, enrolment, "start_review")
    page = office.get(f"/applicants/{enrolment.id}/transitions/put_on_waiting_list")
    early = office.submit(page, form="/put_on_waiting_list", cohort=str(cohort))
    assert "In dieser Kohorte ist noch Platz." in words(early.text)
    guest = seated(cohort)
    assert office.submit(page, form="/put_on_waiting_list", cohort=str(cohort)).status_code == 303
    assert "auf der Warteliste" in mails("application_waiting")[0].body
    assert run("joining.offers") == 0
    full = office.get(f"/applicants/{enrolment.id}/transitions/admit")
    assert "Es gibt noch keine Kohorte mit freien Plätzen." in words(full.text)

    move(guest, "drop_out", by=a_coordinator())
    assert run("joining.offers") == 1
    assert run("joining.offers") == 0
    assert "ist ein Platz frei geworden" in mails("application_seat")[0].body
    own = browser(app)
    shown = own.get(address_of(enrolment))
    assert "Platz annehmen" in words(shown.text)
    sent, again = (own.submit(shown, form="/platz") for _click in range(2))
    assert sent.location == again.location
    assert "Der Platz gehört Ihnen." in words(own.follow(sent).text)
    row = fresh_row(enrolment)
    assert (row.state, row.cohort_id, row.seat_offered_at) == ("admitted", cohort, None)
    assert len(mails("invitation")) == 2


def test_unanswered_the_next_one_is_asked_and_the_second_time_the_coordination(app: Flask) -> None:
    coordinator, cohort = a_coordinator(), a_cohort(seats=1)
    guest = seated(cohort)
    first, second = waiting(cohort, "erste@post.example"), waiting(cohort, "zweite@post.example")
    move(guest, "drop_out", by=coordinator)
    run("joining.offers")
    assert fresh_row(first).seat_offered_at is not None
    with days_later(7):
        assert run("joining.offers") == 0
    with days_later(8):
        assert run("joining.offers") == 2
        assert fresh_row(first).state == "waitlisted"
        assert fresh_row(second).seat_offered_at is not None
        with pytest.raises(Refused, match="sieben Tage"):
            move(first, "confirm_seat", by=self_of(first))
    with days_later(16):
        assert run("joining.offers") == 2  # the second one's is over, the first is asked once more
        assert fresh_row(first).seat_offers == 2
    with days_later(24):
        run("joining.offers")
        assert "zweimal nicht geantwortet" in mails("application_silent")[0].subject
        assert fresh_row(first).seat_offered_at is None
    with days_later(40):
        run("joining.offers")
        assert {fresh_row(one).seat_offered_at for one in (first, second)} == {None}
        do_offer(first, coordinator)  # by hand it goes on
        with pytest.raises(Refused, match="schon ein Platz angeboten"):
            do_offer(first, coordinator)


def do_offer(enrolment: Enrolment, by: Actor) -> None:
    with unit_of_work():
        offer_seat(enrolment=enrolment, by=by, now=clock.now(), submission=fresh())


def test_who_is_rejected_gets_a_letter_and_is_erased(app: Flask, office: StrictClient) -> None:
    enrolment = applied("arno@post.example")
    page = office.get(f"/applicants/{enrolment.id}/transitions/reject")
    assert office.submit(page, form="/reject").status_code == 422
    sent = office.submit(page, form="/reject", reason_code="no_seat", sentence="Bitte 2028 wieder.")
    assert sent.location == f"/applicants/{enrolment.id}"
    (letter,) = mails("application_rejected")
    assert "Auf Dauer kein Platz" in letter.body
    assert "Bitte 2028 wieder." in letter.body
    assert "Bitte 2028 wieder." in words(browser(app).get(address_of(enrolment)).text)
    with days_later(190):
        assert run("joining.erase") == 1
    assert fresh_row(enrolment).display_name == f"M-{enrolment.id}"


def test_the_last_seat_is_given_once(app: Flask) -> None:
    cohort = a_cohort(seats=1)
    seated(cohort)
    late = applied()
    trainer = a_trainer()
    move(late, "start_review", by=trainer)
    with pytest.raises(Refused, match="Platz"):
        move(late, "admit", by=trainer, cohort=str(cohort), **ADMITTED)
    assert fresh_row(late).state == "under_review"


def test_an_address_that_got_an_account_meanwhile_is_refused_with_a_sentence(office: StrictClient) -> None:
    cohort = a_cohort()
    enrolment = applied("arno@post.example")
    fired(office, enrolment, "start_review")
    add_account("mentor", "Arno Neu", email="arno@post.example")
    page = office.get(f"/applicants/{enrolment.id}/transitions/admit")
    refused = office.submit(page, form="/admit", cohort=str(cohort))
    assert refused.status_code == 422
    assert "gibt es schon einen Zugang" in words(refused.text)
    assert fresh_row(enrolment).applicant_id is not None


def test_what_stands_in_the_queue(office: StrictClient) -> None:
    ayse = applied("a@post.example", first_name="Ayşe")
    assert office.get(f"/mentors/{ayse.id}").location == f"/applicants/{ayse.id}"
    interested("b@post.example", first_name="Bo")
    assert "Bo" not in words(office.get("/applicants").text)
    assert "Bo Imhoff Interessiert" in words(office.get("/applicants?group=interested").text)
    assert "Ayşe Imhoff" in words(office.get("/applicants?q=ayşe").text)
    assert "Nichts gefunden" in words(office.get("/applicants?q=zzz").text)
    assert "Hier ist gerade niemand." in words(office.get("/applicants?group=waiting").text)
    assert office.get("/applicants/99").status_code == 404


def test_a_trainer_reviews_and_does_not_reject(client: StrictClient) -> None:
    paths_known()
    add_account("trainer", "Toni Tal")
    sign_in(client, "Toni Tal")
    enrolment = applied()
    assert "1 Bewerbung wartet auf Prüfung oder Antwort." in words(client.get("/").text)
    fired(client, enrolment, "start_review")
    assert client.get(f"/applicants/{enrolment.id}/transitions/reject").status_code == 403
    assert session.scalar(select(func.count()).select_from(Account)) == 1


@pytest.mark.parametrize(("days", "said"), [(70, None), (62, "SBFG wird knapp"), (42, "SBFG zu spät")])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_educational_leave_needs_its_time(office: StrictClient, days: int, said: str | None) -> None:
    enrolment, trainer = applied(), a_trainer()
    move(enrolment, "start_review", by=trainer)
    leave = ADMITTED | {"release_basis": "sbfg", "release_status": "applied_for"}
    move(enrolment, "admit", by=trainer, cohort=str(a_cohort(starts_in=days)), **leave)
    history = words(office.get(f"/mentors/{enrolment.id}").text)
    assert [one for one in ("SBFG wird knapp", "SBFG zu spät") if one in history] == ([said] if said else [])


PAPER = {"first_name": "Paula", "last_name": "Pape", "email": "paula@post.example", "language": "de"}
SIGNED = {
    "signed_on": "2.3.2026", "proof": "Ordner 3", "works_in_saarland": "yes",
    "function_in_company": "colleague",
}  # fmt: skip


def test_a_signed_form_on_paper_is_an_application(app: Flask, office: StrictClient) -> None:
    page = office.get("/applicants/new")
    done, again = (office.submit(page, **PAPER, **SIGNED) for _click in range(2))
    assert done.location == again.location
    shown = words(office.follow(done).text)
    assert "Auf ihren Namen erfasst." in shown
    assert "Unterschriebenes Formular" in shown
    enrolment = session.scalars(select(Enrolment)).one()
    assert (enrolment.state, enrolment.display_name) == ("applied", "Paula Pape")
    assert "auf Ihren Namen erfasst" in mails("application_received")[0].body


def test_paper_without_a_signature_asks_the_person(office: StrictClient) -> None:
    assert office.submit(office.get("/applicants/new"), **PAPER).status_code == 303
    assert session.scalars(select(Enrolment)).one().state == "interested"
    assert len(mails("application_confirm")) == 1


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"email": "kim.kern@post.example"}, "gibt es schon einen Zugang"),
        ({"signed_on": "2.3.2099"} | {k: v for k, v in SIGNED.items() if k != "signed_on"}, "in der Zukunft"),
        ({"signed_on": "2.3.2026"}, "Bei einem unterschriebenen Formular ist das nötig."),
        ({"last_name": ""}, "Bitte füllen Sie dieses Feld aus"),
    ],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_paper_that_does_not_fit_comes_back(
    office: StrictClient, answers: dict[str, str], sentence: str
) -> None:
    refused = office.submit(office.get("/applicants/new"), **(PAPER | answers))
    assert refused.status_code == 422
    assert sentence in words(refused.text)
    assert 'value="Paula"' in refused.text
