"""The kinds of confirmation, C0 to C7: what each lets a company answer, change and pass on.

The table of pathways.md (company_confirmation) as data.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from wbv_mentor.errors import Message, say


@dataclass(frozen=True)
class Kind:
    """One kind. `change_for` is how long an answer can be changed; None: not at all by the company."""

    code: str
    label: Message
    from_case: bool = False  # hangs on a case: needs the mentee's consent for request and recipient
    answers: frozenset[str] = frozenset({"confirmed", "declined"})
    change_for: timedelta | None = None
    revocable: frozenset[str] = frozenset()  # roles that may revoke it once it is confirmed
    works_council_only: bool = False  # only the works council answers, and only there it may be passed on


WEEK = timedelta(days=7)
_YES_NO = frozenset({"confirmed", "declined"})
_WITH_CORRECTION = _YES_NO | {"corrected"}
_BOTH = frozenset({"mentor", "coordinator", "system"})

KINDS = {
    kind.code: kind
    for kind in (
        Kind("C0", say("Kooperationsvereinbarung"), change_for=WEEK, revocable=_BOTH),
        Kind(
            "C1", say("Mentor*in benannt und freigestellt"),
            answers=_WITH_CORRECTION, change_for=WEEK, revocable=_BOTH,
        ),
        Kind(
            "C2", say("Bedarfsgespräch hat stattgefunden"),
            answers=_WITH_CORRECTION | {"disputed"}, change_for=WEEK,
        ),
        # Until the date named in the bundle; as long as no bundle names one, there is no such time.
        Kind(
            "C3", say("Teilnahme an Bündel oder Verbundkurs"),
            answers=_WITH_CORRECTION, revocable=frozenset({"coordinator"}),
        ),
        Kind("C4", say("Arbeitgeberangaben zum Förderantrag"), from_case=True),
        Kind("C5", say("Entscheidung über Bildungsfreistellung"), from_case=True, answers=_WITH_CORRECTION),
        Kind("C6", say("Freistellung oder Teilnahme"), from_case=True, answers=_WITH_CORRECTION),
        Kind("C7", say("Zustimmung des Betriebsrats"), change_for=WEEK, works_council_only=True),
    )
}  # fmt: skip
BY_MENTOR = frozenset({"C2", "C3", "C4", "C5", "C6"})
OF_THE_COMPANY = frozenset(kind.code for kind in KINDS.values() if not kind.from_case)
