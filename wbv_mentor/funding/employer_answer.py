"""On the thirteenth day before the course: "Hat der Betrieb geantwortet, auch mündlich?"

The system only asks. Whether silence counts as leave granted is entered by a mentor on the mentee's
word (pathways.md, deem_approved).
"""

from __future__ import annotations

from sqlalchemy import select

from wbv_mentor import clock
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import SYSTEM
from wbv_mentor.errors import say
from wbv_mentor.funding.models import FundingApplication
from wbv_mentor.funding.tasks import make_task
from wbv_mentor.jobs import job
from wbv_mentor.pathways import journal
from wbv_mentor.pathways.models import Deadline

RULE = "sbfg_employer_answer"
QUESTION = say("Hat der Betrieb geantwortet, auch mündlich?")
journal.register_event("employer_answer_asked", say("Aufgabe angelegt: Hat der Betrieb geantwortet?"))


@job("funding.employer_answer", every=300)
def ask_about_answers() -> int:
    """A task for each application whose employer had to answer by yesterday; how many it were."""
    overdue = select(Deadline.id).where(
        Deadline.rule == RULE, Deadline.due_on < clock.today(),
        Deadline.met_at.is_(None), Deadline.obsolete_at.is_(None),
    )  # fmt: skip
    return sum(_ask(number) for number in session.scalars(overdue).all())


def _ask(deadline_id: int) -> bool:
    with unit_of_work():
        row = session.get_one(Deadline, deadline_id)
        application, submission = row.instance, f"employer_answer:{row.id}"
        if row.met_at or row.obsolete_at or journal.find_submission(application, submission) is not None:
            return False
        assert isinstance(application, FundingApplication)
        now = clock.now()
        entry = journal.note(
            instance=application, event="employer_answer_asked", by=SYSTEM, now=now, submission=submission
        )
        make_task(
            instance=application, code="ask_employer_answer", title=QUESTION, due_on=clock.today(),
            now=now, cause=entry.id,
        )  # fmt: skip
        return True
