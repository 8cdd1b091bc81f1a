"""A process of its own that sends what is due, to be killed: `python -m tests.faults.sending`."""

from __future__ import annotations

from tests.sample_mail import install
from wbv_mentor import jobs
from wbv_mentor.app import create_app

if __name__ == "__main__":
    app = install(create_app())
    with app.app_context():
        jobs.run("outbox")
