"""Change somebody's cohort; postpone or cancel one: everybody is told, leave deadlines are counted anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from wbv_mentor.clock import berlin_date
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.engine.dates import next_working_day
from wbv_mentor.errors import Message, Refused, say
from wbv_mentor.pathways import deadlines, journal
from wbv_mentor.pathways.holding import hold
from wbv_mentor.qualification.cohorts.actions import IS_CANCELLED, require_keeper, require_version
from wbv_mentor.qualification.cohorts.models import Cohort
from wbv_mentor.qualification.cohorts.seats import free_seats, hold_cohort
from wbv_mentor.qualification.cohorts.telling import members, tell_members
from wbv_mentor.qualification.models import LEARNING, Enrolment

CHANGED, POSTPONED, CANCELLED = "cohort_changed", "cohort_postponed", "cohort_cancelled"
journal.register_event(CHANGED, say("Kohorte gewechselt"))
journal.register_event(POSTPONED, say("Kohorte verschoben"))
journal.register_event(CANCELLED, say("Kohorte abgesagt"))


def change_cohort(*, enrolment: Enrolment, cohort_id: int, by: Actor, now: datetime, submission: str) -> None:
    """Put one person into another cohort; what was attended counts there as well. The person is told.

    Refused for a cohort that is full, cancelled or over, and for somebody who does not learn at present.
    """
    require_keeper(by)
    hold(enrolment)
    if journal.find_submission(enrolment, submission) is not None:
        return
    if enrolment.state not in LEARNING:
        raise Refused(say("Die Person ist gerade nicht in der Qualifizierung."))
    if enrolment.cohort_id == cohort_id:
        raise Refused(say("Die Person ist schon in dieser Kohorte."), field="cohort")
    cohort = hold_cohort(cohort_id)
    _require_room(cohort, 1, now)
    _move(enrolment, cohort, by, now, submission)


def postpone_cohort(
    *, cohort: Cohort, starts_on: date, by: Actor, now: datetime, expected_version: int | None = None
) -> None:
    """Let a cohort that has not begun begin on another day; its sessions move along, to working days.

    Refused once a list was taken, for a day that has passed, and for a cancelled cohort.
    """
    require_keeper(by)
    held = hold_cohort(cohort.id)
    if held.starts_on == starts_on:
        return
    require_version(held, expected_version)
    if held.cancelled_at is not None:
        raise Refused(IS_CANCELLED)
    if any(one.taken_at is not None for one in held.sessions) or held.starts_on < berlin_date(now):
        raise Refused(say("Diese Kohorte hat schon begonnen. Ändern Sie die einzelnen Termine."))
    if starts_on < berlin_date(now):
        raise Refused(say("Dieser Tag ist schon vorbei."), field="starts_on")
    if starts_on > berlin_date(now) + timedelta(days=3 * 366):
        raise Refused(say("Dieser Tag liegt zu weit in der Zukunft."), field="starts_on")
    _shift(held, starts_on - held.starts_on)
    held.row_version += 1
    session.flush()
    _all_know(held, POSTPONED, by, now, say("Ihre Kohorte wurde verschoben."))


def cancel_cohort(
    *, cohort: Cohort, into: int | None, by: Actor, now: datetime, expected_version: int | None = None
) -> None:
    """Cancel a cohort. Everybody goes into the cohort `into`, or is told that another one will be found.

    Refused if the other cohort has too few seats. A cancelled cohort stays as it is: a repeat does nothing.
    """
    require_keeper(by)
    held = hold_cohort(cohort.id)
    if held.cancelled_at is not None:
        return
    require_version(held, expected_version)
    people = members(held)
    held.cancelled_at, held.cancelled_by_id = now, by.id
    held.row_version += 1
    session.flush()
    if into is None:
        _all_know(held, CANCELLED, by, now, say("Ihre Kohorte wurde abgesagt."))
        return
    if into == held.id:
        raise Refused(say("Wählen Sie eine andere Kohorte."), field="into")
    other = hold_cohort(into)
    learning = [one for one in people if one.state in LEARNING]
    _require_room(other, len(learning), now, field="into")
    for person in learning:
        _move(person, other, by, now, f"cancelled:{held.id}:{person.id}")
    away = [one for one in people if one.state not in LEARNING]
    _all_know(held, CANCELLED, by, now, say("Ihre Kohorte wurde abgesagt."), away)


def _require_room(cohort: Cohort, count: int, now: datetime, field: str = "cohort") -> None:
    if cohort.cancelled_at is not None or cohort.ends_on < berlin_date(now):
        raise Refused(say("Diese Kohorte nimmt niemanden mehr auf."), field=field)
    free = free_seats(cohort, now=now)
    if free < count:
        raise Refused(
            say("In dieser Kohorte sind %(free)s Plätze frei, nötig sind %(count)s.", free=free, count=count),
            field=field,
        )


def _move(person: Enrolment, cohort: Cohort, by: Actor, now: datetime, submission: str) -> None:
    person.cohort_id = cohort.id
    session.flush()
    session.expire(person, ["cohort"])
    entry = journal.note(instance=person, event=CHANGED, by=by, now=now, submission=submission)
    deadlines.recompute(instance=person, now=now, cause=entry.id)
    tell_members(
        cohort, "cohort_news", key=f"{CHANGED}:{entry.id}", rule=say("Sie sind in einer anderen Kohorte."),
        now=now, people=[person],
    )  # fmt: skip


def _shift(cohort: Cohort, by_days: timedelta) -> None:
    cohort.starts_on += by_days
    cohort.ends_on += by_days
    days: set[date] = set()
    for one in cohort.sessions:
        day = next_working_day(one.held_on + by_days)
        while day in days:
            day = next_working_day(day + timedelta(days=1))
        days.add(day)
        one.held_on = day
    cohort.ends_on = max(cohort.ends_on, *days)


def _all_know(
    cohort: Cohort, event: str, by: Actor, now: datetime, rule: Message,
    people: Sequence[Enrolment] | None = None,
) -> None:  # fmt: skip
    """Note it on everybody's path, count the deadlines anew, send the mails."""
    concerned = members(cohort) if people is None else people
    for person in concerned:
        session.expire(person, ["cohort"])
        entry = journal.note(
            instance=person,
            event=event,
            by=by,
            now=now,
            submission=f"{event}:{cohort.id}:{cohort.row_version}",
        )
        deadlines.recompute(instance=person, now=now, cause=entry.id)
    tell_members(
        cohort, "cohort_news", key=f"{event}:{cohort.id}:{cohort.row_version}", rule=rule,
        now=now, people=concerned,
    )  # fmt: skip
