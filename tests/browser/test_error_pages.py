"""What people see when something does not work: 401, 403, 404, 409, 422; nothing typed is lost."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.case_steps import case_in
from tests.browser.conftest import Somebody
from tests.browser.live_server import LiveServer

TEXT = "Kursangebot bei der IHK anfragen"


def test_not_found_and_not_allowed(somebody: Somebody, server: LiveServer) -> None:
    guest, mentor = somebody(), somebody("phone")
    guest.open("/gibt-es-nicht", "Seite nicht gefunden", status=404)
    mentor.sign_in(server.accounts["mentor"])
    mentor.open("/cases/2020-9999", "Seite nicht gefunden", status=404)
    mentor.open("/mentors", "Nicht freigegeben", status=403)
    mentor.follow("Zur Startseite", "Guten Tag")


def test_wrong_answers_come_back_with_an_error_list(somebody: Somebody, server: LiveServer) -> None:
    mentor = somebody()
    mentor.sign_in(server.accounts["mentor"])
    case = case_in(mentor, "Angebote und Förderprüfung")
    mentor.open(f"/cases/{case}/offers/new", "Neues Angebot")
    mentor.write(title="Kurs", price_eur="zwei", starts_on="10.3.2027", ends_on="3.3.2027")

    with mentor.page.expect_response(lambda answer: answer.request.method == "POST") as sent:
        mentor.press("Speichern", "Neues Angebot")

    assert sent.value.status == 422
    errors = mentor.page.locator("#fehler").get_by_role("listitem")
    expect(errors).to_have_count(3)
    mentor.read("Geben Sie eine Zahl ein, zum Beispiel 2.480,00.")
    expect(mentor.page.locator("[name=price_eur]")).to_have_value("zwei")


def test_a_stale_page_says_what_changed_and_keeps_the_text(somebody: Somebody, server: LiveServer) -> None:
    mentor = somebody()
    mentor.sign_in(server.accounts["mentor"])
    case = case_in(mentor, "Bedarfsermittlung")
    mentor.open(f"/cases/{case}/tasks/new", "Neue Aufgabe")
    mentor.write(title=TEXT, due_on=server.in_days(5))
    other = mentor.page.context.new_page()
    other.goto(f"/cases/{case}/transitions/pause")
    other.locator("[name=return_on]").fill(server.in_days(30))
    other.get_by_role("main").get_by_role("button", name="Pause machen").click()
    expect(other.get_by_role("main")).to_contain_text("Der Fall ruht bis")

    with mentor.page.expect_response(lambda answer: answer.request.method == "POST") as sent:
        mentor.press("Speichern", "Neue Aufgabe")

    assert sent.value.status == 409
    mentor.read("Inzwischen hat Weiterbildungsmentor*in", "geändert (")
    expect(mentor.page.locator("[name=title]")).to_have_value(TEXT)
    mentor.press("Speichern")
    mentor.read("Aufgabe gespeichert.", TEXT)


def test_a_double_click_does_the_thing_once(somebody: Somebody, server: LiveServer) -> None:
    for device in ("desk", "plain"):
        mentor = somebody("plain" if device == "plain" else "desk", looks=False)
        mentor.sign_in(server.accounts["mentor"])
        case = case_in(mentor, "Erstgespräch")
        title = f"{TEXT} ({device})"
        mentor.open(f"/cases/{case}/tasks/new", "Neue Aufgabe")
        mentor.write(title=title, due_on=server.in_days(5))
        mentor.main.get_by_role("button", name="Speichern").dblclick()
        mentor.read("Aufgabe gespeichert.")
        expect(mentor.card("Gespräche und Aufgaben").get_by_role("link", name=title)).to_have_count(1)
