"""Take attendance session by session, and correct it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from wbv_mentor.clock import berlin_date
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Refused, Stale, say
from wbv_mentor.german import german
from wbv_mentor.pathways import journal
from wbv_mentor.qualification.cohorts.actions import IS_CANCELLED, require_keeper
from wbv_mentor.qualification.cohorts.models import CohortSession
from wbv_mentor.qualification.learning.models import ATTENDED, Attendance
from wbv_mentor.qualification.models import SEATED, Enrolment

CORRECTED = "attendance_corrected"
journal.register_event(CORRECTED, say("Anwesenheit berichtigt"))


@dataclass(frozen=True)
class Mark:
    """How somebody attended; `units` count only when it was in part."""

    status: str
    units: int | None = None


@dataclass(frozen=True)
class Line:
    """One person of a list. `present` False: left or interrupted, what was recorded stays."""

    person: Enrolment
    recorded: Attendance | None
    present: bool


def roll(meeting: CohortSession) -> Sequence[Line]:
    """Who stands on the list of a session: everybody in the cohort, and who left after being recorded."""
    kept = {
        row.enrolment_id: row
        for row in session.scalars(select(Attendance).where(Attendance.session_id == meeting.id))
    }
    people = session.scalars(
        select(Enrolment)
        .where(
            or_(
                Enrolment.id.in_(list(kept)),
                (Enrolment.cohort_id == meeting.cohort_id) & Enrolment.state.in_(SEATED),
            )
        )
        .order_by(Enrolment.id)
    ).all()
    lines = [Line(one, kept.get(one.id), _belongs(one, meeting)) for one in people]
    return sorted(lines, key=lambda line: (not line.present, german(line.person.display_name)))


def take_attendance(
    *, meeting: CohortSession, marks: Mapping[int, Mark], by: Actor, now: datetime,
    expected_version: int | None = None,
) -> None:  # fmt: skip
    """Keep the list of a session, or correct it. Saying the same again changes nothing.

    `marks` by number of the enrolment. Refused for a session still to come, for somebody who left, and
    for units that do not fit; Stale if somebody kept the list since it was shown.
    """
    require_keeper(by)
    held: CohortSession = session.get_one(
        CohortSession, meeting.id, with_for_update=True, populate_existing=True
    )
    lines = {line.person.id: line for line in roll(held)}
    wanted = {number: _checked(held, lines.get(number), number, mark) for number, mark in marks.items()}
    first = held.taken_at is None
    if not first and all(_is(lines[number].recorded, mark) for number, mark in wanted.items()):
        return
    if expected_version not in (None, held.row_version):
        raise Stale(
            say("Inzwischen hat jemand anders diese Liste geändert. Bitte ansehen und noch einmal speichern.")
        )
    if held.cohort.cancelled_at is not None:
        raise Refused(IS_CANCELLED)
    if held.held_on > berlin_date(now):
        raise Refused(say("Dieser Termin ist erst am %(day)s.", day=held.held_on))
    for number, mark in wanted.items():
        _keep(held, lines[number], mark, by, now, first)
    held.taken_at, held.taken_by_id = now, by.id
    held.row_version += 1
    session.flush()


def _belongs(person: Enrolment, meeting: CohortSession) -> bool:
    return person.cohort_id == meeting.cohort_id and person.state in SEATED


def _checked(meeting: CohortSession, line: Line | None, number: int, mark: Mark) -> Mark:
    """The mark with its units; Refused with a sentence that names the person."""
    left = session.get(Enrolment, number) if line is None else line.person
    if left is None or (line is None and left.cohort_id != meeting.cohort_id):
        raise Refused(say("Jemand auf dieser Liste gehört nicht zu dieser Kohorte."))
    if line is None or not line.present:
        raise Refused(
            say("%(name)s ist nicht mehr in dieser Kohorte. Für diesen Termin wird nichts mehr eingetragen.",
                name=left.display_name),
            field=f"status_{number}",
        )  # fmt: skip
    if mark.status not in ATTENDED:
        raise Refused(say("Wählen Sie eine Antwort aus."), field=f"status_{number}")
    if mark.status == "present":
        return Mark("present", meeting.units)
    if mark.status != "partly":
        return Mark(mark.status, 0)
    if mark.units is None or not 0 < mark.units < meeting.units:
        raise Refused(
            say("%(name)s: Geben Sie eine Zahl von 1 bis %(most)s ein.", name=left.display_name,
                most=meeting.units - 1),
            field=f"units_{number}",
        )  # fmt: skip
    return mark


def _is(row: Attendance | None, mark: Mark) -> bool:
    return row is not None and (row.status, row.units) == (mark.status, mark.units)


def _keep(meeting: CohortSession, line: Line, mark: Mark, by: Actor, now: datetime, first: bool) -> None:
    row = line.recorded
    if _is(row, mark):
        return
    if row is None:
        row = Attendance(session_id=meeting.id, enrolment_id=line.person.id)
        session.add(row)
    row.status, row.units = mark.status, mark.units or 0
    row.recorded_at, row.recorded_by_id = now, int(by.id or 0)
    if not first:
        journal.note(
            instance=line.person, event=CORRECTED, by=by, now=now,
            submission=f"attendance:{meeting.id}:{meeting.row_version}",
        )  # fmt: skip
