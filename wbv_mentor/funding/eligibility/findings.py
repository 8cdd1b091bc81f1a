"""What the check found: conditions with their sentences, and what follows for an instrument."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from wbv_mentor.errors import Message

Answer = Literal["yes", "no", "unknown"]
Learns = Literal["no", "yes", "applies_itself"]
Amounts = Mapping[str, Decimal]


@dataclass(frozen=True)
class Finding:
    """One condition: whether it holds (None: nobody can say yet), as a sentence, and where it stands.

    `missing` are the facts that would tell; without any, somebody else has to judge. `soft`: where it does
    not hold, the authority may still say yes.
    """

    holds: bool | None
    text: Message
    missing: tuple[str, ...] = ()
    soft: bool = False
    rule: str = ""
    source: str = ""


@dataclass(frozen=True)
class Result:
    """One instrument. `file_by` is the last safe day, None where it does not follow from what is known."""

    instrument: str
    result: Answer
    reasons: tuple[Finding, ...]
    amounts: Amounts = field(default_factory=dict)
    file_by: date | None = None
    strict: bool = False
    employer_learns: Learns = "no"
    replaced_by: str | None = None
    uncounted: tuple[str, ...] = ()  # facts without which nobody can say how much

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts that are missing and matter, each once."""
        if self.result == "no":
            return ()
        named = (name for one in self.reasons for name in one.missing)
        return tuple(dict.fromkeys((*named, *self.uncounted)))


def answer_of(reasons: tuple[Finding, ...]) -> Answer:
    """No, if a hard condition fails; yes, if all hold; else nobody can say yet."""
    if any(one.holds is False and not one.soft for one in reasons):
        return "no"
    return "yes" if all(one.holds for one in reasons) else "unknown"
