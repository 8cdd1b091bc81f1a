"""How pages name what a certificate is."""

from __future__ import annotations

from wbv_mentor.certificates.facts import TITLES
from wbv_mentor.errors import Message, say

STATES: dict[str, Message] = {
    "ready": say("Wartet auf Bestätigung"),
    "confirmed": say("Bereit zum Ausstellen"),
    "issued": say("Ausgestellt"),
    "revoked": say("Zurückgenommen"),
    "replaced": say("Ersetzt"),
}
GROUPS: dict[str, Message] = {
    "confirmed": say("Bereit zum Ausstellen"),
    "ready": say("Wartet auf Bestätigung"),
    "issued": say("Ausgestellt"),
    "ended": say("Ersetzt oder zurückgenommen"),
}
BADGES = {
    "ready": "info", "confirmed": "warning", "issued": "success", "revoked": "danger", "replaced": "info",
}  # fmt: skip


def title_of(form: str | None) -> str:
    """The title as printed, with the word before it; the same in every language."""
    return " ".join(TITLES[form]) if form in TITLES else ""
