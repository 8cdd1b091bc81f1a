"""From the public form to an application: by a mail, by a link, and without telling who is known."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import func, select

from tests.accounts import add_account
from tests.applicants import a_cohort, address_of, applied, interested, mails, self_of
from tests.factories import a_company, days_later, fresh, paths_known, system_acts
from tests.strict_client import StrictClient
from wbv_mentor import clock
from wbv_mentor.db import session
from wbv_mentor.jobs import run
from wbv_mentor.outbox.models import OutboxMessage
from wbv_mentor.pathways.models import JournalEntry, StepRecord
from wbv_mentor.people.links import find_link
from wbv_mentor.qualification.joining.links import PURPOSE
from wbv_mentor.qualification.joining.models import Applicant
from wbv_mentor.qualification.joining.views import BY_ADDRESS, BY_NETWORK
from wbv_mentor.qualification.models import Enrolment

ANSWERS = {
    "first_name": "Ayşe", "last_name": "Yılmaz", "email": "Ayse@Post.example", "phone": "0681 123456",
    "company": "Stahl & Söhne", "language": "de",
}  # fmt: skip
TYPED = {
    "motivation": "Ich möchte helfen.", "works_in_saarland": "yes", "function_in_company": "colleague",
    "release_basis": "employer", "release_status": "granted",
}  # fmt: skip
SENT = "/mentor-werden/gesendet"


@pytest.fixture(autouse=True)
def _paths(app: Flask) -> None:
    paths_known()


def words(page: str) -> str:
    """The text of the main part of a page."""
    main = BeautifulSoup(page, "html.parser").select_one("main")
    assert main is not None
    return main.get_text(" ", strip=True)


def join(client: StrictClient, **answers: str) -> tuple[int, str | None]:
    """Send the public form; status and where it leads."""
    page = client.submit(client.get("/mentor-werden"), form="/mentor-werden", **(ANSWERS | answers))
    return page.status_code, page.location


def rows(model: type[object]) -> int:
    session.rollback()
    return int(session.scalar(select(func.count()).select_from(model)) or 0)


def the_enrolment() -> Enrolment:
    session.rollback()
    return session.scalars(select(Enrolment)).one()


def test_from_the_form_to_the_application(client: StrictClient) -> None:
    wanted = a_cohort(name="Herbst 2027")
    assert join(client, wanted_cohort=str(wanted)) == (303, SENT)
    assert "Eine E-Mail an Sie ist unterwegs" in client.get(SENT).text
    (mail,) = mails()
    assert mail.subject == "Bitte bestätigen Sie Ihre E-Mail-Adresse"
    link = re.findall(r"http://127\.0\.0\.1:8000(/mentor-werden/\S+)", mail.body)[0]

    for _visit in range(3):  # scanners open every link
        page = client.get(link)
    shown = words(page.text)
    assert "Ayşe Yılmaz" in shown
    assert "ayse@post.example" in shown
    assert "Herbst 2027, ab" in shown
    enrolment = the_enrolment()
    assert (enrolment.state, enrolment.applicant and enrolment.applicant.confirmed_at) == ("interested", None)

    sent, again = (client.submit(page, form="/bewerbung", **TYPED) for _click in range(2))
    assert (sent.status_code, sent.location) == (again.status_code, again.location) == (303, link)
    done = words(client.follow(sent).text)
    assert "Ihre Bewerbung ist angekommen." in done
    assert "Freistellung durch den Betrieb" in done
    enrolment = the_enrolment()
    assert enrolment.state == "applied"
    assert enrolment.applicant is not None
    assert enrolment.applicant.confirmed_at is not None
    assert "ist angekommen" in mails("application_received")[0].body
    assert mails("application_confirm") == []  # no longer true


def test_the_tab_says_only_who_we_are(client: StrictClient) -> None:
    page = BeautifulSoup(client.get(address_of(interested())).text, "html.parser")
    assert page.title is not None
    assert page.title.text == "Weiterbildungsverbund Saarland"


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"email": "kein"}, "Geben Sie eine E-Mail-Adresse ein"),
        ({"email": "ä@post.example"}, "Geben Sie eine E-Mail-Adresse ein"),
        ({"email": "ida@werk.example"}, "gehört zu einem Betrieb"),
        ({"first_name": ""}, "Vorname: Bitte füllen Sie dieses Feld aus"),
        ({"last_name": "Y" * 200}, "höchstens 100 Zeichen"),
        ({"phone": "ruf an"}, "Geben Sie eine Telefonnummer ein"),
        ({"wanted_cohort": "99"}, "Wählen Sie einen Eintrag aus der Liste"),
    ],
)
def test_bad_input_comes_back_with_a_sentence(
    client: StrictClient, answers: dict[str, str], sentence: str
) -> None:
    a_cohort()
    a_company("Werk", "werk.example")
    page = client.submit(client.get("/mentor-werden"), form="/mentor-werden", **(ANSWERS | answers))
    assert page.status_code == 422
    assert sentence in words(page.text)
    assert 'value="Stahl &amp; Söhne"' in page.text
    assert rows(Applicant) == 0


def test_an_application_without_answers_stays_on_the_page(client: StrictClient) -> None:
    page = client.get(address_of(interested()))
    refused = client.submit(page, form="/bewerbung", motivation="x" * 3000)
    assert refused.status_code == 422
    assert "höchstens 2000 Zeichen" in words(refused.text)
    assert the_enrolment().state == "interested"


def test_every_address_gets_the_same_answer_and_its_own_mail(client: StrictClient) -> None:
    add_account("mentor", "Mina Marx")
    applied("arno@post.example")
    before = len(mails())
    assert join(client, email="mina.marx@post.example") == (303, SENT)
    assert join(client, email="arno@post.example") == (303, SENT)
    known, status = mails()[before:]
    assert "gibt es schon einen Zugang" in known.body
    assert "gibt es schon eine Bewerbung" in status.body
    assert address_of(the_enrolment()) in status.body
    assert rows(Applicant) == 1


def test_until_it_is_confirmed_what_was_typed_last_counts(client: StrictClient) -> None:
    join(client)
    join(client, first_name="Ayse", phone="", company="")
    person = session.scalars(select(Applicant)).one()
    assert (person.first_name, person.phone) == ("Ayse", None)
    assert len(mails("application_confirm")) == 2
    assert len({re.findall(r"/mentor-werden/\S+", mail.body)[0] for mail in mails()}) == 1


def test_nobody_fills_a_strangers_postbox(client: StrictClient) -> None:
    for _ask in range(BY_ADDRESS.most + 2):
        assert join(client) == (303, SENT)
    assert len(mails()) == BY_ADDRESS.most


def test_nobody_registers_a_whole_list(client: StrictClient) -> None:
    for number in range(BY_NETWORK.most):
        join(client, email=f"ida{number}@post.example")
    page = client.submit(client.get("/mentor-werden"), form="/mentor-werden", **ANSWERS)
    assert (page.status_code, page.headers["Retry-After"]) == (429, "3600")
    assert 'value="Ayşe"' in page.text


def test_withdrawing_takes_one_question_and_no_reason(client: StrictClient) -> None:
    enrolment = applied()
    address = address_of(enrolment)
    page = client.get(f"{address}/zurueckziehen")
    done, again = (client.submit(page, form="/zurueckziehen") for _click in range(2))
    assert (done.location, again.location) == (address, address)
    shown = words(client.follow(done).text)
    assert "Die Bewerbung ist zurückgezogen." in shown
    assert "Ihre Angaben löschen wir am" in shown
    assert the_enrolment().state == "withdrawn"
    assert client.get(f"{address}/zurueckziehen").location == address
    stale = client.submit(page, form="/zurueckziehen", submission=fresh())
    assert stale.status_code == 409


def test_six_months_later_nothing_is_left_but_codes_and_dates(client: StrictClient) -> None:
    enrolment = applied("arno@post.example")
    address = address_of(enrolment)
    client.submit(client.get(f"{address}/zurueckziehen"), form="/zurueckziehen")
    with days_later(170):
        assert run("joining.erase") == 0
    with days_later(190):
        assert run("joining.erase") == 1
        assert run("joining.erase") == 0
        assert client.get(address).status_code == 404
    assert (rows(Applicant), rows(StepRecord)) == (0, 0)
    assert the_enrolment().display_name == f"M-{enrolment.id}"
    assert rows(JournalEntry) == 4  # start, apply, withdraw, erasure planned
    assert {row.context == {} for row in session.scalars(select(OutboxMessage))} == {True}


def test_interest_that_comes_to_nothing_ends_by_itself(app: Flask) -> None:
    enrolment = interested("arno@post.example")
    with days_later(160):
        system_acts()
        (notice,) = mails("reminder_applicant")
        assert "Interesse ohne Bewerbung wird gelöscht" in notice.body
        assert address_of(enrolment) in notice.body
    with days_later(190):
        system_acts()
        session.expire_all()
        assert enrolment.state == "withdrawn"
        assert run("joining.erase") == 0
    with days_later(200):
        assert run("joining.erase") == 1


def test_somebody_may_apply_again(client: StrictClient) -> None:
    first = applied("arno@post.example")
    page = client.get(f"{address_of(first)}/zurueckziehen")
    client.submit(page, form="/zurueckziehen")
    second = interested("arno@post.example")
    assert second.id != first.id
    assert rows(Applicant) == 2


def test_whatever_is_wrong_with_a_link_the_page_is_the_same(client: StrictClient) -> None:
    address = address_of(interested())
    for wrong in (address[:-1], "/mentor-werden/x", "/mentor-werden/%C3%A4", f"{address[:-1]}/zurueckziehen"):
        page = client.get(wrong)
        assert page.status_code == 404
        assert "Dieser Link öffnet nichts" in page.text


def test_a_link_opens_only_its_own_application(app: Flask) -> None:
    one, other = interested("a@post.example"), interested("b@post.example")
    link = find_link(address_of(one).rpartition("/")[2], PURPOSE, now=clock.now())
    assert link is not None
    assert (link.subject_id, self_of(other).id) == (one.id, other.id)
