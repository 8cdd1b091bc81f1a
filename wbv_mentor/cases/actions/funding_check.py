"""What is recorded of a funding check: facts, results, day and state of the catalogue. No disability."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from wbv_mentor.cases.checking import FORM, Known, known_of, results_for
from wbv_mentor.cases.events import happened, happened_before
from wbv_mentor.cases.models import Case
from wbv_mentor.cases.rights import require_work
from wbv_mentor.cases.tasks import finish_code
from wbv_mentor.clock import berlin_date
from wbv_mentor.engine.actors import Actor
from wbv_mentor.funding import catalogue
from wbv_mentor.funding.actions import record_result
from wbv_mentor.funding.eligibility.findings import Result
from wbv_mentor.funding.queries import unchecked
from wbv_mentor.pathways import records


def answer_funding_questions(
    *, case: Case, answers: Mapping[str, Any], asked: list[str], by: Actor, now: datetime
) -> None:
    """Keep answers as a draft; what was asked and stayed empty is not known. Refused for a number that
    cannot be, or an end before the start."""
    require_work(case, by, "mentor")
    known = known_of(case, berlin_date(now))
    kept = {name: value for name, value in known.answered.items() if name not in asked} | dict(answers)
    open_ones = (known.not_known | set(asked)) - set(answers)
    results_for(Known(known.of_case, kept, open_ones, known.size), today=berlin_date(now))
    draft = kept | {"not_known": ",".join(sorted(open_ones))}
    before = records.latest(case, FORM, submitted=False)
    if before is None or not before.draft or before.data != records.encode(draft):  # a second click keeps it
        records.save_draft(instance=case, form=FORM, data=draft, by=by, now=now)


def record_funding_check(*, case: Case, by: Actor, now: datetime, submission: str) -> None:
    """Record what the check says of the case today. It never promises, and it is the same for everybody
    with these facts: a severe disability is neither asked for here nor kept."""
    require_work(case, by, "mentor")
    if happened_before(case, submission):
        return
    known = known_of(case, berlin_date(now))
    active = {one.id for one in catalogue.active_instruments()}
    for one in results_for(known, today=berlin_date(now)):
        if one.instrument in active:
            record_result(
                case=case, instrument=one.instrument, result=one.result, reason=reason_of(one), by=by, now=now
            )
    facts = known.all | {
        "not_known": ",".join(sorted(known.not_known)),
        "catalogue_state": catalogue.catalogue().catalogue_state,
    }
    records.submit_form(instance=case, form=FORM, data=facts, by=by, now=now)
    if not unchecked(case):
        finish_code(case, "funding_check", now=now)
    happened(case, "funding_checked", by=by, now=now, submission=submission)


def reason_of(result: Result) -> str:
    """The conditions that decide, one a line; of a yes all of them."""
    deciding = [one for one in result.reasons if one.holds is not True] or list(result.reasons)
    if result.result == "no":
        deciding = [one for one in result.reasons if one.holds is False and not one.soft]
    marks = {True: "Erfüllt", False: "Nicht erfüllt", None: "Noch offen"}
    return "\n".join(f"{marks[one.holds]}: {one.text} ({one.source})" for one in deciding)
