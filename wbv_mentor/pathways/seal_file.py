"""A seal as it leaves the house: in a mail, in the manifest of a backup, from the command line."""

from __future__ import annotations

import re
from datetime import datetime
from email import message_from_bytes
from email.policy import default
from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError

from wbv_mentor.pathways.models import JournalSeal

_BLOCK = re.compile(r'\{[^{}]*"last_entry_id"[^{}]*\}')


class SealFile(BaseModel):
    """What a seal says, without the marks; small enough to be printed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seal: int
    sealed_at: datetime
    entries: int
    last_entry_id: int
    prev: str
    digest: str

    @classmethod
    def of(cls, seal: JournalSeal) -> Self:
        """The file of a stored seal."""
        return cls(
            seal=seal.id, sealed_at=seal.sealed_at, entries=seal.entries, last_entry_id=seal.last_entry_id,
            prev=seal.prev, digest=seal.digest,
        )  # fmt: skip

    @classmethod
    def read(cls, content: bytes) -> Self:
        """The seal in a file: alone, in a text, or in the mail that was kept. ValueError if there is none."""
        found = _BLOCK.search(_text_of(content))
        if found is None:
            raise ValueError("it holds no seal")
        try:
            return cls.model_validate_json(found[0])
        except ValidationError as error:
            raise ValueError(f"its seal is damaged ({error.errors()[0]['msg']})") from None

    def text(self) -> str:
        """The lines to keep."""
        return self.model_dump_json(indent=1)


def _text_of(content: bytes) -> str:
    plain = content.decode(errors="replace")
    if _BLOCK.search(plain):
        return plain
    body = message_from_bytes(content, policy=default).get_body(("plain",))  # undoes what travelling did
    return str(body.get_content()) if body is not None else ""
