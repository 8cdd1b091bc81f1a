"""What the tick does for accounts: forget what is no longer needed."""

from __future__ import annotations

from wbv_mentor import clock
from wbv_mentor.db import unit_of_work
from wbv_mentor.jobs import job
from wbv_mentor.people.limits import forget_old_failures
from wbv_mentor.people.sessions import forget_old_sessions


@job("people_forget", every=3600)
def forget_old() -> int:
    """Delete failed tries after a day and sessions thirty days after their last use."""
    with unit_of_work():
        now = clock.now()
        return forget_old_failures(now=now) + forget_old_sessions(now=now)
