"""What a mentor and a mentee do with a case, step by step, as in the browser journeys."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.live_server import LiveServer
from tests.browser.person import Person
from wbv_mentor.cases.pages.link import qr_image

MENTEE_PAGE = re.compile(r"http\S+/meine-beratung/[\w-]+")


def ask_for_consent(mentor: Person, alias: str) -> str:
    """Page 1 of a new case, up to the QR code on the screen; the address that the code holds."""
    mentor.follow("Neuer Fall", "Neuer Fall")
    mentor.write(alias=alias)
    expect(mentor.main.get_by_label("Mit dem QR-Code auf meinem Bildschirm")).to_be_checked()
    mentor.choose("Wie stehen Sie zueinander?", "Keine besondere Beziehung")
    mentor.press("Weiter", "Einwilligung einholen")
    return link_on_screen(mentor)


def link_on_screen(mentor: Person) -> str:
    """The mentee's address as the text to send says it; the QR code above holds the same."""
    found = MENTEE_PAGE.search(mentor.card("Als Nachricht").inner_text())
    assert found, "no link on the page"
    address = found[0].rstrip(".")
    shown = mentor.main.locator("img.wbv-qr__bild").get_attribute("src") or ""
    assert shown in str(qr_image(address, "")).replace("&#39;", "'").replace("&amp;", "&")
    return address


def say_yes(mentee: Person, address: str) -> None:
    """The mentee reads and agrees on another phone."""
    mentee.open(address, "Ihre Angaben aufschreiben?")
    mentee.read("Ihr Betrieb erfährt nichts.")
    mentee.tick("darf meine Angaben für die Beratung speichern")
    mentee.press("Ja, einverstanden", "Meine Beratung")
    mentee.read("Danke. Ihre Einwilligung ist angekommen.")


def finish_new_case(mentor: Person, server: LiveServer) -> str:
    """Pages 2 and 3, once the mentee has agreed; the case's number."""
    mentor.follow("Weiter", "Link zur eigenen Seite")
    mentor.read("Die Einwilligung liegt vor.")
    mentor.follow("Weiter zu Schritt 2")
    mentor.press("Speichern und weiter", within=mentor.card("Erreichbarkeit"))
    concern = mentor.card("Anliegen")
    expect(concern).to_be_visible()
    mentor.choose("Worum geht es?", "Aufsteigen")
    mentor.write(next_step="Zeugnisse mitbringen", next_step_by=server.in_days(7))
    mentor.press("Speichern und weiter", within=concern)
    mentor.read("Zeugnisse mitbringen")
    found = re.search(r"/cases/(\d{4}-\d{4})", mentor.page.url)
    assert found, mentor.page.url
    return found[1]


def case_in(mentor: Person, state: str) -> str:
    """The number of a case of the mentor's that stands there."""
    mentor.open("/cases", "Fälle")
    row = mentor.page.get_by_role("row").filter(has_text=state).first
    return row.get_by_role("rowheader").inner_text().strip()


def link_of(mentor: Person, case: str) -> str:
    """The mentee's address, as the mentor can show it again at any time."""
    mentor.open(f"/cases/{case}/link", "Link zur eigenen Seite")
    return link_on_screen(mentor)
