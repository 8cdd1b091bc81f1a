"""A process of its own that ticks until it is killed: `python -m tests.faults.ticking`."""

from __future__ import annotations

import time

from tests.sample_mail import install
from wbv_mentor import jobs
from wbv_mentor.app import create_app

if __name__ == "__main__":
    app = install(create_app())
    jobs.start_runner(app)
    print("started", flush=True)  # noqa: T201 the test waits for it
    time.sleep(300)
