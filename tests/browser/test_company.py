"""A company without an account, at a desk and on a phone: the mail, the question, the answer, the copy."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import Somebody
from tests.browser.live_server import LiveServer
from tests.browser.person import Person

NAME = "Beispielbau Rot GmbH"


def test_a_company_is_asked_answers_and_changes_its_answer(somebody: Somebody, server: LiveServer) -> None:
    coordinator = somebody()
    coordinator.sign_in(server.accounts["coordinator"])
    a_company_with_a_talk(coordinator)
    coordinator.follow("Um Bestätigung bitten", "Um Bestätigung bitten")
    coordinator.page.get_by_label("Ansprechperson", exact=True).select_option(
        label="Rita Rot (Geschäftsführung)"
    )
    coordinator.press("Anfrage senden", "Bedarfsgespräch hat stattgefunden")
    coordinator.read("Die Anfrage ist unterwegs.", "Angefragt")
    question = coordinator.page.url
    link = link_in_mail(coordinator, "bitte kurz bestätigen", r"/bestaetigen/[\w-]{43}")

    phone = somebody("phone")
    phone.open(link, "Bedarfsgespräch bestätigen")  # one tap, in the mail
    assert phone.page.title() == "Weiterbildungsverbund Saarland"
    phone.read("Fertigung (12 Personen)", "ein Konto ist nicht nötig")
    phone.press("Antwort senden", "Bedarfsgespräch bestätigen")  # nothing chosen, nothing typed
    expect(phone.page.locator("#fehler")).to_be_focused()
    before = phone.taps
    phone.tick("Ja, das Gespräch hat so stattgefunden.")
    phone.write(signer_name="Rita Rot", signer_function="Geschäftsführerin")
    phone.press("Antwort senden", "Danke. Ihre Antwort ist angekommen.")
    assert phone.taps - before == 4  # with the link five: answer, name, function, button
    phone.read("r…@beispielbau.example")
    phone.open(link, "Dieser Link führt zu keiner offenen Anfrage.", status=404)

    copy = link_in_mail(coordinator, "Kopie Ihrer Antwort", r"/bestaetigen/antwort/[\w-]{43}")
    desk = somebody()
    desk.open(copy, "Ihre Antwort")
    desk.tick("Ja, aber eine Angabe stimmt nicht.")
    desk.write(correction="Es waren 40 Minuten.", signer_name="Rita Rot", signer_function="Chefin")
    desk.press("Neue Antwort senden", "Ihre Antwort")
    desk.read("Danke. Ihre neue Antwort ist angekommen.", "Es waren 40 Minuten.")

    coordinator.open(question, "Bedarfsgespräch hat stattgefunden")
    coordinator.read("Bestätigt mit Änderung", "Es waren 40 Minuten.")
    desk.open("/bestaetigen", "Anfrage mit Code öffnen")


def a_company_with_a_talk(coordinator: Person) -> None:
    """A company of the directory with a contact, and a talk with it on the page."""
    coordinator.open("/companies/new", "Betrieb anlegen")
    coordinator.write(name=NAME, sites="Völklingen", domains="beispielbau.example")
    coordinator.choose("Größe", "50 bis 249 Beschäftigte")
    coordinator.press("Speichern", NAME)
    coordinator.follow("Ansprechperson eintragen", "Ansprechperson eintragen")
    coordinator.write(name="Rita Rot", function="Geschäftsführung", email="rita@beispielbau.example")
    coordinator.press("Speichern", NAME)
    coordinator.follow("Gespräch erfassen", "Gespräch mit dem Betrieb erfassen")
    coordinator.choose("Wo fand es statt?", "Im Betrieb")
    coordinator.choose("Themen", "Neue Technik und Digitalisierung")
    coordinator.write(minutes="50", functions="Geschäftsführung", areas="Fertigung: 12")
    coordinator.press("Speichern", "Gespräch vom")


def link_in_mail(reader: Person, subject: str, address: str) -> str:
    """The address in the newest mail with this subject."""
    reader.open("/mail", "Nachrichten")
    reader.main.get_by_role("link", name=re.compile(subject)).first.click()
    found = re.search(address, reader.main.inner_text())
    assert found is not None
    return found[0]
