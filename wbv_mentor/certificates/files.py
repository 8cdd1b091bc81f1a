"""Says whether a file is a document of this house, as it was made: a certificate or a confirmation."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

import pikepdf
from sqlalchemy import select

from wbv_mentor.certificates.models import AttendanceConfirmation, Blob, Certificate
from wbv_mentor.certificates.queries import by_number
from wbv_mentor.db import session

Verdict = Literal["unchanged", "changed", "unknown"]
NUMBER = re.compile(r"WBM-[0-9A-Z-]{1,30}-[0-9]{3,}")


@dataclass(frozen=True)
class Verified:
    """A file, what it is, and the certificate it is or claims to be, or the confirmation of attendance.

    A confirmation bears no number, so a changed one cannot claim to be one of ours.
    """

    verdict: Verdict
    sha256: str
    certificate: Certificate | None = None
    confirmation: AttendanceConfirmation | None = None


def verify(content: bytes) -> Verified:
    """Compare a file with what is stored: by its SHA-256, else by the number it bears."""
    digest = hashlib.sha256(content).hexdigest()
    found: Blob | None = session.scalars(select(Blob).where(Blob.sha256 == digest)).first()
    if found is not None:
        return Verified("unchanged", digest, found.certificate, found.confirmation)
    number = number_in(content)
    claimed = by_number(number) if number else None
    return Verified("changed" if claimed else "unknown", digest, claimed)


def number_in(content: bytes) -> str | None:
    """The number in a document's description; None if it is no readable PDF or bears none."""
    try:
        with pikepdf.open(BytesIO(content)) as document:
            said = str(document.docinfo.get("/Subject", ""))
    except (pikepdf.PdfError, ValueError, RuntimeError):
        said = ""
    found = NUMBER.search(said) or NUMBER.search(content.decode("latin-1"))
    return found[0] if found else None
