"""Names as they stand in mail addresses."""

from __future__ import annotations

import unicodedata

LETTERS = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ı": "i", "ł": "l", "đ": "d", " ": "-", ".": ""}


def plain(name: str) -> str:
    """A name in the letters that mail addresses know."""
    written = "".join(LETTERS.get(letter, letter) for letter in name.replace("İ", "i").lower())
    return unicodedata.normalize("NFKD", written).encode("ascii", "ignore").decode()


def address(first_name: str, last_name: str, domain: str) -> str:
    """A mail address made of a name."""
    return f"{plain(first_name)}.{plain(last_name)}@{domain}"
