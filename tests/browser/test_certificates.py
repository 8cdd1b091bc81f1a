"""A mentor confirms name and form by one tap, a trainer issues, anybody checks."""

from __future__ import annotations

import re
import subprocess
import sys

import pypdfium2
from playwright.sync_api import Page

from tests.accounts import PASSWORD
from tests.browser.conftest import Somebody
from tests.browser.live_server import Account, LiveServer
from tests.browser.person import Person
from tests.databases import environment
from wbv_mentor.config import ROOT


def somebody_ready(server: LiveServer) -> Account:
    """A mentor of the server's database whose certificate is ready."""
    told = environment(
        WBV_INSTANCE=str(server.instance), WBV_DEMO="1", WBV_BASE_URL=server.url, WBV_JOBS="off"
    )
    command = [sys.executable, "-m", "tests.browser.certificate_ready"]
    done = subprocess.run(command, env=told, cwd=ROOT, capture_output=True, text=True, check=True)
    return Account(done.stdout.strip(), PASSWORD)


def downloaded(page: Page) -> bytes:
    """The file behind the button."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Herunterladen").click()
    return waiting.value.path().read_bytes()


def test_from_the_one_tap_to_the_check(somebody: Somebody, server: LiveServer) -> None:
    mentor, trainer, anybody = somebody("phone"), somebody(), somebody("plain", looks=False)
    mentor.sign_in(somebody_ready(server))
    mentor.follow("Namen und Form bestätigen", "Ihr Zertifikat: Name und Form")
    mentor.write(name="Zoë Łukasiewicz")
    mentor.taps = 0
    mentor.press("Weiterbildungsmentorin", "Zoë Łukasiewicz")
    assert mentor.taps == 1
    mentor.read("Sie haben Namen und Form bestätigt.")

    trainer.sign_in(server.accounts["trainer"])
    trainer.open("/certificates?cohort=2019-01", "Zertifikate")
    trainer.press("Ausgewählte ausstellen", "Zertifikate")
    trainer.read("Wählen Sie mindestens ein Zertifikat aus.")
    trainer.tick("Zoë Łukasiewicz")
    trainer.press("Ausgewählte ausstellen", "Zoë Łukasiewicz")
    trainer.read("1 Zertifikat ausgestellt.")
    trainer.read_at_last("Sie bekommen immer dieselbe Datei.", seconds=90)  # a process of its own makes it

    mentor.open("/qualifizierung", "Meine Qualifizierung")
    mentor.follow("WBM-2019-01-001", "Zoë Łukasiewicz")
    file = downloaded(mentor.page)
    assert file == downloaded(trainer.page)
    text = pypdfium2.PdfDocument(file)[0].get_textpage().get_text_bounded()
    code = re.search(r"Prüfcode ([0-9A-Z-]{12})", text)
    assert code is not None
    check(anybody, "WBM-2019-01-001", code[1])
    taken_back(trainer, anybody)
    mentor.open(f"/pruefen/WBM-2019-01-001?code={code[1]}", "Zertifikat")
    mentor.read("Es gilt nicht mehr.")


def check(anybody: Person, number: str, code: str) -> None:
    """Without an account and without JavaScript: a typing error, then the right code."""
    anybody.open("/pruefen", "Zertifikat prüfen")
    anybody.write(number=number, code="2222-2222-22")
    anybody.press("Prüfen", "Zertifikat prüfen")
    anybody.read("Zu diesen Angaben finden wir kein Zertifikat.")
    anybody.write(code=code.lower().replace("-", " "))
    anybody.press("Prüfen", "Zertifikat prüfen")
    anybody.read("Dieses Zertifikat ist echt.", "Zoë Łukasiewicz", "Zertifikate haben kein Ablaufdatum.")


def taken_back(trainer: Person, anybody: Person) -> None:
    """The trainer revokes it with a reason; whoever looks again reads it."""
    trainer.follow("Zurücknehmen", "Zertifikat zurücknehmen")
    trainer.write(reason="Versehentlich ausgestellt")
    trainer.press("Zurücknehmen", "Zoë Łukasiewicz")
    trainer.read("Es gilt nicht mehr.")
    anybody.page.reload()
    anybody.read("Es gilt nicht mehr.")
