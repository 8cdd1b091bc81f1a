"""The pages that no journey comes by, for each role; the shell's switches; a long name."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Somebody
from tests.browser.live_server import LiveServer
from tests.browser.person import Person

PUBLIC = {
    "/": "Weiterbildung – gemeinsam den nächsten Schritt finden",
    "/login": "Anmelden",
    "/passwort-vergessen": "Neues Passwort",
    "/impressum": "Impressum",
    "/datenschutz": "Datenschutz",
    "/barrierefreiheit": "Erklärung zur Barrierefreiheit",
    "/barriere-melden": "Barriere melden",
    "/leichte-sprache": "Leichte Sprache",
    "/ich-suche-rat": "Ich suche Rat",
    "/ich-suche-rat/gesendet": "Danke für Ihre Anfrage",
    "/mail": "Nachrichten",
}
BELOW_A_CASE = (
    "", "/history", "/deadlines", "/consents", "/consents/new", "/work", "/talks/new", "/tasks/new",
    "/offers", "/funding-check", "/funding-check/questions", "/funding-check/result",
    "/employer", "/release", "/referral", "/course-dates", "/link",
)  # fmt: skip


def test_public_pages(somebody: Somebody) -> None:
    guest = somebody()
    for address, heading in PUBLIC.items():
        guest.open(address, heading)


@pytest.mark.parametrize("role", ["mentor", "trainer", "coordinator", "admin"])
def test_pages_in_the_navigation(somebody: Somebody, server: LiveServer, role: str) -> None:
    person = somebody()
    person.sign_in(server.accounts[role])
    navigation = person.page.get_by_role("navigation", name="Hauptnavigation").get_by_role("link")
    addresses = [link.get_attribute("href") or "" for link in navigation.all()]
    assert addresses
    for address in [*addresses, "/konto"]:
        person.open(address)
        person.see("")
        open_first_row(person)


def open_first_row(person: Person) -> None:
    """The first entry of a list, if the page has one."""
    row = person.main.get_by_role("rowheader").get_by_role("link")
    if row.count():
        row.first.click()
        person.see("")


def test_pages_below_a_case(somebody: Somebody, server: LiveServer) -> None:
    mentor = somebody()
    mentor.sign_in(server.accounts["mentor"])
    mentor.open("/cases?which=all")
    numbers = mentor.page.get_by_role("rowheader").all_inner_texts()
    states = mentor.page.locator("td[data-l=Status]").all_inner_texts()
    for state, number in dict(zip(states, numbers, strict=True)).items():
        mentor.open(f"/cases/{number.strip()}")
        mentor.see("")
        if state == "Förderanträge laufen":
            for below in BELOW_A_CASE:
                mentor.open(f"/cases/{number.strip()}{below}")
                mentor.see("")


def test_pages_of_the_list_of_cases(somebody: Somebody, server: LiveServer) -> None:
    mentor = somebody()
    mentor.sign_in(server.accounts["mentor"])
    for address in ("?q=" + "x" * 3000, "?which=all&order=contact", "/views", "/views/new?which=all"):
        mentor.open(f"/cases{address}")
        mentor.see("")


def test_pages_with_the_figures_of_the_paths(somebody: Somebody, server: LiveServer) -> None:
    coordinator = somebody()
    coordinator.sign_in(server.accounts["coordinator"])
    coordinator.open("/")
    coordinator.main.get_by_role("link", name="Auswertung ansehen").click()
    paths = coordinator.main.get_by_role("list", name="Welcher Weg?").get_by_role("link").all()
    addresses = [link.get_attribute("href") or "" for link in paths]
    assert len(addresses) == 4
    for address in addresses:
        coordinator.open(address)
        coordinator.see("")
    coordinator.open("/workflows/mentee_case", "Beratungsfall")
    count = coordinator.main.locator("svg").get_by_role("link", name="Förderanträge laufen")
    number = count.locator(".ist-zahl").text_content()
    count.click()
    coordinator.read(f"{number} Fälle gefunden")
    coordinator.see("")


def test_language_and_colours(somebody: Somebody) -> None:
    guest = somebody()
    guest.open("/", "gemeinsam")
    footer = guest.page.get_by_role("contentinfo")
    html = guest.page.locator("html")

    footer.get_by_role("button", name="Dunkle Farben").click()
    expect(html).to_have_attribute("data-kern-theme", "dark")
    footer.get_by_role("button", name="English").click()
    expect(html).to_have_attribute("lang", "en")
    footer.get_by_role("button", name="Deutsch").click()
    footer.get_by_role("button", name="Helle Farben").click()
    expect(html).to_have_attribute("data-kern-theme", "light")


def test_a_name_of_two_hundred_characters_and_other_scripts(somebody: Somebody, server: LiveServer) -> None:
    mentor = somebody()
    mentor.sign_in(server.accounts["mentor"])
    mentor.open("/cases")
    number = mentor.page.get_by_role("row").filter(has_text="Bedarfsermittlung").first
    case = number.get_by_role("rowheader").inner_text().strip()
    wide = "W" * 150 + " <b>fett</b> 🎓 مرحبا"
    mentor.open(f"/cases/{case}/tasks/new", "Neue Aufgabe")
    mentor.write(title=wide, due_on="morgen")
    mentor.press("Speichern", "Neue Aufgabe")
    expect(mentor.page.locator("[name=title]")).to_have_value(wide)
    mentor.write(due_on=server.in_days(3))
    mentor.press("Speichern")
    mentor.read("<b>fett</b> 🎓")
    mentor.see("")
