"""Typed text as it may be kept: composed letters, no invisible tricks."""

from __future__ import annotations

import re
import unicodedata

# Overrides, isolates and marks that turn the reading direction of the text behind them.
DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")


def tidy(text: str, *, lines: bool = False) -> str:
    """The text as kept: NFC, no direction marks, ends trimmed; one line unless `lines`.

    Control characters stay, so that `has_control` can refuse them.
    """
    text = INVISIBLE.sub("", DIRECTION.sub("", unicodedata.normalize("NFC", text)))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if lines:
        return text.strip()
    return re.sub(r"[\s\u00a0]+", " ", text).strip()


def has_control(text: str) -> bool:
    """Whether the text holds NUL or other control characters, which no form accepts."""
    return CONTROL.search(text) is not None


def showable(text: str) -> str:
    """Typed text to show again: everything but characters that would break the page."""
    return CONTROL.sub("\ufffd", DIRECTION.sub("", text))
