"""What the system does when a deadline has passed: fire the transition its rule names, one by one."""

from __future__ import annotations

import logging
from collections.abc import Callable

from sqlalchemy import or_, select, update

from wbv_mentor import clock
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import SYSTEM
from wbv_mentor.errors import WbvError
from wbv_mentor.jobs import job
from wbv_mentor.pathways.advance import advance
from wbv_mentor.pathways.journal import Line
from wbv_mentor.pathways.models import Deadline, Instance
from wbv_mentor.pathways.rewriting import PASSED

LOG = logging.getLogger(__name__)
Tell = Callable[[Instance, Line], None]
_tellers: dict[str, Tell] = {}


def register_teller(kind: str, tell: Tell) -> None:
    """Say who is told that the system moved an instance of this kind; `tell` only adds rows."""
    if _tellers.setdefault(kind, tell) is not tell:
        raise ValueError(f"somebody else tells about {kind} already")


class OverdueFailed(Exception):
    """Some deadlines could not be looked at; they stay overdue and are tried at the next run."""


@job("pathways.overdue", every=60)
def fire_overdue() -> int:
    """Fire what is overdue, a transaction each; one that cannot be fired is tried again the next day.

    A defect in one stops no other one. Raises OverdueFailed at the end if there was any.
    """
    today = clock.today()
    query = select(Deadline.id).where(
        Deadline.due_on < today, Deadline.on_overdue.is_not(None),
        Deadline.met_at.is_(None), Deadline.obsolete_at.is_(None),
        or_(Deadline.overdue_tried_on.is_(None), Deadline.overdue_tried_on < today),
    )  # fmt: skip
    fired = failed = 0
    for deadline_id in session.scalars(query.order_by(Deadline.due_on)).all():
        try:
            fired += _fire(deadline_id)
        except Exception:
            session.rollback()
            LOG.exception("deadline %s cannot be looked at", deadline_id)
            failed += 1
    if failed:
        raise OverdueFailed(f"{failed} deadlines could not be looked at")
    return fired


@job("pathways.lapse", every=3600)
def end_lapsed() -> int:
    """Close what lapses and has passed: a remedy's last day is over, nobody is reminded of it any more."""
    over = (
        update(Deadline)
        .where(
            Deadline.lapses, Deadline.due_on < clock.today(),
            Deadline.met_at.is_(None), Deadline.obsolete_at.is_(None),
        )
        .values(obsolete_at=clock.now(), closed_reason=PASSED, next_reminder_at=None)
    )  # fmt: skip
    with unit_of_work():
        return len(session.execute(over.returning(Deadline.id)).all())


def _fire(deadline_id: int) -> bool:
    with unit_of_work():
        row = session.get_one(Deadline, deadline_id)
        if row.met_at is not None or row.obsolete_at is not None or row.on_overdue is None:
            return False
        row.overdue_tried_on = clock.today()
        try:
            with session.begin_nested():
                moved = advance(
                    instance=row.instance, trigger=row.on_overdue, by=SYSTEM, now=clock.now(),
                    submission=f"overdue:{row.id}",
                )  # fmt: skip
                if row.instance.kind in _tellers and not moved.repeated:
                    _tellers[row.instance.kind](row.instance, moved.entry)
        except WbvError as error:
            LOG.warning("deadline %s: %s was not possible: %s", row.id, row.on_overdue, error)
            return False
        return True
