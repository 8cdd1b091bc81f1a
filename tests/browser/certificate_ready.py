"""Somebody who passed the colloquium a moment ago: `python -m tests.browser.certificate_ready`.

The way there takes months and is walked elsewhere; here it is told to a running server's database by the
same use cases. Prints the mail address; the password is accounts.PASSWORD.
"""

from __future__ import annotations

from tests.accounts import password_hash
from tests.certificate_steps import owner, ready
from wbv_mentor import clock
from wbv_mentor.app import create_app
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.people.invitations import change_password
from wbv_mentor.people.models import Account

if __name__ == "__main__":
    with create_app().app_context():
        mentor = owner(ready(cohort="2019-01"))
        digest = password_hash()
        with unit_of_work():
            account = session.get_one(Account, mentor.id)
            change_password(account=account, password_hash=digest, by=mentor, now=clock.now())
            email = account.email
        print(email)  # noqa: T201 the test reads it
