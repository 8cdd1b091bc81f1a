"""How somebody gets an account: entered by the coordination, invited by mail, with a password of the own."""

from __future__ import annotations

import re
import secrets

from playwright.sync_api import expect

from tests.browser.live_server import Account, LiveServer
from tests.browser.person import Person

INVITATION = re.compile(r"http\S+/einladung/[\w-]+")
FUNCTION = "Kolleg*in ohne Personalverantwortung"


def invite(first_name: str, last_name: str, staff: Person, guest: Person, server: LiveServer) -> Account:
    """The coordination enters a mentor trained earlier; the mentor reads the invitation at /mail."""
    account = Account(f"{first_name}.{last_name}@post.example".lower(), secrets.token_urlsafe(12))
    staff.sign_in(server.accounts["coordinator"])
    staff.open("/mentors/new", "Mentor*in eintragen")
    staff.write(first_name=first_name, last_name=last_name, email=account.email)
    staff.choose("Funktion im Betrieb", FUNCTION)
    staff.write(trained_on=server.in_days(-90), proof="Zertifikat gesehen")
    staff.press("Eintragen und einladen", f"{first_name} {last_name}")

    guest.open("/mail", "Nachrichten")
    guest.follow("Ihr Zugang als Weiterbildungsmentor*in", "Ihr Zugang")
    found = INVITATION.search(guest.main.inner_text())
    assert found, guest.main.inner_text()
    guest.open(found[0], "Zugang einrichten")
    expect(guest.main.get_by_label(FUNCTION)).to_be_checked()
    guest.write(password=account.password, password_again=account.password)
    guest.press("Passwort speichern", "Anmelden")
    return account
