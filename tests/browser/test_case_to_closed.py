"""One case from the first contact to closed: one application approved, one rejected, ten months long."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.browser.case_steps import ask_for_consent, finish_new_case, say_yes
from tests.browser.conftest import Somebody
from tests.browser.funding_steps import (
    AFBG,
    QCG,
    add_offers,
    apply,
    check_funding,
    draft_plan,
    talk_and_assess,
)
from tests.browser.invitation_steps import invite
from tests.browser.live_server import Account, LiveServer
from tests.browser.person import Person

FOLLOW_UPS = (("4 Wochen", 28), ("3 Monaten", 66), ("6 Monaten", 93))


@pytest.mark.timeout(900)  # ten months; a minute on a machine that has nothing else to do
def test_from_contact_to_closed(somebody: Somebody, server: LiveServer) -> None:
    mentor, mentee = somebody(), somebody("phone")
    account = invite("Mara", "Lang", somebody(), mentor, server)  # nobody has to renew within the year
    mentor.sign_in(account)

    link = ask_for_consent(mentor, "Aylin")
    say_yes(mentee, link)
    case = finish_new_case(mentor, server)
    talk_and_assess(mentor)
    add_offers(mentor, server, case)
    check_funding(mentor, case)
    agree_on_plan(mentor, mentee, case, link)
    approved, rejected = (apply(mentor, server, case, funding) for funding in (QCG, AFBG))
    mentor.open(f"/cases/{case}/transitions/apply_for_funding", "Förderanträge beginnen")
    mentor.press("Förderanträge beginnen")
    mentor.read("Förderanträge laufen")

    later(server, mentor, account, 30)
    enter_approval(mentor, server, approved)
    enter_rejection(mentor, server, rejected)
    accept_rejection(mentor, rejected)
    book(mentor, case)

    later(server, mentor, account, 61)  # the course began yesterday: the system did that
    mentor.open(f"/cases/{case}")
    mentor.read_at_last("Im Kurs")
    later(server, mentor, account, 60)
    finish_course(mentor, server, case)
    for name, days in FOLLOW_UPS:
        later(server, mentor, account, days)
        follow_up(mentor, case, name)
    settle(mentor, approved)
    close(mentor, mentee, case, link)


def later(server: LiveServer, mentor: Person, account: Account, days: int) -> None:
    """The same server so many days later; the session is over, so the mentor signs in again."""
    server.move_on(days)
    mentor.sign_in(account)


def agree_on_plan(mentor: Person, mentee: Person, case: str, link: str) -> None:
    """The mentee says yes on her own page; only then it can be agreed."""
    draft_plan(mentor, case)
    mentor.open(f"/cases/{case}/transitions/agree_plan", "Weiterbildungsplan vereinbaren")
    mentor.press("Weiterbildungsplan vereinbaren")
    mentor.read("Die ratsuchende Person muss den Plan noch bestätigen.")
    mentor.see("Weiterbildungsplan vereinbaren")

    mentee.open(link, "Meine Beratung")
    mentee.read("Ihr Plan: Sind Sie einverstanden?", "Aufstiegs-BAföG und Qualifizierungschancengesetz")
    mentee.press("Ja, so machen wir es", "Meine Beratung")
    mentee.read("Danke. Sie haben dem Plan zugestimmt.")

    mentor.open(f"/cases/{case}/transitions/agree_plan", "Weiterbildungsplan vereinbaren")
    mentor.press("Weiterbildungsplan vereinbaren")
    mentor.read("Weiterbildungsplan vereinbart")


def enter_approval(mentor: Person, server: LiveServer, address: str) -> None:
    """The notice of the first application: approved in full."""
    mentor.open(address, QCG)
    mentor.follow("Bewilligung eintragen", "Bewilligung eintragen")
    mentor.write(notice_sent_on=server.in_days(-3), amount="2.480,00")
    mentor.choose("Rechtsbehelfsbelehrung", "Ja")
    mentor.press("Bewilligung eintragen", QCG)
    mentor.read("Bewilligt", "2.480,00 €")


def enter_rejection(mentor: Person, server: LiveServer, address: str) -> None:
    """The notice of the second one: rejected, with the last day for an objection and its arithmetic."""
    mentor.open(address, AFBG)
    mentor.follow("Ablehnung eintragen", "Ablehnung eintragen")
    mentor.write(notice_sent_on=server.in_days(-3), reason="Der Träger fehlt in der Liste.")
    mentor.choose("Rechtsbehelfsbelehrung", "Ja")
    mentor.press("Ablehnung eintragen", AFBG)
    deadlines = mentor.card("Fristen")
    mentor.read("Abgelehnt", "Widerspruch")
    mentor.unfold("Wie kommt dieses Datum zustande?")
    said = deadlines.inner_text()
    delivered = server.today + timedelta(days=1)  # four days after posting it counts as delivered
    assert f"{delivered.day}." in said
    assert "Monat" in said, said


def accept_rejection(mentor: Person, address: str) -> None:
    """The mentee does not want to object."""
    mentor.open(address, AFBG)
    mentor.follow("Ablehnung annehmen", "Ablehnung annehmen")
    mentor.press("Ablehnung annehmen", AFBG)
    mentor.read("Endgültig abgelehnt")


def book(mentor: Person, case: str) -> None:
    """The course of the plan, with title and dates taken from the chosen offer."""
    mentor.open(f"/cases/{case}/transitions/book_course", "Kurs buchen")
    mentor.choose("Freistellung durch den Betrieb", "Nicht nötig")
    mentor.write(release_reason="Kurs in der eigenen Zeit")
    mentor.press("Kurs buchen")
    mentor.read("Kurs gebucht")


def finish_course(mentor: Person, server: LiveServer, case: str) -> None:
    """The mentee has the certificate."""
    mentor.open(f"/cases/{case}/transitions/finish_course", "Kurs beenden")
    mentor.choose("Ergebnis", "Zertifikat oder Bescheinigung")
    mentor.write(ended_on=server.in_days(-1))
    mentor.press("Kurs beenden")
    mentor.read("Nachbetreuung")


def follow_up(mentor: Person, case: str, name: str) -> None:
    """One of the three talks after the course."""
    mentor.open(f"/cases/{case}")
    mentor.begin(f"Nachbetreuung nach {name}")
    mentor.choose("Haben Sie die Person erreicht?", "Ja")
    mentor.unfold("Weitere Angaben")
    mentor.choose("Haben Sie den Kurs abgeschlossen?", "Ja")
    mentor.press("Speichern und weiter")
    mentor.read("Gespeichert.")


def settle(mentor: Person, address: str) -> None:
    """The approval is final, nothing is left to prove."""
    mentor.open(address, QCG)
    mentor.follow("Bescheid ist endgültig", "Bescheid ist endgültig")
    mentor.press("Bescheid ist endgültig", QCG)
    mentor.follow("Antrag abschließen", "Antrag abschließen")
    mentor.choose("Erledigt", "Nichts weiter nötig")
    mentor.press("Antrag abschließen", QCG)
    mentor.read("Abgeschlossen")


def close(mentor: Person, mentee: Person, case: str, link: str) -> None:
    """The end, and what the mentee reads about it."""
    mentor.open(f"/cases/{case}/transitions/close_case", "Fall abschließen")
    mentor.choose("Ergebnis", "Zertifikat oder Bescheinigung")
    mentor.press("Fall abschließen")
    mentor.read("Dieser Fall ist abgeschlossen")
    mentor.see("Aylin")
    mentee.open(link, "Meine Beratung")
    mentee.read("Das bleibt: Ihre Angaben bis")
