"""A case rests and goes on where it was; another one goes to a mentor who was invited just now."""

from __future__ import annotations

from tests.browser.case_steps import case_in
from tests.browser.conftest import Somebody
from tests.browser.invitation_steps import invite
from tests.browser.live_server import LiveServer


def test_a_paused_case_goes_on_where_it_was(somebody: Somebody, server: LiveServer) -> None:
    mentor = somebody()
    mentor.sign_in(server.accounts["mentor"])
    case = case_in(mentor, "Bedarfsermittlung")

    mentor.open(f"/cases/{case}/transitions/pause", "Pause machen")
    mentor.write(return_on=server.in_days(400))
    mentor.press("Pause machen", "Pause machen")
    mentor.read("Bitte wählen Sie einen Tag in den nächsten sechs Monaten.")
    mentor.write(return_on=server.in_days(60))
    mentor.press("Pause machen")
    mentor.read("Der Fall ruht bis", "Gesetzliche Fristen laufen weiter.")
    mentor.open(f"/cases/{case}/transitions/resume", "Pause beenden")
    mentor.press("Pause beenden")
    mentor.read("Bedarfsermittlung abschließen")

    assert case_in(mentor, "Bedarfsermittlung") == case


def test_a_case_goes_to_another_mentor(somebody: Somebody, server: LiveServer) -> None:
    old, new, staff = somebody(), somebody("phone"), somebody()
    old.sign_in(server.accounts["mentor"])
    case = case_in(old, "Erstgespräch")
    account = invite("Nora", "Neu", staff, new, server)

    old.open(f"/cases/{case}/transitions/hand_over", "Fall übergeben")
    choices = old.page.get_by_role("combobox")
    choices.select_option(choices.locator("option", has_text="Nora Neu").get_attribute("value"))
    old.choose("Wie hat die Person das erklärt?", "Mündlich")
    old.write(given_on=server.in_days(0), place="Kantine")
    old.press("Fall übergeben")
    old.read("Die Übergabe ist angefragt")

    new.sign_in(account)
    new.follow("Möchten Sie diesen Fall übernehmen?", "Möchten Sie diesen Fall übernehmen?")
    new.open(f"/cases/{case}", "Seite nicht gefunden", status=404)  # nothing before the yes
    new.page.go_back()
    new.press("Fall übernehmen")
    new.read("Sie begleiten diesen Fall jetzt.")

    old.open(f"/cases/{case}", "Seite nicht gefunden", status=404)
    old.open("/cases?which=all", "Fälle")
    assert case not in old.main.inner_text()
