"""The photo or scan of a signed page: bytes in the database, one row a consent."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from wbv_mentor.cases.models import Consent, ConsentProof
from wbv_mentor.db import session
from wbv_mentor.errors import Refused, say

MOST_BYTES = 10 * 1024 * 1024
MEDIA_TYPES = ("application/pdf", "image/jpeg", "image/png")


@dataclass(frozen=True)
class Proof:
    """What was sent as proof; the name is not kept."""

    name: str
    media_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        """What a record keeps instead of the bytes."""
        return hashlib.sha256(self.content).hexdigest()


def keep(consent: Consent, proof: Proof, *, now: datetime) -> ConsentProof:
    """Store the bytes beside the consent. Refused for another type of file or one that is too large."""
    if proof.media_type not in MEDIA_TYPES or len(proof.content) > MOST_BYTES:
        text = say(
            "Die Datei ist kein PDF und kein Bild. Bitte nehmen Sie PDF, JPG oder PNG, höchstens 10 MB."
        )
        raise Refused(text, field="proof")
    row = ConsentProof(
        consent_id=consent.id,
        media_type=proof.media_type,
        sha256=proof.sha256,
        content=proof.content,
        stored_at=now,
    )
    session.add(row)
    session.flush()
    return row
