"""What stored values of a case are called on its pages, in the order in which they are offered."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from wbv_mentor.cases.consent import PURPOSE_LABELS
from wbv_mentor.web.formatting import say

BEHALF_WAYS: list[tuple[str, Any]] = [("paper", _l("Auf Papier")), ("spoken", _l("Mündlich"))]
OFFER_MODES: list[tuple[str, Any]] = [
    ("in_person", _l("Vor Ort")),
    ("online", _l("Online")),
    ("mixed", _l("Teils vor Ort, teils online")),
]
CHANNEL_LABELS: list[tuple[str, Any]] = [
    ("email", _l("Private E-Mail")),
    ("phone", _l("Telefon")),
    ("letter", _l("Brief")),
    ("in_person", _l("Persönlich")),
]
TALK_KINDS: list[tuple[str, Any]] = [
    ("in_person", _l("Persönlich")),
    ("phone", _l("Telefon")),
    ("video", _l("Video")),
    ("message", _l("E-Mail oder Nachricht")),
]


def purposes() -> list[tuple[str, str]]:
    """What a consent can be for; the first one, to the advice itself, is given by its transition."""
    return [(name, say(text)) for name, text in PURPOSE_LABELS.items() if name != "case_work"]
