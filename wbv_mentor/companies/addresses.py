"""The check that a mentor's or mentee's mail address belongs to no company (texts.md, 12)."""

from __future__ import annotations

from wbv_mentor.companies.queries import company_of_address
from wbv_mentor.errors import Message, say

OF_A_COMPANY = say(
    "Diese E-Mail-Adresse gehört zu einem Betrieb. Bitte nehmen Sie eine private Adresse. "
    "So kann im Betrieb niemand mitlesen."
)


def refuse_company_address(email: str) -> Message | None:
    """The sentence for an address at a domain, or below one, that a company owns. It names no company."""
    return None if company_of_address(email) is None else OF_A_COMPANY
