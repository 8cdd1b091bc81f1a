"""How mentors of the demo come into the register, and what happens to them there."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import select

from wbv_mentor import clock
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.demo.cast import Cast
from wbv_mentor.demo.mentors import FIRST_COHORT, SECOND_COHORT, MentorPerson
from wbv_mentor.demo.names import address
from wbv_mentor.demo.timeline import Story, at
from wbv_mentor.engine.dates import working_day_before
from wbv_mentor.pathways.advance import advance
from wbv_mentor.people.invitations import INVITATION, set_password_by_link
from wbv_mentor.people.models import Account, MailedLink
from wbv_mentor.people.passwords import hashed
from wbv_mentor.qualification.actions import add_trained_mentor
from wbv_mentor.qualification.models import Enrolment

SHOWN = FIRST_COHORT[0]  # the mentor whose password the demo hands out
FIRST_CAME, SECOND_CAME = 450, 62  # days ago
RESTING, RESTED_DAYS_AGO = "Backes", 14  # parental leave: the case has to find another mentor


def mentors(cast: Cast, present: date) -> Iterator[Story]:
    """Every mentor's way into the register."""
    password = secrets.token_urlsafe(12)
    cast.passwords["mentor"] = {"email": _email(SHOWN), "password": password}
    shown, hidden = hashed(password), hashed(secrets.token_urlsafe(12))  # nobody signs in as the others
    for group, days_ago in ((FIRST_COHORT, FIRST_CAME), (SECOND_COHORT, SECOND_CAME)):
        for number, person in enumerate(group):
            day = working_day_before(present - timedelta(days=days_ago - number // 4))
            yield _come(cast, person, day, 13 * number, shown if person is SHOWN else hidden)
    yield _rest(cast, working_day_before(present - timedelta(days=RESTED_DAYS_AGO)))


def _email(person: MentorPerson) -> str:
    return address(person.first_name, person.last_name, "post.example")


def _come(cast: Cast, person: MentorPerson, day: date, minute: int, password_hash: str) -> Story:
    """Recognised by the coordination; a few days later the mentor follows the invitation."""
    yield at(day, hour=10, minute=minute)
    with unit_of_work():
        account = add_trained_mentor(
            first_name=person.first_name, last_name=person.last_name, email=_email(person),
            company_id=cast.firms[person.firm], function_in_company=person.function,
            trained_on=day - timedelta(days=20), proof="Zertifikat der Arbeitskammer gesehen",
            by=cast.coordinator, now=clock.now(), submission=f"demo:mentor:{person.last_name}",
        ).member  # fmt: skip
        cast.mentors[person.last_name] = account.id
    yield at(working_day_before(day + timedelta(days=4)), hour=17, minute=10 + minute % 40)
    query = select(MailedLink).where(
        MailedLink.purpose == INVITATION, MailedLink.subject_id == cast.mentors[person.last_name]
    )
    with unit_of_work():
        set_password_by_link(
            link=session.scalars(query).one(), password_hash=password_hash,
            by=session.get_one(Account, cast.mentors[person.last_name]).actor, now=clock.now(),
        )  # fmt: skip


def _rest(cast: Cast, day: date) -> Story:
    """A mentor takes parental leave; the coordination lets the entry rest."""
    yield at(day, hour=11, minute=20)
    with unit_of_work():
        query = select(Enrolment).where(Enrolment.account_id == cast.mentors[RESTING])
        advance(
            instance=session.scalars(query).one(), trigger="rest", by=cast.coordinator, now=clock.now(),
            submission="demo:rest", data={"reason_code": "parental_leave"},
        )  # fmt: skip
