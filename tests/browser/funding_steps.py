"""What a mentor does about offers, plan and applications, step by step."""

from __future__ import annotations

from tests.browser.live_server import LiveServer
from tests.browser.person import Person

QCG, AFBG = "Qualifizierungschancengesetz", "Aufstiegs-BAföG"


def talk_and_assess(mentor: Person) -> None:
    """First talk and needs assessment, both completed."""
    mentor.choose("Höchster Berufsabschluss", "Berufsausbildung")
    mentor.write(goal="Industriemeisterin Metall werden")
    mentor.choose("Was darf der Betrieb wissen?", "Nichts")
    mentor.press("Speichern und weiter")
    mentor.follow("Erstgespräch abschließen", "Erstgespräch abschließen")
    mentor.press("Erstgespräch abschließen")
    mentor.read("Bedarfsermittlung abschließen")
    mentor.write(target_competence="Eine Schicht leiten", gap="Führung und Planung")
    mentor.press("Speichern und weiter")
    mentor.follow("Bedarfsermittlung abschließen", "Bedarfsermittlung abschließen")
    mentor.press("Bedarfsermittlung abschließen")
    mentor.read("Angebote und Förderprüfung")


def add_offers(mentor: Person, server: LiveServer, case: str) -> None:
    """Two offers, the first goes into the plan; then every instrument is checked."""
    mentor.open(f"/cases/{case}/offers", "Angebote")
    for number, provider in enumerate(("Saar-Lernzentrum", "Bildungswerk Blies")):
        mentor.follow("Neues Angebot", "Neues Angebot")
        mentor.write(
            title="Industriemeister*in Metall",
            provider=provider,
            price_eur="2.480,00",
            starts_on=server.in_days(90 + number),
            ends_on=server.in_days(150 + number),
        )
        mentor.press("Speichern", "Angebote")
    mentor.read("2.480,00 €", "Bildungswerk Blies")
    mentor.press("In den Plan übernehmen", "Angebote")
    mentor.read("Im Plan")


def check_funding(mentor: Person, case: str) -> None:
    """A few questions at a time; what is not known stays open. Looked at before it is recorded."""
    mentor.open(f"/cases/{case}/funding-check", "Förderprüfung")
    mentor.page.get_by_role("link", name="Förderung prüfen").click()
    while "/questions" in mentor.page.url:
        for unknown in mentor.main.get_by_label("Weiß ich nicht").all():
            unknown.check()
        mentor.press("Weiter")
    mentor.see("Angaben prüfen")
    mentor.read("Ohne Ihren Betrieb", "Nur Ihr Betrieb kann es beantragen", AFBG)
    mentor.press("Ergebnis speichern", "Förderprüfung")
    mentor.read("Ergebnis gespeichert.", "Noch unklar")


def draft_plan(mentor: Person, case: str) -> None:
    """The plan as a draft, which the mentee then sees on her own page."""
    mentor.open(f"/cases/{case}/transitions/agree_plan", "Weiterbildungsplan vereinbaren")
    mentor.write(
        goal="Industriemeisterin Metall werden",
        measure="Industriemeister*in Metall beim Saar-Lernzentrum",
        funding="Aufstiegs-BAföG und Qualifizierungschancengesetz",
        next_steps="Anträge stellen",
    )
    mentor.choose("Arbeitszeit", "In der eigenen Zeit")
    mentor.press("Entwurf der Person zeigen")
    mentor.read("Entwurf gespeichert.")


def apply(mentor: Person, server: LiveServer, case: str, funding: str) -> str:
    """An application from planning to filing, with its papers ticked; its address."""
    mentor.open(f"/cases/{case}/applications/new", "Förderantrag anlegen")
    choices = mentor.page.get_by_role("combobox")
    choices.select_option(choices.locator("option", has_text=funding).first.get_attribute("value"))
    mentor.press("Förderantrag anlegen", funding)
    address = mentor.page.url
    mentor.follow("Unterlagen sammeln", "Unterlagen sammeln")
    mentor.press("Unterlagen sammeln", funding)
    mentor.follow("Unterlagen abhaken", "Unterlagen")
    mentor.main.get_by_label("Liegt vor").first.check()
    mentor.press("Speichern", funding)
    mentor.read("liegt vor")
    mentor.follow("Antrag einreichen", "Antrag einreichen")
    mentor.write(submitted_on=server.in_days(0), arrived_on=server.in_days(0), proof="Eingangsbestätigung")
    mentor.choose("Auf welchem Weg?", "Online")
    mentor.press("Antrag einreichen", funding)
    mentor.read("Eingereicht")
    return address
