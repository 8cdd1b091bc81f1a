"""The document of a certificate: its words, its tags, its bytes, and how it comes about."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
import time_machine
from flask import Flask

from tests import certificate_steps as steps
from tests.databases import COMMAND, environment, run
from wbv_mentor import clock, jobs
from wbv_mentor.certificates import rendering
from wbv_mentor.certificates.files import verify
from wbv_mentor.certificates.models import Blob, Certificate
from wbv_mentor.certificates.pdf import day
from wbv_mentor.config import ROOT, Settings
from wbv_mentor.db import db, session, unit_of_work
from wbv_mentor.jobs.failpoints import KILLED
from wbv_mentor.outbox.mails import render
from wbv_mentor.outbox.models import OutboxMessage
from wbv_mentor.outbox.recipients import Mailbox
from wbv_mentor.people.models import Account

JOB = "certificates.render"
ONE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
LONG = "Maximiliane-Friederike Nguyễn Thị Hồng Łukasiewicz-Šćerbić von und zu Ομήρου"


def document(certificate: Certificate) -> bytes:
    """The stored bytes."""
    content: bytes = session.query(Blob.content).filter_by(certificate_id=certificate.id).scalar()
    return content


def words(content: bytes) -> str:
    """Its text with equal blanks, one page after the other."""
    pages = pypdfium2.PdfDocument(content)
    return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in pages)


def structure(node: Any) -> list[pikepdf.Dictionary]:
    """Every element of the tag tree, from the top down."""
    found = [node] if isinstance(node, pikepdf.Dictionary) and "/S" in node else []
    below: Any = node.get("/K", []) if isinstance(node, pikepdf.Dictionary) else []
    for each in below if isinstance(below, pikepdf.Array) else [below]:
        found += structure(each) if isinstance(each, pikepdf.Dictionary) else []
    return found


@ONE
def test_the_document_says_what_was_frozen_and_nothing_else(
    app: Flask, settings: Settings, tmp_path: Path
) -> None:
    certificate = steps.issue(steps.confirmed())
    kept = certificate.printed
    assert jobs.run(JOB) == 1
    content = document(certificate)
    text = words(content)

    for said in (
        kept.name, "zur Weiterbildungsmentorin", f"hat vom {day(kept.starts_on)} bis {day(kept.ends_on)}",
        "an der Qualifizierung", "64 Unterrichtseinheiten (zu je 45 Minuten) regelmäßig teilgenommen",
        "sie mit Praxisphase und Abschlusskolloquium erfolgreich abgeschlossen.",
        *(f"{module} {units}" for module, units in steps.MODULES), "Gesamt 64",
        f"Saarbrücken, {day(kept.issued_on)}", "Karla Klee Lehrgangsleitung", "Geschäftsführung",
        "Echtheit prüfen: mentor.example/pruefen", kept.number, kept.check_code, "oder 0681 555 01 23",
        "Das Zertifikat ist kein Abschluss nach BBiG oder HwO und berechtigt nicht zur Rechtsberatung.",
    ):  # fmt: skip
        assert said in text
    assert "gültig" not in text
    assert len(pypdfium2.PdfDocument(content)) == 1
    assert len(content) < 120_000
    _tagged(content, kept.number)
    _ours_unchanged_or_changed(content, certificate, tmp_path)
    _said_by_the_command(content, settings, tmp_path)


def _ours_unchanged_or_changed(content: bytes, certificate: Certificate, folder: Path) -> None:
    """Whoever changes a file keeps its number, but not its bytes."""
    with pikepdf.open(BytesIO(content)) as pdf:
        pdf.docinfo["/Title"] = "Zertifikat Bundeskanzlerin"
        pdf.save(folder / "changed.pdf")
    changed = verify((folder / "changed.pdf").read_bytes())

    assert verify(content).verdict == "unchanged"
    assert (changed.verdict, changed.certificate) == ("changed", certificate)
    assert verify(content + b"\n").verdict == "changed"
    assert [verify(one).verdict for one in (b"", b"%PDF-1.7 nichts", content[:900])] == ["unknown"] * 3


def _said_by_the_command(content: bytes, settings: Settings, folder: Path) -> None:
    """`wbv-mentor certificate verify`: 0 unchanged, 3 changed, 4 none of ours; JSON on demand."""
    (folder / "ours.pdf").write_bytes(content)
    (folder / "letter.pdf").write_bytes(b"%PDF-1.7 Brief")
    told = {
        "WBV_INSTANCE": str(settings.instance), "WBV_DATABASE_URL": settings.database_url, "WBV_JOBS": "off",
    }  # fmt: skip
    session.rollback()
    expected = {"ours": ("unchanged", 0), "changed": ("changed", 3), "letter": ("unknown", 4)}
    for name, (result, status) in expected.items():
        done = run("certificate", "verify", str(folder / f"{name}.pdf"), "--json", **told)
        assert (json.loads(done.stdout)["result"], done.returncode) == (result, status)
    spoken = run("certificate", "verify", str(folder / "letter.pdf"), **told)
    assert (spoken.stdout, len(spoken.stderr.splitlines())) == ("", 1)


def _tagged(content: bytes, number: str) -> None:
    """PDF/A-3a with tags: language, title, header cells with scope, the QR code in words, fonts inside."""
    with pikepdf.open(BytesIO(content)) as pdf, pdf.open_metadata() as metadata:
        assert (metadata.pdfa_status, metadata["pdfuaid:part"]) == ("3A", "1")
        assert str(pdf.Root.Lang) == "de"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert str(pdf.docinfo["/Title"]).startswith("Zertifikat Weiterbildungsmentorin")
        assert len(pdf.Root.OutputIntents) == 1
        elements = structure(pdf.Root.StructTreeRoot)
        kinds = [str(element.S) for element in elements]
        assert kinds.count("/H1") == kinds.count("/Table") == kinds.count("/Figure") == 1
        scopes = [str(element.A.Scope) for element in elements if element.S == "/TH"]
        assert scopes == ["/Column"] * 3 + ["/Row"] * (len(steps.MODULES) + 1)
        figure = next(element for element in elements if element.S == "/Figure")
        assert number in str(figure.Alt)
        fonts = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary)]
        described = [one for one in fonts if one.get("/Type") == "/FontDescriptor"]
        assert described
        assert all("/FontFile2" in one or "/FontFile3" in one for one in described)
        assert not any("DejaVu" in str(one.FontName) for one in described)
        assert "/AF" not in pdf.Root
        assert "/EmbeddedFiles" not in pdf.Root.get("/Names", {})


def test_a_document_is_made_once_and_stays_whatever_changes_later(app: Flask) -> None:
    certificate = steps.issued()
    assert (jobs.run(JOB), jobs.run(JOB)) == (1, 0)
    first = document(certificate)
    with unit_of_work():
        session.get_one(Account, certificate.account_id).last_name = "Neuername"
    assert jobs.run(JOB) == 0

    assert document(certificate) == first
    mail = session.query(OutboxMessage).filter_by(template="certificate_issued").one()
    read = render(mail.template, mail.context, mail.reason, Mailbox("Kim", "kim@post.example"))
    assert read is not None
    assert f"/certificates/{certificate.id}" in read.body


@ONE
def test_long_names_and_many_modules_stay_on_one_page(app: Flask) -> None:
    modules = [{"name": f"Modul {number} über ein längeres Thema", "units": 4} for number in range(1, 10)]
    certificate = steps.ready(modules=tuple(modules), units=36)
    steps.confirm(certificate, LONG, "inclusive")
    steps.issue(certificate)
    made, again = rendering.make([certificate.snapshot or {}] * 2)

    assert made.error is None
    assert made == again  # the same snapshot gives the same bytes
    assert len(pypdfium2.PdfDocument(made.content)) == 1
    assert "als Weiterbildungsmentor*in" in words(made.content)
    with pikepdf.open(BytesIO(made.content)) as pdf:
        described = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary)]
        fonts = [str(one.FontName) for one in described if "/FontName" in one]
    assert all("source-serif" in name or "fira" in name for name in fonts)


@ONE
def test_what_cannot_be_made_is_tried_again_and_said(app: Flask) -> None:
    certificate, good = steps.issued(), steps.issued()
    whole = dict(certificate.snapshot or {})
    with unit_of_work():
        certificate.snapshot = whole | {"name": "Jemand anders"}  # as if somebody had changed the database
    assert jobs.run(JOB) == 1  # the other one is not held up
    assert document(good)
    assert (certificate.tries, certificate.last_error) == (1, rendering.CHANGED)
    assert jobs.run(JOB) == 0
    assert certificate.tries == 1  # not before its time

    for hours in (1, 2):
        with time_machine.travel(clock.now() + timedelta(hours=hours), tick=False):
            jobs.run(JOB)
    session.expire_all()
    assert certificate.tries == rendering.TOLD_AFTER
    mail = session.query(OutboxMessage).filter_by(template="certificate_failed").one()
    assert mail.recipient == f"account:{certificate.issued_by_id}"
    read = render(mail.template, mail.context, mail.reason, Mailbox("Kim", "kim@post.example"))
    assert read is not None
    assert str(certificate.number) in read.subject

    with unit_of_work():
        certificate.snapshot = whole
    with time_machine.travel(clock.now() + timedelta(hours=9), tick=False):
        assert jobs.run(JOB) == 1
    assert render(mail.template, mail.context, mail.reason, Mailbox("Kim", "kim@post.example")) is None


@ONE
def test_a_process_that_dies_or_answers_badly_stores_nothing(app: Flask) -> None:
    certificate = steps.issued()
    bad = {**(certificate.snapshot or {}), "form": "unknown"}
    made = list(rendering.make([bad, {}]))

    assert [one.error for one in made] == ["ValidationError", "ValidationError"]
    assert [one.content for one in made] == [b"", b""]


def test_the_process_has_no_network_no_settings_and_no_files() -> None:
    told = (
        "import socket, json, sys\n"
        "from wbv_mentor.certificates import pdf\n"
        "pdf.limit()\n"
        "try:\n    socket.create_connection(('127.0.0.1', 9))\n"
        "except pdf.OutOfBounds:\n    print('refused')\n"
        "for url in ('file:///etc/passwd', 'http://127.0.0.1:9/', 'ftp://127.0.0.1/x'):\n"
        "    try:\n        pdf._fetcher().fetch(url)\n"
        "    except ValueError:\n        print('refused')\n"
        "try:\n    bytearray(2 * 1024**3)\nexcept MemoryError:\n    print('refused')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", told], capture_output=True, text=True, check=False, cwd=ROOT, env=environment()
    )
    assert done.stdout.split() == ["refused"] * 5, done.stderr


@pytest.mark.parametrize("place", ["after_render", "before_document_commit"])
@ONE
def test_killed_anywhere_and_run_again_there_is_exactly_one_document(
    app: Flask, settings: Settings, place: str
) -> None:
    certificate = steps.issued()
    number = certificate.id
    session.remove()
    db.engine.dispose()
    killed = _in_a_process(settings, f"{place}:1")
    assert killed == KILLED
    assert session.query(Blob).count() == 0
    session.rollback()

    assert jobs.run(JOB) == 1
    assert session.query(Blob).filter_by(certificate_id=number).count() == 1
    assert session.query(OutboxMessage).filter_by(template="certificate_issued").count() == 1


def _in_a_process(settings: Settings, failpoint: str) -> int:
    told = environment(
        WBV_INSTANCE=str(settings.instance), WBV_DATABASE_URL=settings.database_url, WBV_JOBS="off",
        WBV_FAILPOINT=failpoint,
    )  # fmt: skip
    command = [str(COMMAND), "jobs", "run", JOB]
    return subprocess.run(command, env=told, cwd=ROOT, check=False, capture_output=True).returncode
