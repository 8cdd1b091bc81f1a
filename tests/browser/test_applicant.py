"""An applicant on a phone: interested, confirmed, applied, under review, withdrawn; staff beside it."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import Somebody
from tests.browser.inspection import inspect
from tests.browser.live_server import LiveServer
from tests.browser.person import Person

LINK = re.compile(r"http\S+(/mentor-werden/[\w-]+)")


def test_from_the_start_page_to_the_review(somebody: Somebody, server: LiveServer) -> None:
    guest, staff = somebody("phone"), somebody(looks=False)
    guest.open("/", "gemeinsam den nächsten Schritt finden")
    guest.follow("Mentor*in werden", "Mentor*in werden")
    guest.press("Link schicken", "Mentor*in werden")  # nothing filled in: an error list
    expect(guest.page.locator("#fehler")).to_be_focused()
    guest.write(first_name="Ayşe", last_name="Yılmaz", email="ayse.yilmaz@post.example")
    guest.press("Link schicken", "Bitte sehen Sie in Ihr Postfach")

    guest.open(link_in_mail(guest), "Meine Bewerbung")
    assert guest.page.title() == "Weiterbildungsverbund Saarland"
    guest.write(motivation="Ich möchte Kolleginnen und Kollegen helfen.")
    guest.choose("Ich arbeite im Saarland", "Ja")
    guest.choose("Funktion im Betrieb", "Kolleg*in")
    guest.choose("Wie bekommen Sie dafür frei?", "Freistellung durch den Betrieb")
    guest.press("Bewerbung abschicken", "Meine Bewerbung")
    guest.read("Ihre Bewerbung ist angekommen.")

    staff.sign_in(server.accounts["coordinator"])
    staff.follow("Bewerbungen prüfen", "Bewerbungen")
    inspect(staff.page)
    staff.follow("Ayşe Yılmaz", "Ayşe Yılmaz")
    inspect(staff.page)
    staff.read("Ich möchte Kolleginnen und Kollegen helfen.")
    staff.follow("Prüfung beginnen", "Prüfung beginnen")
    staff.press("Prüfung beginnen", "Ayşe Yılmaz")

    guest.page.reload()
    guest.read("Die Arbeitskammer prüft Ihre Bewerbung.", "Sie bekommen eine Antwort bis")
    guest.follow("Bewerbung zurückziehen", "Bewerbung zurückziehen")
    guest.press("Ja, zurückziehen", "Meine Bewerbung")
    guest.read("Die Bewerbung ist zurückgezogen.", "Ihre Angaben löschen wir am")


def link_in_mail(guest: Person) -> str:
    """The link of the newest mail, read as the demo shows it."""
    guest.open("/mail", "Nachrichten")
    guest.follow("Bitte bestätigen Sie Ihre E-Mail-Adresse", "Bitte bestätigen")
    found = LINK.search(guest.main.inner_text())
    assert found, guest.main.inner_text()
    return found[1]
