"""Mail addresses: one way of writing each, and checks that rooms above add.

The companies room registers the check that a mentor's or mentee's address belongs to no company:
there a colleague could read along (texts.md, 12).
"""

from __future__ import annotations

from collections.abc import Callable

from email_validator import EmailNotValidError, validate_email

from wbv_mentor.errors import Message, Refused, say

AddressCheck = Callable[[str], Message | None]
_checks: list[AddressCheck] = []

NOT_AN_ADDRESS = say("Geben Sie eine E-Mail-Adresse ein, zum Beispiel name@beispiel.de.")


def normalise(email: str) -> str:
    """The address as it is stored, compared and written to: small letters, ASCII, an umlaut domain as xn--.

    Refused if it is none, or has letters that not every mail server takes in front of the @.
    """
    try:
        found = validate_email(email.strip(), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise Refused(NOT_AN_ADDRESS, field="email") from None
    return (found.ascii_email or found.normalized).lower()


def register_address_check(check: AddressCheck) -> None:
    """Add a check for the private addresses of mentors and mentees: a sentence refuses."""
    if check not in _checks:
        _checks.append(check)


def check_address(email: str) -> Message | None:
    """The first objection to a mentor's or mentee's address, or None."""
    for check in _checks:
        if (objection := check(email)) is not None:
            return objection
    return None
