"""What the operator's settings put on every certificate."""

from __future__ import annotations

from urllib.parse import urlsplit

from wbv_mentor.certificates.facts import Imprint
from wbv_mentor.config import PLACEHOLDER, Settings

NETWORK = "Weiterbildungsverbund Saarland"
PLACE = "Saarbrücken"


def imprint_of(settings: Settings) -> Imprint:
    """The imprint by these settings. A number that nobody has filled in yet is not printed."""
    base = settings.base_url.rstrip("/")
    phone = settings.operator_phone.strip()
    return Imprint(
        organisation=settings.operator_name, network=NETWORK, place=PLACE,
        check_address=base.removeprefix(f"{urlsplit(base).scheme}://") + "/pruefen",
        check_url=f"{base}/pruefen", phone="" if phone == PLACEHOLDER else phone,
        signed=settings.certificate_signatures == "wet", signer=settings.certificate_signer.strip(),
        funding_note=settings.certificate_funding_note.strip(),
    )  # fmt: skip
