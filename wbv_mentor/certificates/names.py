"""Which names can be printed: those whose letters the fonts have."""

from __future__ import annotations

import re
import unicodedata

from wbv_mentor.errors import Refused, say

MOST_LETTERS = 80
SCRIPTS = ("LATIN ", "GREEK ", "CYRILLIC ")
BESIDES = " -‐'’ʼ.,0123456789"


def printable(name: str) -> str:
    """The name as it will be printed. Refused (field `name`) if it is empty, too long or has other signs."""
    name = re.sub(r"\s+", " ", unicodedata.normalize("NFC", name)).strip()
    if not any(letter.isalpha() for letter in name):
        raise Refused(say("Geben Sie Vornamen und Namen ein."), field="name")
    if len(name) > MOST_LETTERS:
        raise Refused(
            say(
                "Bitte höchstens %(most)s Zeichen. Sie haben %(count)s eingegeben.",
                most=MOST_LETTERS, count=len(name),
            ),
            field="name",
        )  # fmt: skip
    strange = next((sign for sign in name if not _has(sign)), None)
    if strange is not None:
        raise Refused(
            say(
                "Das Zeichen „%(sign)s“ können wir nicht drucken. Bitte schreiben Sie den Namen ohne es.",
                sign=strange,
            ),
            field="name",
        )
    return name


def _has(sign: str) -> bool:
    return sign in BESIDES or (sign.isalpha() and unicodedata.name(sign, "").startswith(SCRIPTS))
