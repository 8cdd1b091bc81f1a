"""Mentors of the demo who came by a CSV file, written with German Excel by the trainer's office."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from wbv_mentor import clock
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.demo.cast import Cast
from wbv_mentor.demo.companies import FIRMS
from wbv_mentor.demo.days import office_day_from, office_day_until
from wbv_mentor.demo.joining import accept_invitation
from wbv_mentor.demo.mentors import COUNCIL, MentorPerson
from wbv_mentor.demo.plans import CohortPlan
from wbv_mentor.demo.timeline import Story, at
from wbv_mentor.people.models import Account
from wbv_mentor.qualification.cohorts.models import Cohort
from wbv_mentor.qualification.joining.csv_reading import read_sheet
from wbv_mentor.qualification.joining.importing import claim, keep_upload, record
from wbv_mentor.qualification.models import Enrolment

HEADER = (
    "Vorname;Nachname;E-Mail;Betrieb;Funktion im Betrieb;Arbeit im Saarland;Freistellung;"
    "Stand der Freistellung;Unterschrieben am"
)
A_DAY = timedelta(days=1)
SLIPPED = "Leinenbach"  # a comma in the address: the line comes back, and again a day later
PROOF = "Unterschriebene Formulare im Ordner der Kohorte"


def bring(cast: Cast, plan: CohortPlan, present: date, password_hash: str) -> Story:
    """The trainer reads the file in, corrects the faulty line the next day; all accept their invitations."""
    people = [person for person in plan.people if person.last_name in plan.by_file]
    if not people:
        return
    signed_on = office_day_until(present - timedelta(days=plan.came - 20))
    sent_on = office_day_from(signed_on + timedelta(days=3))
    yield at(sent_on, hour=10, minute=20)
    _read_in(cast, plan, [_line(person, signed_on) for person in people], "file")
    again_on = office_day_from(sent_on + A_DAY)
    yield at(again_on, hour=8, minute=50)
    slipped = next(person for person in people if person.last_name == SLIPPED)
    _read_in(cast, plan, [_line(slipped, signed_on, corrected=True)], "corrected")
    for number, person in enumerate(people):
        yield at(again_on, hour=17, minute=12 * number)
        _meet(cast, person)
        accept_invitation(cast, person, password_hash)


def _line(person: MentorPerson, signed_on: date, *, corrected: bool = False) -> str:
    """One line of the file."""
    slips = person.last_name == SLIPPED and not corrected
    return ";".join(
        [
            person.first_name, person.last_name, person.email.replace(".", ",") if slips else person.email,
            FIRMS[person.firm].name, "Betriebsrat" if person.function == COUNCIL else "Kolleg*in", "ja",
            "andere" if person.function == COUNCIL else "Betrieb", "zugesagt",
            f"{signed_on.day}.{signed_on.month}.{signed_on.year}",
        ]
    )  # fmt: skip


def _read_in(cast: Cast, plan: CohortPlan, lines: list[str], name: str) -> None:
    sheet = read_sheet("\r\n".join([HEADER, *lines]).encode("cp1252"))
    with unit_of_work():
        upload = keep_upload(
            sheet=sheet, cohort=session.get_one(Cohort, cast.cohorts[plan.key]), admitting=True, proof=PROOF,
            by=cast.trainer, now=clock.now(), submission=f"demo:{plan.key}:{name}",
        )  # fmt: skip
        claim(upload=upload, by=cast.trainer, now=clock.now())
        number = upload.id
    record(number, most=len(lines))


def _meet(cast: Cast, person: MentorPerson) -> None:
    """Learn the numbers that the person has got."""
    account = session.scalars(select(Account).where(Account.email == person.email)).one()
    cast.mentors[person.last_name] = account.id
    cast.enrolments[person.last_name] = session.scalars(
        select(Enrolment.id).where(Enrolment.account_id == account.id)
    ).one()
