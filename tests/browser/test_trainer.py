"""A trainer's work: a new cohort at a desk; a day with the running one on a phone."""

from __future__ import annotations

import re
from datetime import date, timedelta

from playwright.sync_api import expect

from tests.browser.conftest import Somebody
from tests.browser.live_server import LiveServer
from tests.browser.person import Person
from wbv_mentor.engine.dates import working_day_before


def written(day: date) -> str:
    """A day as people write it."""
    return f"{day.day}.{day.month}.{day.year}"


def open_running_cohort(trainer: Person) -> None:
    """The board of the cohort that runs, by its card on the start page."""
    trainer.card("Meine Kohorten").get_by_role("link").first.click()
    trainer.see("Kohorte")


def test_a_new_cohort_gets_its_sessions(somebody: Somebody, server: LiveServer) -> None:
    trainer = somebody()
    trainer.sign_in(server.accounts["trainer"])
    trainer.follow("Neue Kohorte", "Neue Kohorte")
    trainer.press("Kohorte anlegen", "Neue Kohorte")  # nothing filled in: a list of what is missing
    trainer.read("Name: Bitte füllen Sie dieses Feld aus.")
    trainer.write(name="Frühling", starts_on=server.in_days(90), place="Kirkel", seats="12")
    trainer.press("Kohorte anlegen", "Termine")
    trainer.read("Die Kohorte steht.")
    trainer.main.get_by_role("link", name=re.compile("Termin ändern")).first.click()
    trainer.see("Termin ändern")
    trainer.write(begins="9", ends="halb vier")
    trainer.press("Speichern", "Termin ändern")
    trainer.read("Geben Sie eine Uhrzeit ein")
    trainer.write(ends="16.30 Uhr")
    trainer.press("Speichern", "Termine")
    trainer.read("09:00–16:30")
    trainer.follow("Zur Kohorte", "Kohorte Frühling")
    trainer.read("Noch niemand angemeldet.")
    trainer.follow("Verschieben", "Kohorte verschieben")
    trainer.write(starts_on=server.in_days(120))
    trainer.press("Kohorte verschieben", "Kohorte Frühling")
    trainer.follow("Absagen", "Kohorte absagen")
    trainer.press("Kohorte absagen", "Kohorte Frühling")
    trainer.read("Diese Kohorte ist abgesagt")


def test_a_day_with_the_running_cohort(somebody: Somebody, server: LiveServer) -> None:
    trainer = somebody("phone")
    trainer.sign_in(server.accounts["trainer"])
    open_running_cohort(trainer)
    board = trainer.page.url

    # Exceptions first, and the filter is an address.
    trainer.follow("mit überfälligen Nachweisen")
    expect(trainer.page).to_have_url(re.compile("view=overdue"))
    trainer.see("Kohorte")
    trainer.main.get_by_role("checkbox").first.check()
    trainer.press("Erinnern", "Erinnern")
    trainer.press("Senden", "Kohorte")
    trainer.read("1 E-Mail ist unterwegs.")

    # One more session of a piece, today or on the working day before: one button, then an exception.
    trainer.open(board)
    trainer.follow("Termin anlegen", "Termin anlegen")
    trainer.page.locator("[name=piece]").select_option(index=1)
    day = working_day_before(server.today)
    trainer.write(held_on=written(day), begins="17 Uhr", ends="20 Uhr")
    trainer.press("Speichern", "Termine")
    trainer.main.get_by_role("link", name=re.compile("^eintragen")).first.click()
    trainer.see("Anwesenheit am")
    trainer.press("Alle anwesend", "Kohorte")
    trainer.read("Die Anwesenheit ist gespeichert.")

    # One person: what is missing is recorded, and the next step opens.
    trainer.main.get_by_role("rowheader").get_by_role("link").first.click()
    trainer.see("")
    trainer.follow("Nachweis eintragen", "Nachweis eintragen")
    trainer.choose("Was?", "Vertraulichkeitserklärung")
    trainer.write(on=written(server.today + timedelta(days=3)))
    trainer.press("Speichern", "Nachweis eintragen")
    trainer.read("Geben Sie ein Datum bis zum")
    trainer.write(on=written(server.today))
    trainer.press("Speichern", "")
    trainer.read("Gespeichert.")


def test_evidence_is_signed_off_or_given_back(somebody: Somebody, server: LiveServer) -> None:
    trainer = somebody()
    trainer.sign_in(server.accounts["trainer"])
    trainer.open("/cohorts/evidence", "Freigaben")
    trainer.main.get_by_role("rowheader").get_by_role("link").first.click()
    trainer.see("")
    piece = trainer.page.url
    trainer.press("Zurückgeben", "")
    trainer.read("Schreiben Sie, was noch fehlt.")
    trainer.write(hint="Welche Kurse haben Sie gezeigt?")
    trainer.press("Zurückgeben", "")
    trainer.read("Gespeichert.")
    trainer.open(piece)
    trainer.see("")
    trainer.read("Welche Kurse haben Sie gezeigt?")
