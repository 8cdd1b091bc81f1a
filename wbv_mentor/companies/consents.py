"""C4 to C6 need the mentee's consent for this request and this recipient. The cases room knows it."""

from __future__ import annotations

from collections.abc import Callable

from wbv_mentor.companies.models import Confirmation
from wbv_mentor.errors import Reason, say

# (confirmation, the contact's id or None) -> why this must not be asked there, or None
ConsentCheck = Callable[[Confirmation, int | None], Reason | None]
_checks: list[ConsentCheck] = []
NO_CONSENT = say("Noch nicht möglich: Es fehlt die Einwilligung für diese Anfrage und diese Ansprechperson.")


def register_consent_check(check: ConsentCheck) -> None:
    """Say who knows consents. Until somebody does, nothing that needs one is asked."""
    _checks[:] = [check]


def objection_to(confirmation: Confirmation, contact_id: int | None) -> Reason | None:
    """Why the company must not be asked this there; None when the mentee of the case agreed."""
    if confirmation.parent_id is None:
        return NO_CONSENT
    return _checks[0](confirmation, contact_id) if _checks else NO_CONSENT
