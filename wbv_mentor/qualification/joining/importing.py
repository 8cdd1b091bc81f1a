"""People from a file, recorded on their behalf: read, shown, and after a yes recorded in small portions.

Every line of the file is recorded at most once, however often and by whomever the work is taken up again.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select, update

from wbv_mentor import clock
from wbv_mentor.clock import berlin_date
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Forbidden, Refused, WbvError, say
from wbv_mentor.jobs import job
from wbv_mentor.pathways import journal
from wbv_mentor.pathways.advance import advance
from wbv_mentor.pathways.models import JournalEntry
from wbv_mentor.people.models import Account
from wbv_mentor.qualification.cohorts import seats
from wbv_mentor.qualification.cohorts.models import Cohort
from wbv_mentor.qualification.joining.actions import Person
from wbv_mentor.qualification.joining.csv_reading import Line, Sheet
from wbv_mentor.qualification.joining.line_checks import fault_of, looked_through
from wbv_mentor.qualification.joining.models import PersonUpload
from wbv_mentor.qualification.joining.recording import KEEPERS, Signed, record_person
from wbv_mentor.qualification.joining.reviewing import company_called
from wbv_mentor.qualification.models import Enrolment

LOG = logging.getLogger(__name__)
KEPT = timedelta(days=1)
A_PORTION = 25  # people a transaction: nobody else waits long
AT_ONCE = 50  # people recorded before the page answers; the job does the rest
BUDGET_SECONDS = 20  # then other jobs have their turn
SAID_ON_FORMS = ("works_in_saarland", "function_in_company", "release_basis", "release_status")


def keep_upload(
    *, sheet: Sheet, cohort: Cohort, admitting: bool, proof: str | None, by: Actor, now: datetime,
    submission: str,
) -> PersonUpload:  # fmt: skip
    """Keep a file that was read until somebody says yes; nobody is recorded yet. A repeat gives the first.

    `admitting`: who has signed and may be admitted gets a seat, or a place on the waiting list.
    `proof` says where the signed forms were seen. Refused for a file without the columns it needs;
    Forbidden unless a trainer or the coordination asks.
    """
    if by.role not in KEEPERS:
        raise Forbidden(say("Das darf Ihre Rolle nicht."))
    kept: PersonUpload | None = session.scalars(
        select(PersonUpload).where(PersonUpload.submission == submission)
    ).first()
    if kept is not None:
        return kept
    people, faults = looked_through(sheet, berlin_date(now), admitting, proof)
    upload = PersonUpload(
        submission=submission, account_id=by.id, cohort_id=cohort.id, admitting=admitting,
        header=list(sheet.header), people=people, faults=faults, admitted=0, waiting=0, applied=0,
        created_at=now,
    )  # fmt: skip
    session.add(upload)
    session.flush()
    return upload


def claim(*, upload: PersonUpload, by: Actor, now: datetime) -> None:
    """Say yes: from now on the people are recorded. A repeat changes nothing. Refused without people."""
    if upload.account_id != by.id:
        raise Forbidden(say("Das darf Ihre Rolle nicht."))
    if not upload.people and upload.claimed_at is None:
        raise Refused(say("In dieser Datei ist keine Zeile ohne Fehler."))
    session.execute(
        update(PersonUpload)
        .where(PersonUpload.id == upload.id, PersonUpload.claimed_at.is_(None))
        .values(claimed_at=now)
    )
    session.refresh(upload)


def record(upload_id: int, *, most: int) -> int:
    """Record up to `most` people of a claimed file, some a transaction; how many were looked at."""
    done = 0
    while done < most:
        with unit_of_work():
            portion = _portion(upload_id, min(A_PORTION, most - done))
        if portion == 0:
            break
        done += portion
    return done


@job("joining.record", on_wake=True)
def record_claimed() -> int:
    """Go on with files whose yes was said; how many people were looked at."""
    ends = time.monotonic() + BUDGET_SECONDS
    open_ones = select(PersonUpload.id).where(
        PersonUpload.claimed_at.is_not(None), PersonUpload.done_at.is_(None)
    )
    waiting = session.scalars(open_ones.order_by(PersonUpload.id)).all()
    session.rollback()
    done = 0
    for upload_id in waiting:
        while time.monotonic() < ends and (portion := record(upload_id, most=A_PORTION)):
            done += portion
    return done


@job("joining.forget", every=3600)
def forget_uploads() -> int:
    """Delete files after a day, unless people of them are still being recorded; how many it were."""
    old = delete(PersonUpload).where(
        PersonUpload.created_at < clock.now() - KEPT,
        PersonUpload.claimed_at.is_(None) | PersonUpload.done_at.is_not(None),
    )
    with unit_of_work():
        return len(session.execute(old.returning(PersonUpload.id)).all())


def recorded_count(upload: PersonUpload) -> int:
    """How many people of the file are recorded so far."""
    mark = f"upload:{upload.id}:"
    query = select(func.count()).select_from(JournalEntry).where(
        JournalEntry.kind == "start", JournalEntry.submission.startswith(mark, autoescape=True)
    )  # fmt: skip
    return int(session.scalar(query) or 0)


def _portion(upload_id: int, most: int) -> int:
    """Record the next people in the running unit of work; how many were looked at."""
    upload = session.get(PersonUpload, upload_id, with_for_update=True, populate_existing=True)
    if upload is None or upload.claimed_at is None or upload.done_at is not None:
        return 0
    now, by = clock.now(), session.get_one(Account, upload.account_id).actor
    some, rest = upload.people[:most], upload.people[most:]
    faults = list(upload.faults)
    for entry in some:
        try:
            with session.begin_nested():
                _record(upload, entry, by, now)
        except WbvError as error:
            faults.append(fault_of(Line(entry["line"], tuple(entry["values"])), error.messages))
    upload.people, upload.faults = rest, faults
    if not rest:
        upload.done_at = now
    return len(some)


def _record(upload: PersonUpload, entry: Mapping[str, Any], by: Actor, now: datetime) -> None:
    """One person: interested, with a mail to confirm; with a signed form applied, and further if wanted."""
    mark = f"upload:{upload.id}:{entry['line']}"
    if journal.find_start(mark) is not None:
        return
    person = Person(
        first_name=entry["first_name"], last_name=entry["last_name"], email=entry["email"],
        phone=entry.get("phone"), company=entry.get("company"), language=entry.get("language", "de"),
        wanted_cohort_id=upload.cohort_id,
    )  # fmt: skip
    signed = _signed(entry) if "signed_on" in entry else None
    enrolment = record_person(person=person, signed=signed, by=by, now=now, submission=mark)
    if signed is not None and upload.admitting:
        _admit(upload, enrolment, entry, by, now, mark)
    elif signed is not None:
        upload.applied += 1


def _signed(entry: Mapping[str, Any]) -> Signed:
    says = {name: entry[name] for name in SAID_ON_FORMS if name in entry}
    says.setdefault("function_in_company", "works_council_or_no_answer")
    return Signed(date.fromisoformat(entry["signed_on"]), entry.get("proof") or "CSV", says)


def _admit(
    upload: PersonUpload, enrolment: Enrolment, entry: Mapping[str, Any], by: Actor, now: datetime, mark: str
) -> None:
    """Review and seat; to the waiting list when no seat is left."""
    _fire(enrolment, "start_review", None, by, now, mark)
    cohort, chosen = seats.hold_cohort(upload.cohort_id), str(upload.cohort_id)
    if seats.free_seats(cohort, now=now) < 1:
        _fire(enrolment, "put_on_waiting_list", {"cohort": chosen}, by, now, mark)
        upload.waiting += 1
        return
    data = {
        "cohort": chosen, "employed_in_saarland": True, "release_basis": entry["release_basis"],
        "release_status": entry["release_status"],
    }  # fmt: skip
    company = company_called(entry.get("company"))
    if company is not None:
        data["company"] = company
    _fire(enrolment, "admit", data, by, now, mark)
    upload.admitted += 1


def _fire(
    enrolment: Enrolment, trigger: str, data: dict[str, Any] | None, by: Actor, now: datetime, mark: str
) -> None:
    advance(instance=enrolment, trigger=trigger, by=by, now=now, submission=f"{mark}:{trigger}", data=data)
