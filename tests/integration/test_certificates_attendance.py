"""Who leaves the qualification early gets a confirmation of attendance: from the path to the download."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from flask import Flask
from sqlalchemy import select

from tests.certificate_steps import imprint
from tests.cohorts import a_cohort, a_member, attend, learn, move, path_of
from tests.databases import run
from tests.factories import a_coordinator, a_mentor, a_trainer, days_later, do, system_acts, today
from tests.integration.test_certificates_document import JOB, structure, words
from tests.integration.test_certificates_pages import signed_in
from tests.integration.test_cohorts_people import mails, read
from wbv_mentor import clock, jobs
from wbv_mentor.certificates import rendering
from wbv_mentor.certificates.actions import attending
from wbv_mentor.certificates.files import verify
from wbv_mentor.certificates.models import AttendanceConfirmation, Blob, Certificate
from wbv_mentor.certificates.pdf import day
from wbv_mentor.certificates.queries import attendance_confirmation_of
from wbv_mentor.config import Settings
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import Actor
from wbv_mentor.pathways import journal
from wbv_mentor.people.actions import deactivate
from wbv_mentor.people.models import Account
from wbv_mentor.qualification.cohorts.models import Cohort
from wbv_mentor.qualification.learning.actions import (
    hand_in,
    sign_off,
    simulated_talk,
    supervised_talk,
)
from wbv_mentor.qualification.learning.attendance import Mark
from wbv_mentor.qualification.learning.done import done_of
from wbv_mentor.qualification.learning.queries import waiting_for_signature
from wbv_mentor.qualification.models import Enrolment
from wbv_mentor.qualification.scope import evidence_seen_by

ONE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
SINCE = timedelta(days=30)  # the cohort has begun: its first sessions are over
NO_VERDICT = "Diese Bescheinigung enthält keine Bewertung der Leistung."


@pytest.fixture(autouse=True)
def _app(app: Flask) -> None:
    """Every test here works on the application's database."""


def learnt(state: str = "in_training") -> tuple[Actor, int, list[date]]:
    """Somebody who was there for one session, for half of the second and not for the third; the days."""
    trainer = a_trainer()
    number = a_cohort(trainer=trainer, starts_on=today() - SINCE)
    member = a_member(number, state=state)
    row = path_of(member).id
    for index, mark in enumerate((Mark("present"), Mark("partly", 4), Mark("excused"))):
        attend(number, index, {row: mark}, trainer)
    days = [one.held_on for one in session.get_one(Cohort, number).sessions]
    return member, row, days


def confirmation_of(row: int) -> AttendanceConfirmation:
    """The confirmation of the person with this path."""
    found = attendance_confirmation_of(row)
    assert found is not None
    return found


def document(row: int) -> bytes:
    """The stored bytes."""
    blob = confirmation_of(row).blob
    assert blob is not None
    return blob.content


def told(row: int) -> list[str]:
    """What happened, by name."""
    return [entry.trigger for entry in journal.entries_of(session.get_one(Enrolment, row))]


def by_oneself(member: Actor, row: int) -> None:
    move(row, "drop_out", by=member, reason_code="family")


def by_the_coordination(_member: Actor, row: int) -> None:
    move(row, "drop_out", by=a_coordinator())


def by_the_system(_member: Actor, row: int) -> None:
    """Interrupted for twelve months and silent."""
    move(row, "interrupt", by=a_trainer(), reason_code="work", return_on=today() + timedelta(days=90))
    for days in (340, 370):
        with days_later(days):
            system_acts()
            jobs.run("outbox")


@ONE
@pytest.mark.parametrize("leave", [by_oneself, by_the_coordination, by_the_system])
def test_who_drops_out_gets_a_document_with_the_hours_attended(
    leave: Callable[[Actor, int], None], app: Flask, settings: Settings, tmp_path: Path
) -> None:
    member, row, days = learnt()
    learn(row, by=a_trainer(), modules=("M2",))  # a credited module was not attended here
    assert done_of(row).credited
    leave(member, row)
    session.expire_all()
    assert session.get_one(Enrolment, row).state == "dropped_out"
    assert "attendance_confirmation_ready" in told(row)
    assert (jobs.run(JOB), jobs.run(JOB)) == (1, 0)  # once, however often it runs
    content = document(row)
    text = words(content)

    for said in (
        "T E I L N A H M E B E S C H E I N I G U N G", "Lea Lerch",
        f"hat vom {day(days[0])} bis {day(days[1])} in der Qualifizierung",
        "an dem folgenden Modul im Umfang von 12 von 16 Unterrichtseinheiten",
        "(zu je 45 Minuten) teilgenommen.",
        "1 Rolle, Haltung, Vertraulichkeit, Datenschutz 12 von 16", "Gesamt 12 von 16", NO_VERDICT,
        "trägt keine Unterschrift",
    ):  # fmt: skip
        assert said in text
    for foreign in (
        "Zertifikat",
        "WBM-",
        "Prüfcode",
        "Echtheit",
        "bestanden",
        "abgeschlossen",
        "64",
        "Gespräch",
    ):
        assert foreign not in text
    _tagged(content)
    _known_to_the_command(content, settings, tmp_path)
    assert session.query(Certificate).count() == 0


def _tagged(content: bytes) -> None:
    """As a certificate's: language, title, one heading, header cells with scope; no picture."""
    with pikepdf.open(BytesIO(content)) as pdf, pdf.open_metadata() as metadata:
        assert (metadata.pdfa_status, metadata["pdfuaid:part"]) == ("3A", "1")
        assert (str(pdf.Root.Lang), bool(pdf.Root.MarkInfo.Marked)) == ("de", True)
        assert str(pdf.docinfo["/Title"]).startswith("Teilnahmebescheinigung – Lea Lerch")
        elements = structure(pdf.Root.StructTreeRoot)
        kinds = [str(element.S) for element in elements]
        assert (kinds.count("/H1"), kinds.count("/Table"), kinds.count("/Figure")) == (1, 1, 0)
        scopes = [str(element.A.Scope) for element in elements if element.S == "/TH"]
        assert scopes == ["/Column"] * 3 + ["/Row"] * 2


def _known_to_the_command(content: bytes, settings: Settings, folder: Path) -> None:
    """One of ours, unchanged, and what it is; it bears no number, so a changed one is unknown."""
    assert verify(content).confirmation is not None
    assert (verify(content).certificate, verify(content + b"\n").verdict) == (None, "unknown")
    (folder / "ours.pdf").write_bytes(content)
    where = {
        "WBV_INSTANCE": str(settings.instance), "WBV_DATABASE_URL": settings.database_url, "WBV_JOBS": "off",
    }  # fmt: skip
    session.rollback()
    spoken = run("certificate", "verify", str(folder / "ours.pdf"), **where)
    assert (spoken.returncode, "is a confirmation of attendance, unchanged" in spoken.stdout) == (0, True)
    answer = json.loads(run("certificate", "verify", str(folder / "ours.pdf"), "--json", **where).stdout)
    assert (answer["result"], answer["document"]) == ("unchanged", "attendance_confirmation")


def test_who_fails_finally_gets_one_without_a_word_about_it() -> None:
    member, row, _days = learnt("in_practice")
    trainer, path = a_trainer(), session.get_one(Enrolment, row)
    do(supervised_talk, by=trainer, enrolment=path, on=today())
    do(hand_in, by=member, enrolment=path, kind="practice_log", number=1, text="Eins")
    do(simulated_talk, by=trainer, enrolment=path, reason="Person abgesprungen", on=today())
    do(hand_in, by=member, enrolment=path, kind="transfer_task", number=1, text="Plan")
    for evidence in waiting_for_signature(evidence_seen_by(trainer)):
        do(sign_off, by=trainer, evidence=evidence)
    learn(row, by=trainer, modules=("M4",))
    for _repeat in range(2):
        move(row, "enter_colloquium", by=trainer)
        move(row, "repeat_practice", by=trainer, held_on=today())
    move(row, "enter_colloquium", by=trainer)
    move(row, "fail_finally", by=trainer, held_on=today())
    assert jobs.run(JOB) == 1
    text = words(document(row))

    assert done_of(row).units_of(path.cohort.modules[3]) == 12  # type: ignore[union-attr]
    assert "Gesamt 12 von 16" in text  # neither credits nor the practice: no list of attendance says so
    assert NO_VERDICT in text
    for word in ("Kolloquium", "nicht bestanden", "Praxis"):
        assert word not in text
    assert mails("attendance_confirmed") == [f"account:{member.id}"]


@ONE
def test_who_attended_nothing_gets_none_and_the_history_says_so() -> None:
    member = a_member(a_cohort(starts_on=today()), state="in_training")
    row = path_of(member).id
    learn(row, by=a_trainer())  # credited, not attended
    by_oneself(member, row)

    assert attendance_confirmation_of(row) is None
    assert "nothing_attended" in told(row)
    assert "attendance_confirmation_ready" not in told(row)
    assert jobs.run(JOB) == 0


@ONE
def test_what_was_attended_in_two_cohorts_counts_once() -> None:
    member, row, _days = learnt()
    trainer = a_trainer()
    other = a_cohort(trainer=trainer, starts_on=today() - SINCE)
    move(row, "interrupt", by=trainer, reason_code="work", return_on=today() + timedelta(days=1))
    move(row, "return", by=trainer, cohort=str(other))
    for index in (0, 1):
        attend(other, index, {row: Mark("present")}, trainer)
    by_oneself(member, row)
    (module,) = confirmation_of(row).printed.modules

    assert (module.units, module.of) == (16, 16)


def test_the_person_and_the_trainer_download_the_same_bytes_and_nobody_else(app: Flask) -> None:
    member, row, _days = learnt()
    cohort = path_of(member).cohort_id
    by_oneself(member, row)
    number = confirmation_of(row).id
    session.rollback()
    own, trainer = signed_in(app, member), signed_in(app, a_trainer())
    address = f"/attendance-confirmations/{number}/download"
    pages = (
        (own, "/qualifizierung"), (trainer, f"/cohorts/{cohort}/people/{row}"), (trainer, f"/mentors/{row}"),
    )  # fmt: skip
    for client, page in pages:
        assert "Das Dokument wird gerade erstellt." in client.get(page).text
        assert client.get(address).status_code == 404
    assert jobs.run(JOB) == 1
    with unit_of_work():
        session.get_one(Account, member.id).last_name = "Neuername"
    content = document(row)
    session.rollback()
    for client, page in pages:
        assert f'href="{address}"' in client.get(page).text
        answer = client.get(address)
        assert (answer.data, answer.mimetype) == (content, "application/pdf")
        assert f'"Teilnahmebescheinigung-M-{row}.pdf"' in answer.headers["Content-Disposition"]
    assert signed_in(app, a_mentor()).get(address).status_code == 404
    mail = read("attendance_confirmed")
    assert mails("attendance_confirmed") == [f"account:{member.id}"]
    assert "Ihre Teilnahmebescheinigung ist da" in mail
    assert "/qualifizierung" in mail
    assert "Zertifikat" not in mail


@ONE
def test_of_a_closed_account_the_trainers_are_told_to_pass_it_on() -> None:
    member, row, _days = learnt()
    by_the_coordination(member, row)
    coordinator = a_coordinator()
    with unit_of_work():
        deactivate(account=session.get_one(Account, member.id), by=coordinator, now=clock.now())
    assert jobs.run(JOB) == 1
    assert mails("attendance_confirmed") == []
    assert mails("attendance_pass_on") == ["role:trainer"]
    assert f"/cohorts/people/{row}" in read("attendance_pass_on")


@ONE
def test_what_cannot_be_made_is_said_to_the_trainers_and_made_later() -> None:
    member, row, _days = learnt()
    by_oneself(member, row)
    whole = dict(confirmation_of(row).snapshot)
    with unit_of_work():
        confirmation_of(row).snapshot = whole | {"name": "Jemand anders"}  # as if in the database
    for days in range(rendering.TOLD_AFTER):
        with days_later(days):
            assert jobs.run(JOB) == 0
    assert confirmation_of(row).last_error == rendering.CHANGED
    assert "konnte nicht erstellt werden" in read("attendance_failed")
    with unit_of_work():
        confirmation_of(row).snapshot = whole
    with days_later(9):
        assert jobs.run(JOB) == 1
    assert mails("attendance_failed") == ["role:trainer"]


@ONE
def test_there_is_one_confirmation_whoever_asks_again() -> None:
    member, row, _days = learnt()
    by_oneself(member, row)
    first = confirmation_of(row)
    with unit_of_work():
        again = attending.confirm_attendance(
            instance=session.get_one(Enrolment, row), account_id=int(member.id or 0),
            attended=first.printed, imprint=imprint(), now=clock.now(),
        )  # fmt: skip
    assert again is first
    assert len(session.scalars(select(AttendanceConfirmation)).all()) == 1
    assert session.query(Blob).count() == 0
