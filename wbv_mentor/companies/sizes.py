"""What size classes and kinds of agreements are called."""

from __future__ import annotations

from wbv_mentor.errors import Message, say

SIZE_LABELS: dict[str, Message] = {
    "under_10": say("Unter 10 Beschäftigte"),
    "10_to_49": say("10 bis 49 Beschäftigte"),
    "50_to_249": say("50 bis 249 Beschäftigte"),
    "250_and_more": say("250 und mehr Beschäftigte"),
}
AGREEMENT_LABELS: dict[str, Message] = {
    "written": say("Kooperationsvereinbarung, unterschrieben"),
    "spoken": say("Zusammenarbeit mündlich vereinbart"),
}
