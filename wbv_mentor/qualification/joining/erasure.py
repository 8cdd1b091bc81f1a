"""Erasing applications (Art. 17 GDPR): the person goes, the journal's dates and codes stay."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, select, update

from wbv_mentor import clock
from wbv_mentor.clock import berlin_date
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.jobs import job
from wbv_mentor.outbox.models import CANCELLED, UNSENT, OutboxMessage
from wbv_mentor.pathways import journal
from wbv_mentor.pathways.models import JournalEntry, JournalNote, StepRecord
from wbv_mentor.qualification.joining.links import end_link
from wbv_mentor.qualification.models import Enrolment
from wbv_mentor.qualification.register import erase_after

LOG = logging.getLogger(__name__)
ENDED = ("rejected", "withdrawn")
AFTER_THE_SYSTEM = timedelta(days=7)  # interest that came to nothing is not kept another half year


@job("joining.erase", every=3600)
def erase_ended() -> int:
    """Erase applications whose time is over, a transaction each; how many it were."""
    return sum(_erase(number) for number in _over(clock.today()))


def erased_on(enrolment: Enrolment) -> date | None:
    """The day on which the person's data are erased; None while the application goes on."""
    if enrolment.state not in ENDED:
        return None
    newest = journal.last_entry(enrolment)
    if newest is not None and newest.actor_role == "system":
        return berlin_date(enrolment.entered_at) + AFTER_THE_SYSTEM
    return erase_after(enrolment)


def erase(enrolment: Enrolment, *, now: datetime) -> None:
    """Erase what is known of the person, in the running unit of work. The link opens nothing any more."""
    end_link(enrolment, now=now)
    session.execute(delete(StepRecord).where(StepRecord.instance_id == enrolment.id))
    entries = select(JournalEntry.id).where(JournalEntry.instance_id == enrolment.id)
    quiet = {"synchronize_session": False}
    session.execute(delete(JournalNote).where(JournalNote.entry_id.in_(entries)), execution_options=quiet)
    ours = or_(OutboxMessage.recipient == f"applicant:{enrolment.id}", OutboxMessage.cause.in_(entries))
    unsent = update(OutboxMessage).where(ours, OutboxMessage.state.in_(UNSENT)).values(state=CANCELLED)
    session.execute(unsent, execution_options=quiet)
    emptied: dict[str, Any] = {"context": {}, "reason": {}, "last_error": None, "emptied_at": now}
    session.execute(update(OutboxMessage).where(ours).values(emptied), execution_options=quiet)
    person, enrolment.applicant = enrolment.applicant, None
    session.flush()
    if person is not None:
        session.delete(person)


def _over(today: date) -> Sequence[int]:
    query = select(Enrolment).where(Enrolment.state.in_(ENDED), Enrolment.applicant_id.is_not(None))
    found = session.scalars(query.order_by(Enrolment.id)).all()
    over = [one.id for one in found if (day := erased_on(one)) is not None and day <= today]
    session.rollback()  # no read transaction stays open
    return over


def _erase(number: int) -> bool:
    with unit_of_work():
        enrolment = session.get_one(Enrolment, number)
        day = erased_on(enrolment)
        if day is None or day > clock.today() or enrolment.applicant is None:
            return False
        erase(enrolment, now=clock.now())
    LOG.info("application %s erased", number)
    return True
