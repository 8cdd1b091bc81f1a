"""Passwords: Flask-Security hashes and compares them; here stands what a good one is.

Length is what counts (NIST SP 800-63B: at least 15 characters where a password stands alone; no
rules about kinds of characters). Hashing takes a tenth of a second on purpose, so nothing here may
run inside a unit of work.
"""

from __future__ import annotations

import re
from typing import Any

from flask_security import PasswordUtil
from flask_security.proxies import _security
from flask_security.utils import hash_password, verify_password

from wbv_mentor.errors import Message, Refused, say
from wbv_mentor.people.models import Account

SHORTEST = 15
LONGEST = 128
FEW_LETTERS = 6
# Words that stand in every attacker's list for this house.
EXPECTED = ("passwort", "password", "weiterbildung", "arbeitskammer", "saarland", "mentor", "willkommen")


class PasswordRules(PasswordUtil):
    """Flask-Security's place for rules, with German sentences."""

    def validate(self, password: str, is_register: bool, **kwargs: Any) -> tuple[list[Message] | None, str]:
        """The objections (None if there are none) and the normalised password."""
        plain = self.normalize(password)
        objection = objection_to(plain, kwargs.get("user"))
        return ([objection] if objection else None), plain


def normalised(password: str) -> str:
    """The password as it is counted and hashed: the same letters however a keyboard makes them."""
    return str(_security.password_util.normalize(password))


def objection_to(password: str, account: Account | None) -> Message | None:
    """What is wrong with a password for this person, or None."""
    return _length(password) or _guessable(password, account)


def _length(password: str) -> Message | None:
    if len(password) < SHORTEST:
        return say(
            "Das Passwort ist zu kurz. Nehmen Sie mindestens %(least)s Zeichen, zum Beispiel vier Wörter.",
            least=SHORTEST,
        )
    if len(password) > LONGEST:
        return say("Das Passwort ist zu lang. Nehmen Sie höchstens %(most)s Zeichen.", most=LONGEST)
    return None


def _guessable(password: str, account: Account | None) -> Message | None:
    """Refuse what remains short once the expected words, repetitions and runs of digits are gone."""
    rest = password.casefold()
    own = re.split(r"[\W_]+", f"{account.email} {account.display_name}".casefold()) if account else []
    for word in sorted({*EXPECTED, *(part for part in own if len(part) > 2)}, key=len, reverse=True):
        rest = rest.replace(word, "")
    rest = re.sub(r"(.{1,8}?)\1+", r"\1", re.sub(r"\d{3,}", "", rest))
    if len(rest) < SHORTEST // 2 or len(set(rest)) < FEW_LETTERS:
        return say(
            "Dieses Passwort ist leicht zu erraten. Nehmen Sie zum Beispiel vier Wörter ohne Zusammenhang."
        )
    return None


def hashed(password: str, account: Account | None = None, *, field: str = "password") -> str:
    """The hash of a new password. Refused with what is wrong with it, at the given form field."""
    objections, plain = _security.password_util.validate(password, False, user=account)
    if objections:
        raise Refused(*objections, field=field)
    return hash_password(plain)


def matches(password: str, stored: str | None) -> bool:
    """Whether the password is the stored one. Takes as long if there is no stored one."""
    plain = normalised(password)
    if stored is None:
        hash_password(plain)
        return False
    return verify_password(plain, stored)


def hashed_again(password: str, stored: str | None) -> str | None:
    """A new hash if the stored one was made with weaker parameters than are in use now."""
    if stored is None or not _security.pwd_context.needs_update(stored):
        return None
    return hash_password(normalised(password))
