"""What the system does about cases by itself, besides deadlines that pass (pathways.overdue)."""

from __future__ import annotations

import logging

from wbv_mentor import clock
from wbv_mentor.cases.letters.recipients import COORDINATION, to_mentor
from wbv_mentor.cases.letters.sending import write
from wbv_mentor.cases.models import Case
from wbv_mentor.cases.path.keeping import orphan, orphans
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.errors import WbvError, say
from wbv_mentor.jobs import job
from wbv_mentor.pathways.journal import Line
from wbv_mentor.pathways.models import Instance

LOG = logging.getLogger(__name__)
# What the owner is told. Of an erasure or a lapse nobody is told but the mentee (end_access).
TOLD = ("start_course", "close_case", "close_without_course", "resume", "discard_contact")


@job("cases.lose_mentor", every=300)
def take_orphans() -> int:
    """Find cases whose mentor may no longer accompany, a transaction each; how many were moved."""
    return sum(_take(case_id) for case_id in orphans())


def _take(case_id: int) -> bool:
    try:
        with unit_of_work():
            case = session.get_one(Case, case_id)
            return orphan(case, now=clock.now(), cause="sweep")
    except WbvError as error:
        LOG.warning("case %s keeps its mentor: %s", case_id, error)
    except Exception:  # a defect in one case must not leave the others with somebody who is gone
        session.rollback()
        LOG.exception("case %s keeps its mentor", case_id)
    return False


def tell_owner(instance: Instance, entry: Line) -> None:
    """Told after the system moved a case because a day had passed."""
    if not isinstance(instance, Case) or entry.trigger not in TOLD:
        return
    rule = say("Das System hat einen Ihrer Fälle weitergeführt, weil der Tag dafür gekommen war.")
    recipients = [COORDINATION] if entry.from_state == "awaiting_mentor" else to_mentor(instance)
    write(instance, "case_automatic", recipients, rule=rule, now=entry.at, cause=entry.id, entry=entry.id)
