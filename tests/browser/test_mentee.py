"""A mentee's own page on a phone: yes, plan, one consent off, everything taken back, and the way back."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.case_steps import ask_for_consent, case_in, link_of
from tests.browser.conftest import Somebody
from tests.browser.funding_steps import draft_plan
from tests.browser.live_server import LiveServer
from tests.browser.person import Person


def test_yes_with_a_way_to_be_reached(somebody: Somebody, server: LiveServer) -> None:
    mentor, mentee = somebody(), somebody("phone")
    mentor.sign_in(server.accounts["mentor"])
    link = ask_for_consent(mentor, "Mia")

    mentee.open(link, "Ihre Angaben aufschreiben?")
    assert mentee.page.title() == "Weiterbildungsverbund Saarland"
    mentee.press("Ja, einverstanden", "Ihre Angaben aufschreiben?")  # without a tick: an error list
    expect(mentee.page.locator("#fehler")).to_be_focused()
    mentee.tick("darf meine Angaben für die Beratung speichern")
    mentee.tick("Ja, Sie dürfen mich so erreichen")
    mentee.choose("So erreichen Sie mich am besten", "Private E-Mail")
    mentee.write(email="mia@privat.example")
    mentee.press("Ja, einverstanden", "Meine Beratung")

    mentee.read("Sandra Becker", "mia@privat.example", "Niemand außer der Person, die Sie begleitet.")


def test_no_erases_at_once(somebody: Somebody, server: LiveServer) -> None:
    mentor, mentee = somebody(), somebody("phone")
    mentor.sign_in(server.accounts["mentor"])
    link = ask_for_consent(mentor, "Nils")
    case = mentor.page.url

    mentee.open(link, "Ihre Angaben aufschreiben?")
    mentee.press("Nein, danke", "Alles ist gelöscht")

    mentor.open(case, "Seite nicht gefunden", status=404)
    mentee.open(link, "Dieser Link", status=404)


def test_plan_confirmed_and_one_consent_off(somebody: Somebody, server: LiveServer) -> None:
    mentor, mentee = somebody(), somebody("phone")
    mentor.sign_in(server.accounts["mentor"])
    case = case_in(mentor, "Angebote und Förderprüfung")
    draft_plan(mentor, case)
    mentee.open(link_of(mentor, case), "Meine Beratung")

    mentee.press("Ja, so machen wir es", "Meine Beratung")
    mentee.read("Danke. Sie haben dem Plan zugestimmt.")

    off = mentee.card("Was Sie erlaubt haben").get_by_role("button", name="Nicht mehr erlauben")
    before = off.count()
    assert before
    off.first.click()
    mentee.read("Einwilligung zurückgezogen.", "Frühere Einwilligungen")
    mentee.see("Meine Beratung")
    expect(off).to_have_count(before - 1)


def test_everything_taken_back_and_on_again(somebody: Somebody, server: LiveServer) -> None:
    mentor, mentee = somebody(), somebody("phone")
    mentor.sign_in(server.accounts["mentor"])
    case = case_with_deadline(mentor)
    link = link_of(mentor, case)
    mentee.open(link, "Meine Beratung")

    mentee.follow("Einwilligung zurückziehen und alles löschen", "Einwilligung zurückziehen")
    mentee.read("Ihr Betrieb erfährt davon nichts.", "Diese Fristen laufen noch:")
    mentee.press("Ja, zurückziehen", "Einwilligung zurückgezogen")

    mentor.open(f"/cases/{case}", "Seite nicht gefunden", status=404)
    mentee.open(link, "Einwilligung zurückgezogen")
    running = mentee.card("Diese Fristen laufen weiter")
    expect(running.get_by_role("listitem").first).to_contain_text("bis ")
    mentee.follow("Liste zum Ausdrucken", "Meine Fristen")
    mentee.open(link)
    mentee.press("Doch weitermachen", "Meine Beratung")
    mentor.open(f"/cases/{case}")
    expect(mentor.card("Was möchten Sie tun?")).to_be_visible()


def case_with_deadline(mentor: Person) -> str:
    """A case of the mentor's with an application that has a legal deadline."""
    mentor.open("/cases", "Fälle")
    rows = mentor.page.get_by_role("row").filter(has_text="Förderanträge laufen")
    for case in rows.get_by_role("rowheader").all_inner_texts():
        mentor.open(f"/cases/{case.strip()}")
        if "Gesetzliche Frist" in mentor.card("Nächste Frist").inner_text():
            return case.strip()
    raise AssertionError("the demo has no case with a legal deadline")
