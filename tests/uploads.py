"""Files of people as a trainer sends them, and what becomes of a long one."""

from __future__ import annotations

import io

from bs4 import BeautifulSoup
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.applicants import a_cohort
from tests.strict_client import StrictClient
from wbv_mentor.db import session
from wbv_mentor.jobs import run
from wbv_mentor.qualification.joining.importing import record
from wbv_mentor.qualification.joining.models import Applicant, PersonUpload

HEADER = (
    "Vorname;Nachname;E-Mail;Telefon;Arbeit im Saarland;Freistellung;Stand der Freistellung;Unterschrieben am"
)


def words(page: str) -> str:
    """The text of the main part of a page."""
    main = BeautifulSoup(page, "html.parser").select_one("main")
    assert main is not None
    return main.get_text(" ", strip=True)


def send(
    client: StrictClient, cohort: int, *lines: str, header: str = HEADER, encoding: str = "cp1252",
    **more: str,
) -> TestResponse:  # fmt: skip
    """Send a file for a cohort."""
    content = "\r\n".join([header, *lines]).encode(encoding)
    page = client.get(f"/applicants/import?cohort={cohort}")
    return client.submit(
        page, form="/applicants/import", file=(io.BytesIO(content), "personen.csv"), proof="Ordner 3", **more
    )


def count(model: type[object]) -> int:
    """How many rows there are by now."""
    session.rollback()
    return int(session.scalar(select(func.count()).select_from(model)) or 0)


def record_to_the_last(office: StrictClient, people: int) -> None:
    """Send a file of so many people and two bad lines, say yes, and let the job record all of them."""
    lines = [f"Jürgen;Groß;j{number}@post.example;;;;;" for number in range(people)]
    page = office.follow(send(office, a_cohort(), *lines, "Jo;;kein;;;;;", "Jo;Groß;J7@post.example;;;;;"))
    assert f"{people} Personen werden erfasst" in words(page.text).replace(".", "")
    office.submit(page, form="/applicants/import/1")
    assert "Die Personen werden gerade erfasst" in words(office.get("/applicants/import/1").text)
    assert count(Applicant) == 50
    assert record(1, most=30) == 30  # what the job does, portion by portion
    assert count(Applicant) == 80
    while run("joining.record"):
        assert session.get_one(PersonUpload, 1).claimed_at is not None
    assert count(Applicant) == people
    done = office.get("/applicants/import/1")
    assert f"{people} Personen" in words(done.text).replace(".", "")
    link = BeautifulSoup(done.text, "html.parser").select_one("a[href$='.csv']")
    assert link is not None
    bad = office.get(str(link["href"])).data.decode("utf-8-sig").splitlines()[1:]
    assert [line.split(";")[2] for line in bad] == ["kein", "J7@post.example"]
