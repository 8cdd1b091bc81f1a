"""People who want to become mentors and are not in a cohort: interested, under review, waiting, answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from wbv_mentor import clock
from wbv_mentor.db import unit_of_work
from wbv_mentor.demo.cast import Cast
from wbv_mentor.demo.days import office_day_from, office_day_until
from wbv_mentor.demo.joining import apply, as_written, move
from wbv_mentor.demo.mentors import COUNCIL, MentorPerson
from wbv_mentor.demo.plans import SECOND
from wbv_mentor.demo.timeline import Story, at
from wbv_mentor.engine.actors import Actor
from wbv_mentor.qualification.joining.actions import ANYBODY, register_interest

NO_RELEASE = "Melden Sie sich gern wieder, sobald Ihr Betrieb zustimmt."


@dataclass(frozen=True)
class Applicant:
    """Wrote so many days ago and came so far."""

    person: MentorPerson
    company: str
    days_ago: int
    reached: str


APPLICANTS = (
    Applicant(MentorPerson("Corinna", "Maas", 0), "Metallbau Kessler GmbH", 120, "waitlisted"),
    Applicant(MentorPerson("Volker", "Ames", 0), "Ames Haustechnik", 118, "rejected"),
    Applicant(MentorPerson("Tanja", "Loew", 0), "Klinikum Köllertal", 60, "withdrawn"),
    Applicant(MentorPerson("Bilal", "Yıldırım", 0, COUNCIL), "SaarGuss Neunkirchen AG", 11, "under_review"),
    Applicant(MentorPerson("Marlene", "Hessel", 0), "Hochwald Molkerei eG", 9, "under_review"),
    Applicant(MentorPerson("Jonas", "Britz", 0), "Blies Logistik GmbH & Co. KG", 4, "applied"),
    Applicant(MentorPerson("Katarzyna", "Mazur", 0), "Pflegedienst Warndt", 3, "applied"),
    Applicant(MentorPerson("Oskar", "Jochum", 0), "Elektro Lang Merzig", 5, "interested"),
)


def write(cast: Cast, present: date) -> Iterator[Story]:
    """The stories of all of them."""
    for number, one in enumerate(APPLICANTS):
        yield _write(cast, one, number, office_day_until(present - timedelta(days=one.days_ago)))


def _write(cast: Cast, one: Applicant, number: int, day: date) -> Story:
    yield at(day, hour=12, minute=7 * number)
    with unit_of_work():
        register_interest(
            person=as_written(one.person, one.company), by=ANYBODY, now=clock.now(),
            submission=f"demo:{one.person.last_name}:interest",
        )  # fmt: skip
    if one.reached == "interested":
        return
    yield at(day, hour=12, minute=7 * number + 6)
    apply(cast, one.person, number)
    if one.reached == "withdrawn":
        yield at(office_day_from(day + timedelta(days=2)), hour=17, minute=20)
        move(cast, one.person, "withdraw", Actor("applicant", cast.enrolments[one.person.last_name]))
        return
    if one.reached == "applied":
        return
    yield at(office_day_from(day + timedelta(days=2)), hour=10, minute=30 + number)
    move(cast, one.person, "start_review", cast.coordinator)
    yield at(office_day_from(day + timedelta(days=4)), hour=11, minute=15 + number)
    if one.reached == "waitlisted":
        cohort = str(cast.cohorts[SECOND.key])
        move(cast, one.person, "put_on_waiting_list", cast.coordinator, cohort=cohort)
    if one.reached == "rejected":
        move(cast, one.person, "reject", cast.coordinator, reason_code="no_release", sentence=NO_RELEASE)
