"""People from a CSV file: looked at, recorded after a yes, on their behalf and shown so."""

from __future__ import annotations

import io
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

from tests.accounts import add_account, browser, sign_in
from tests.applicants import a_cohort, address_of, applied, mails
from tests.factories import a_company, days_later, paths_known
from tests.strict_client import StrictClient
from tests.uploads import HEADER, count, record_to_the_last, send, words
from wbv_mentor.db import session
from wbv_mentor.jobs import run
from wbv_mentor.qualification.joining.models import Applicant, PersonUpload
from wbv_mentor.qualification.models import Enrolment

GOOD = "Jürgen;Groß;juergen@post.example;+49 681 12345;ja;Betrieb;zugesagt;2.3.2026"
UNSIGNED = "Käthe;Kern;kaethe@post.example;;;;;"


@pytest.fixture
def office(client: StrictClient) -> StrictClient:
    """A browser of a trainer, signed in."""
    paths_known()
    add_account("trainer", "Toni Tal")
    sign_in(client, "Toni Tal")
    return client


def states() -> dict[str, str]:
    session.rollback()
    return {one.display_name: one.state for one in session.scalars(select(Enrolment))}


def test_good_lines_are_kept_and_bad_ones_come_back_as_a_file(app: Flask, office: StrictClient) -> None:
    a_company("Werk", "werk.example")
    add_account("mentor", "Mina Marx")
    applied("arno@post.example")
    bad = [
        "Mina;Marx;mina.marx@post.example;;;;;", "Arno;Alt;arno@post.example;;;;;",
        "Jo;Groß;JUERGEN@post.example;;;;;", "Wera;Werk;w@werk.example;;;;;", "=1+1;X;x@post.example;;;;;",
    ]  # fmt: skip
    before = len(mails())
    sent = send(office, a_cohort(name="Herbst"), GOOD, *bad, UNSIGNED)
    assert sent.status_code == 303, words(sent.text)
    page = office.follow(sent)
    shown = words(page.text)
    assert "2 Personen werden erfasst" in shown
    assert "Jürgen Groß juergen@post.example 2.3.2026 2" in shown
    assert "5 Zeilen mit Fehlern" in shown
    assert "Zeile 3: Mit dieser E-Mail-Adresse gibt es schon einen Zugang." in shown
    assert "Zeile 4: Zu dieser Adresse läuft schon eine Bewerbung." in shown
    assert "Zeile 5: E-Mail: steht schon in Zeile 2." in shown
    assert "Zeile 6: Diese E-Mail-Adresse gehört zu einem Betrieb." in shown
    assert (count(Applicant), len(mails())) == (1, before)  # nothing happens before the yes

    done, again = (office.submit(page, form="/applicants/import/1") for _click in range(2))
    assert done.location == again.location == "/applicants/import/1"
    result = words(office.follow(done).text)
    assert "2 Personen sind erfasst" in result
    assert "beworben: 1, um Bestätigung gebeten: 1" in result
    assert states() | {"Ida Imhoff": ""} == {
        "Ida Imhoff": "",
        "Jürgen Groß": "applied",
        "Käthe Kern": "interested",
    }
    juergen = session.scalars(select(Enrolment).order_by(Enrolment.id)).all()[1]
    assert "auf Ihren Namen erfasst" in mails("application_received")[-1].body
    assert "auf Ihren Namen erfasst" in words(browser(app).get(address_of(juergen)).text)
    assert "auf ihren Namen erfasst" in words(office.get("/applicants").text)
    assert "Ordner 3" in words(office.get(f"/applicants/{juergen.id}").text)

    faults = office.get("/applicants/import/1/faults.csv")
    assert faults.headers["Content-Disposition"] == 'attachment; filename="zu-korrigieren.csv"'
    text = faults.data.decode("utf-8-sig")
    assert text.startswith(HEADER + ";Fehler\r\n")
    assert "\r\n'=1+1;X;x@post.example;;;;;;Vorname: das sieht nach einer Formel aus.\r\n" in text
    corrected = text.replace("'=1+1", "Xaver").splitlines()
    header, *lines = corrected
    second = office.follow(send(office, a_cohort(), *lines, header=header, encoding="utf-8-sig"))
    assert "1 Person wird erfasst" in words(second.text)


def test_who_has_signed_gets_a_seat_or_a_place_on_the_list(app: Flask, office: StrictClient) -> None:
    cohort = a_cohort(seats=1)
    late = GOOD.replace("Jürgen", "Lara").replace("juergen", "lara")
    none = GOOD.replace("juergen", "nora").replace("zugesagt", "noch nicht gefragt")
    page = office.follow(send(office, cohort, GOOD, late, none, admitting="y"))
    assert "Zeile 4: Stand der Freistellung: Für die Zulassung" in words(page.text)
    done = office.submit(page, form="/applicants/import/1")
    assert "Zugelassen: 1, Warteliste: 1" in words(office.follow(done).text)
    assert states() == {"Jürgen Groß": "admitted", "Lara Groß": "waitlisted"}
    assert len(mails("invitation")) == 1
    assert [mail.subject for mail in mails("application_received")] == [
        "Nachricht vom Weiterbildungsverbund Saarland"
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"Name;Ort\r\nX;Y", "Es fehlen Spalten: Vorname, E-Mail."),
        (b"PK\x03\x04", "Das ist eine Excel-Mappe."),
        (b"", "Die Datei ist leer."),
        (None, "Wählen Sie eine Datei aus."),
    ],
)
def test_a_file_that_is_none_is_refused_with_a_sentence(
    office: StrictClient, content: bytes | None, sentence: str
) -> None:
    page = office.get(f"/applicants/import?cohort={a_cohort()}")
    files: dict[str, Any] = {} if content is None else {"file": (io.BytesIO(content), "x.csv")}
    refused = office.submit(page, form="/applicants/import", proof="Ordner 3", **files)
    assert refused.status_code == 422
    assert sentence in words(refused.text)
    assert 'value="Ordner 3"' in refused.text
    assert count(PersonUpload) == 0


def test_who_names_a_company_of_the_directory_belongs_to_it(app: Flask, office: StrictClient) -> None:
    known = a_company("Bäckerei Özkan GmbH", "oezkan.example")
    header = f"{HEADER};Betrieb"
    lines = (f"{GOOD};bäckerei özkan gmbh", f"{GOOD.replace('juergen', 'lara')};Gibt es nicht AG")
    page = office.follow(send(office, a_cohort(), *lines, header=header, admitting="y"))
    office.submit(page, form="/applicants/import/1")
    session.rollback()
    people = session.scalars(select(Enrolment).order_by(Enrolment.id)).all()
    assert [person.company_id for person in people] == [known, None]


def test_a_file_sent_twice_is_one_file(office: StrictClient) -> None:
    page = office.get(f"/applicants/import?cohort={a_cohort()}")
    content = f"{HEADER}\r\nJo;Groß;jo@post.example;;;;;".encode("cp1252")
    places = [
        office.submit(
            page, form="/applicants/import", file=(io.BytesIO(content), "personen.csv"), proof="Ordner 3"
        ).location
        for _click in range(2)
    ]
    assert places[0] == places[1] is not None
    assert count(PersonUpload) == 1


def test_without_a_good_line_there_is_nothing_to_say_yes_to(office: StrictClient) -> None:
    page = office.follow(send(office, a_cohort(), "Jo;;kein;;;;;"))
    assert "In dieser Datei ist keine Zeile ohne Fehler." in words(page.text)
    assert "erfassen" not in [
        tag.get_text(strip=True) for tag in BeautifulSoup(page.text, "html.parser").select("button")
    ]


def test_a_file_is_its_senders_and_gone_after_a_day(app: Flask, office: StrictClient) -> None:
    send(office, a_cohort(), GOOD)
    add_account("coordinator", "Kim Kern")
    other = browser(app)
    sign_in(other, "Kim Kern")
    assert other.get("/applicants/import/1").status_code == 404
    assert other.get("/applicants/import/1/faults.csv").status_code == 404
    with days_later(2):
        assert run("joining.forget") == 1
    assert count(PersonUpload) == 0


def test_the_template_can_be_downloaded(office: StrictClient) -> None:
    text = office.get("/applicants/import/template.csv").data
    assert text.startswith("\ufeffVorname;Nachname;E-Mail;".encode())


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_ten_thousand_lines_are_read_at_once_and_recorded_in_portions(office: StrictClient) -> None:
    lines = [f"Jürgen;Groß;j{number}@post.example;;;;;" for number in range(10_000)]
    page = office.follow(send(office, a_cohort(), *lines))
    assert "10000 Personen werden erfasst" in words(page.text).replace(".", "")
    office.submit(page, form="/applicants/import/1")
    assert "Die Personen werden gerade erfasst" in words(office.get("/applicants/import/1").text)
    assert count(Applicant) == 50


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_file_is_recorded_to_its_last_person(office: StrictClient) -> None:
    record_to_the_last(office, 600)  # script/torture recording: ten thousand
