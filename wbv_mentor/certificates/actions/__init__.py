"""Use cases of certificates: ready, confirmed, issued, revoked, replaced; and attendance confirmed."""

from __future__ import annotations

from wbv_mentor.certificates.actions.attending import confirm_attendance, drop_attendance
from wbv_mentor.certificates.actions.ending import replace, revoke
from wbv_mentor.certificates.actions.issuing import Outcome, issue, issue_many, missing
from wbv_mentor.certificates.actions.readying import confirm_name, drop_ready, make_ready

__all__ = [
    "Outcome", "confirm_attendance", "confirm_name", "drop_attendance", "drop_ready", "issue", "issue_many",
    "make_ready", "missing", "replace", "revoke",
]  # fmt: skip
