"""What a mentor does with applications besides moving them along their path."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Refused, say
from wbv_mentor.funding import catalogue
from wbv_mentor.funding.models import RESULTS, FundingApplication, FundingResult
from wbv_mentor.funding.queries import UNDECIDED, applications_of, results_of
from wbv_mentor.pathways import journal, records
from wbv_mentor.pathways.advance import start
from wbv_mentor.pathways.holding import hold
from wbv_mentor.pathways.models import Instance

DOCUMENTS = "documents"
journal.register_event("documents_ticked", say("Unterlagen abgehakt"))


def plan_application(
    *, case: Instance, data: Mapping[str, Any], by: Actor, now: datetime, submission: str
) -> FundingApplication:
    """Begin an application of a case; `data` are the values of the form `application`.

    Refused when the case takes none, the instrument ended, or one for it is still undecided.
    """
    session.execute(select(Instance.id).where(Instance.id == case.id).with_for_update())
    if journal.find_start(submission) is None:
        _refuse_second(case, str(data.get("instrument")))
    last = session.scalar(
        select(func.max(FundingApplication.number)).where(FundingApplication.case_id == case.id)
    )
    return start(
        model=FundingApplication, workflow="funding_application", by=by, now=now, submission=submission,
        data=data, parent=case, case_id=case.id, number=(last or 0) + 1, instrument=data.get("instrument"),
    )  # fmt: skip


def _refuse_second(case: Instance, instrument: str) -> None:
    for one in applications_of(case):
        if one.instrument == instrument and one.state in UNDECIDED:
            raise Refused(
                say("Für diese Förderung läuft schon ein Antrag (Nr. %(number)s).", number=one.number),
                field="instrument",
            )


def save_documents(
    *, application: FundingApplication, there: list[str], only_company: list[str], note: str | None,
    by: Actor, now: datetime, submission: str, expected_revision: int | None = None,
) -> None:  # fmt: skip
    """Keep which papers are there and which only the company has.

    Refused for an unknown paper, Stale if somebody changed the list since it was shown.
    """
    hold(application)
    if journal.find_submission(application, submission) is not None:
        return
    records.check_revision(application, DOCUMENTS, expected_revision)
    known = {paper.id for paper in catalogue.instrument(application.instrument).documents}
    if not known >= {*there, *only_company}:
        raise Refused(say("Diese Unterlage gehört nicht zu dieser Förderung."))
    data = {"there": there, "only_company": only_company, "note": note}
    records.submit_form(instance=application, form=DOCUMENTS, data=data, by=by, now=now)
    journal.note(instance=application, event="documents_ticked", by=by, now=now, submission=submission)


def record_result(
    *, case: Instance, instrument: str, result: str, reason: str, by: Actor, now: datetime
) -> FundingResult:
    """Keep what was found out about one instrument, with the reason; an earlier result is replaced.

    Refused without a reason, or for an instrument that cannot be applied for.
    """
    if result not in RESULTS:
        raise Refused(say("Wählen Sie eine Antwort aus."), field="result")
    if not reason.strip():
        raise Refused(say("Bitte schreiben Sie, warum."), field="reason")
    if instrument not in {one.id for one in catalogue.active_instruments()}:
        raise Refused(say("Diese Förderung steht nicht im Verzeichnis."), field="instrument")
    row = results_of(case).get(instrument)
    if row is None:
        row = FundingResult(case_id=case.id, instrument=instrument)
        session.add(row)
    row.result, row.reason = result, reason.strip()
    row.checked_at = now
    if by.id is not None:
        row.checked_by_id = by.id
    session.flush()
    return row
