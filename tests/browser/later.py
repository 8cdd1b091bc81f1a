"""`wbv-mentor` some days later: `python -m tests.browser.later 30 serve`.

Every clock that the process and its children ask stands so many days ahead and goes on ticking; it is
the real command otherwise. A test that has to live through months ends the server and starts it later,
on the same database: what falls due in between is done by the system's own jobs, as after a downtime.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta

import time_machine

from wbv_mentor.cli import main

if __name__ == "__main__":
    days = timedelta(days=int(sys.argv[1]))
    del sys.argv[1]
    with time_machine.travel(datetime.now(UTC) + days, tick=True):  # noqa: TID251
        main()
