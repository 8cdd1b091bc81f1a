"""Change a cohort's sessions, and add one to make up for another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from wbv_mentor.clock import berlin_date
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.engine.dates import holiday_name
from wbv_mentor.errors import Refused, say
from wbv_mentor.qualification.cohorts.actions import IS_CANCELLED, require_keeper, require_version
from wbv_mentor.qualification.cohorts.models import Cohort, CohortModule, CohortSession
from wbv_mentor.qualification.cohorts.seats import hold_cohort
from wbv_mentor.qualification.cohorts.telling import tell_members

IS_TAKEN = say("Für diesen Termin ist die Anwesenheit schon eingetragen. Er bleibt, wie er war.")


@dataclass(frozen=True)
class When:
    """Day, time and place of a session; online it has no place."""

    held_on: date
    begins: time
    ends: time
    online: bool
    place: str | None


def change_session(
    *, meeting: CohortSession, when: When, by: Actor, now: datetime, expected_version: int | None = None
) -> None:
    """Move a session whose attendance was not taken yet; everybody in the cohort is told.

    `expected_version` is the cohort's. Refused for a day outside the cohort's dates, a public holiday,
    a time that does not fit, or a session that was held; Stale if the cohort was changed meanwhile.
    """
    require_keeper(by)
    cohort = hold_cohort(meeting.cohort_id)
    session.refresh(meeting)
    if _of(meeting) == when:
        return
    require_version(cohort, expected_version)
    if meeting.taken_at is not None:
        raise Refused(IS_TAKEN)
    _check(cohort, when)
    meeting.held_on, meeting.begins, meeting.ends = when.held_on, when.begins, when.ends
    meeting.online, meeting.place = when.online, when.place
    _keep(cohort, meeting, now)


def add_session(
    *, cohort: Cohort, code: str, part: int, when: When, by: Actor, now: datetime
) -> CohortSession:
    """A further session of a piece that the curriculum knows, for those who missed it.

    The same piece at the same time is the same session: a second click answers the first one.
    """
    require_keeper(by)
    held = hold_cohort(cohort.id)
    like = next((one for one in held.sessions if (one.module.code, one.part) == (code, part)), None)
    if like is None:
        raise Refused(say("Wählen Sie einen Eintrag aus der Liste."), field="piece")
    for one in held.sessions:
        if (one.module.code, one.part, one.held_on, one.begins) == (code, part, when.held_on, when.begins):
            return one
    _check(held, when)
    module: CohortModule = like.module
    made = CohortSession(
        module=module, part=part, held_on=when.held_on, begins=when.begins, ends=when.ends,
        units=like.units, online=when.online, place=when.place, row_version=1,
    )  # fmt: skip
    held.sessions.append(made)
    session.flush()
    _keep(held, made, now)
    return made


def _of(meeting: CohortSession) -> When:
    return When(meeting.held_on, meeting.begins, meeting.ends, meeting.online, meeting.place)


def _check(cohort: Cohort, when: When) -> None:
    if cohort.cancelled_at is not None:
        raise Refused(IS_CANCELLED)
    if not cohort.starts_on <= when.held_on <= cohort.ends_on:
        raise Refused(
            say("Die Kohorte geht vom %(first)s bis zum %(last)s. Wählen Sie einen Tag dazwischen.",
                first=cohort.starts_on, last=cohort.ends_on),
            field="held_on",
        )  # fmt: skip
    holiday = holiday_name(when.held_on)
    if holiday is not None:
        raise Refused(say("An diesem Tag ist Feiertag: %(name)s.", name=holiday), field="held_on")
    if when.ends <= when.begins:
        raise Refused(say("Das Ende liegt nicht nach dem Beginn."), field="ends")
    if not when.online and not when.place:
        raise Refused(say("Geben Sie einen Ort an, oder wählen Sie „online“."), field="place")


def _keep(cohort: Cohort, meeting: CohortSession, now: datetime) -> None:
    """Count the change; tell the people, unless the day has passed: then it is a correction."""
    cohort.row_version += 1
    session.flush()
    if meeting.held_on >= berlin_date(now):
        tell_members(
            cohort, "cohort_session", now=now, key=f"cohort_session:{meeting.id}:{cohort.row_version}",
            rule=say("Ein Termin Ihrer Kohorte wurde geändert."), context={"session": meeting.id},
        )  # fmt: skip
