"""What an audit finds, each with the entry that it is about, named so that a person finds it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from wbv_mentor.clock import BERLIN

What = Literal[
    "edited", "missing", "inserted", "moved", "impossible",  # an entry
    "note", "state", "seal", "cut_off", "trigger",
]  # fmt: skip


@dataclass(frozen=True)
class Name:
    """An entry, or only its instance, or only its number, as far as it is known."""

    entry_id: int | None = None
    kind: str | None = None
    instance_id: int | None = None
    reference: str | None = None
    seq: int | None = None
    at: datetime | None = None

    def __str__(self) -> str:
        if self.seq is None and self.entry_id is not None:
            return f"entry no. {self.entry_id}"
        whose = self.reference or (
            f"{self.kind or 'instance'} {self.instance_id}" if self.instance_id else ""
        )
        which = f"entry {self.seq}" if self.seq is not None else ""
        more = [f"no. {self.entry_id}"] if self.entry_id is not None else []
        if isinstance(self.at, datetime):
            more.append(f"{self.at.astimezone(BERLIN):%d.%m.%Y %H:%M}")
        named = ", ".join(part for part in (whose, which) if part)
        return f"{named} ({', '.join(more)})" if more else named


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it was written; `text` says it in a sentence that begins with the name."""

    what: What
    text: str
    name: Name | None = None
    seal: int | None = None

    def as_json(self) -> dict[str, Any]:
        """The finding for programs."""
        name = self.name or Name()
        return {
            "what": self.what, "text": self.text, "entry": name.entry_id, "instance": name.instance_id,
            "reference": name.reference, "seq": name.seq, "at": name.at, "seal": self.seal,
        }  # fmt: skip
