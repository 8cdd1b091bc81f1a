"""Create a cohort from the curriculum, and change its particulars."""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta

from sqlalchemy import select

from wbv_mentor.clock import berlin_date, berlin_moment
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Forbidden, Refused, Stale, say
from wbv_mentor.pathways.references import hold_series
from wbv_mentor.people.models import Account
from wbv_mentor.qualification.cohorts import seats as seating
from wbv_mentor.qualification.cohorts.curriculum import Curriculum, curriculum, last_day, proposal
from wbv_mentor.qualification.cohorts.models import Cohort, CohortModule, CohortSession

log = logging.getLogger(__name__)
SERIES = "cohort"
MOST_YEARS = 3
KEEPERS = ("trainer", "coordinator")
IS_CANCELLED = say("Diese Kohorte ist abgesagt.")


def require_keeper(by: Actor) -> None:
    """Cohorts are kept by trainers and the coordination; Forbidden for everybody else."""
    if by.role not in KEEPERS:
        raise Forbidden(say("Kohorten pflegen die AK-Trainer*innen und die AK-Koordination."))


def require_version(cohort: Cohort, expected: int | None) -> None:
    """Stale if somebody changed the cohort's dates or particulars since the page was made."""
    if expected not in (None, cohort.row_version):
        raise Stale(
            say(
                "Inzwischen hat jemand anders diese Kohorte geändert. "
                "Ihr Text ist noch da. Bitte ansehen und noch einmal speichern."
            )
        )


def create_cohort(
    *, name: str, starts_on: date, ends_on: date | None, place: str, seats: int, trainer_id: int,
    by: Actor, now: datetime, submission: str,
) -> Cohort:  # fmt: skip
    """A cohort with the curriculum's modules and its proposal for the sessions.

    `ends_on` None: as long as the curriculum says. Refused for dates that do not fit and for somebody
    who is no active trainer; Forbidden unless a trainer or the coordination asks. A repeated submission
    answers the first cohort.
    """
    require_keeper(by)
    series = hold_series(SERIES, berlin_moment(starts_on))
    made: Cohort | None = session.scalars(select(Cohort).where(Cohort.submission == submission)).first()
    if made is not None:
        return made
    learnt = curriculum()
    _check_start(starts_on, berlin_date(now))
    last = ends_on or last_day(learnt, starts_on)
    _check_end(learnt, starts_on, last)
    _check_trainer(trainer_id)
    series.last += 1
    cohort = Cohort(
        reference=f"{series.year}-{series.last:02d}", name=name, starts_on=starts_on, ends_on=last,
        seats=seats, place=place, trainer_id=trainer_id, curriculum=learnt.version,
        total_units=learnt.total_units, minimum_percent=learnt.minimum_percent, submission=submission,
        created_at=now, created_by_id=by.id, row_version=1,
    )  # fmt: skip
    _copy(learnt, cohort)
    session.add(cohort)
    session.flush()
    log.info("cohort %s created by %s %s", cohort.id, by.role, by.id)
    return cohort


def change_particulars(
    *, cohort: Cohort, name: str, place: str, seats: int, trainer_id: int, by: Actor, now: datetime,
    expected_version: int | None = None,
) -> None:  # fmt: skip
    """Name, place of new sessions, seats, trainer. Saying the same again changes nothing.

    Refused for fewer seats than are taken; Stale if somebody else changed the cohort meanwhile.
    """
    require_keeper(by)
    held = seating.hold_cohort(cohort.id)
    if (held.name, held.place, held.seats, held.trainer_id) == (name, place, seats, trainer_id):
        return
    require_version(held, expected_version)
    if held.cancelled_at is not None:
        raise Refused(IS_CANCELLED)
    taken = seating.taken_seats([held.id], now=now).get(held.id, 0)
    if seats < taken:
        raise Refused(say("Es sind schon %(count)s Plätze vergeben.", count=taken), field="seats")
    if trainer_id != held.trainer_id:
        _check_trainer(trainer_id)
    held.name, held.place, held.seats, held.trainer_id = name, place, seats, trainer_id
    held.row_version += 1


def _check_start(starts_on: date, today: date) -> None:
    first, last = today - timedelta(days=366), today + timedelta(days=366 * MOST_YEARS)
    if not first <= starts_on <= last:
        raise Refused(
            say("Geben Sie ein Datum vom %(first)s bis zum %(last)s ein.", first=first, last=last),
            field="starts_on",
        )


def _check_end(learnt: Curriculum, starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise Refused(say("Das Ende liegt vor dem Beginn."), field="ends_on")
    planned = max(one.held_on for one in proposal(learnt, starts_on))
    if ends_on < planned:
        raise Refused(
            say("Der letzte Termin nach dem Lehrplan ist am %(day)s. Das Ende darf nicht davor liegen.",
                day=planned),
            field="ends_on",
        )  # fmt: skip
    if ends_on > starts_on + timedelta(days=366):
        raise Refused(say("Eine Kohorte dauert höchstens ein Jahr."), field="ends_on")


def _check_trainer(account_id: int) -> None:
    account = session.get(Account, account_id)
    if account is None or account.role != "trainer" or not account.active:
        raise Refused(say("Wählen Sie einen Eintrag aus der Liste."), field="trainer")


def _copy(learnt: Curriculum, cohort: Cohort) -> None:
    """The curriculum as it stands today: a later one does not change what this cohort learns."""
    modules = {
        one.code: CohortModule(
            position=position, code=one.code, name=one.name.de, name_en=one.name.en, kind=one.kind,
            units=one.units, competences=list(one.competences),
        )
        for position, one in enumerate(learnt.modules, 1)
    }  # fmt: skip
    cohort.modules = list(modules.values())
    cohort.sessions = [
        CohortSession(
            module=modules[one.code], part=one.part, held_on=one.held_on, begins=one.begins, ends=one.ends,
            units=one.units, online=one.online, place=None if one.online else cohort.place, row_version=1,
        )
        for one in proposal(learnt, cohort.starts_on)
    ]  # fmt: skip
