"""What the codes of an account are called; the pages of other rooms say it in the same words."""

from __future__ import annotations

from wbv_mentor.errors import Message, say

FUNCTION_LABELS: dict[str, Message] = {
    "colleague": say("Kolleg*in ohne Personalverantwortung"),
    "works_council_or_no_answer": say("Betriebsrat oder keine Angabe"),
    "personnel": say("Personalabteilung"),
    "supervisor": say("Führungskraft"),
    "owner_or_family": say("Inhaber*in oder Familie der Inhaber*in"),
}
