"""The funding check of a case: what the case knows, what was answered, and what the engine makes of it.

A severe disability is given to a single run and stands in no mapping that is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pydantic import BaseModel, ValidationError
from sqlalchemy import select

from wbv_mentor.cases.models import Case, Offer
from wbv_mentor.cases.path.guards_plan import dates_in_order
from wbv_mentor.companies.models import Company
from wbv_mentor.db import session
from wbv_mentor.errors import Refused, say
from wbv_mentor.funding.eligibility.checking import check
from wbv_mentor.funding.eligibility.facts import Company as CompanyFacts
from wbv_mentor.funding.eligibility.facts import Course, Facts, Person
from wbv_mentor.funding.eligibility.findings import Result
from wbv_mentor.pathways import records
from wbv_mentor.pathways.definitions import workflow_of

FORM = "funding_check"
PERCENT = {"affected_share": "affected_percent", "sbfg_used_share": "sbfg_used_percent"}
GROUPS: dict[str, type[BaseModel]] = {"person": Person, "course": Course, "company": CompanyFacts}
NOT_FACTS = ("not_known", "catalogue_state")
# The directory knows the class; rules see no difference within one, except for § 82 above 250.
SIZE_ENDS = {"under_10": (1, 9), "10_to_49": (10, 49), "50_to_249": (50, 249), "250_and_more": (250, 500)}
DISABILITY = "severely_disabled"


@dataclass(frozen=True)
class Known:
    """What is known: from the case, and answered for the check; which questions nobody could answer."""

    of_case: Mapping[str, Any]
    answered: Mapping[str, Any]
    not_known: frozenset[str] = frozenset()
    size: tuple[int, int] | None = None

    @property
    def all(self) -> dict[str, Any]:
        """Every fact by the name of its question; what the case says goes before an older answer."""
        found = {**self.answered, **self.of_case}
        start, end = found.get("start"), found.get("end")
        if start is not None and end is not None and end < start:
            del found["end"]
        return found


def group_of(name: str) -> str:
    """Whether a question is about the person, the course or the company."""
    fact = next((fact for fact, asked in PERCENT.items() if asked == name), name)
    return next(group for group, model in GROUPS.items() if fact in model.model_fields)


def known_of(case: Case, today: date) -> Known:
    """What is known about a case: its draft or last record of the check, and what stands elsewhere in it."""
    record = records.latest(case, FORM, submitted=False)
    kept = records.decode(workflow_of(case).forms[FORM], record.data) if record is not None else {}
    open_ones = frozenset(filter(None, str(kept.get("not_known") or "").split(",")))
    answered = {name: value for name, value in kept.items() if name not in NOT_FACTS}
    of_case = {**_of_talks(case, today), **_of_course(case)}
    company = session.get(Company, case.employer_id) if case.employer_id is not None else None
    size = SIZE_ENDS[company.size] if company is not None else None
    if company is not None and company.training_agreement is not None:
        of_case["collective_agreement"] = company.training_agreement
    headcount = of_case.get("headcount", answered.get("headcount"))
    if size is not None and headcount is not None and _fits(headcount, size):
        size = None  # the talk or an answer is more exact than the class
    elif size is not None:
        of_case.pop("headcount", None)
        answered.pop("headcount", None)
    return Known(of_case, answered, open_ones, size)


def _fits(headcount: int, size: tuple[int, int]) -> bool:
    return headcount >= size[0] and (headcount <= size[1] or size[0] == 250)


def _of_talks(case: Case, today: date) -> dict[str, Any]:
    """First talk and needs assessment."""
    intake, needs = records.values(case, "intake"), records.values(case, "needs_assessment")
    found: dict[str, Any] = {}
    if intake.get("highest_qualification") not in (None, "unknown"):
        found["highest_qualification"] = intake["highest_qualification"]
    if intake.get("unskilled_years") is not None:
        found["unskilled_years"] = intake["unskilled_years"]
    since = today.year - intake["qualification_year"] if intake.get("qualification_year") else None
    if since is not None and 2 < since < 80:  # a year alone does not say whether two full ones are over
        found["years_since_qualification"] = since - 1
    if needs.get("company_headcount"):
        found["headcount"] = needs["company_headcount"]
    agreement = {"yes": True, "no": False}.get(str(needs.get("collective_agreement")))
    return found if agreement is None else {**found, "collective_agreement": agreement}


def _of_course(case: Case) -> dict[str, Any]:
    """The offer of the plan, or the only one; and the dates of the case."""
    offers = session.scalars(select(Offer).where(Offer.case_id == case.id).order_by(Offer.id)).all()
    chosen = next((one for one in offers if one.chosen_at is not None), offers[0] if offers else None)
    found: dict[str, Any] = {"start": case.course_start, "end": case.course_end}
    if chosen is not None:
        found |= {
            "start": case.course_start or chosen.starts_on, "end": case.course_end or chosen.ends_on,
            "hours": chosen.hours, "price_eur": chosen.price_eur, "provider_azav": chosen.provider_azav,
        }  # fmt: skip
    return {name: value for name, value in found.items() if value is not None}


def results_for(known: Known, *, today: date, disabled: bool | None = None) -> list[Result]:
    """What the engine says. Refused, naming the question, where an answer cannot be. `disabled` counts for
    this run alone."""
    if known.size is None:
        return check(_facts(known.all, disabled), today=today)
    least, most = (
        check(_facts(known.all | {"headcount": size}, disabled), today=today) for size in known.size
    )
    return [_same_or_open(one, other) for one, other in zip(least, most, strict=True)]


def _same_or_open(one: Result, other: Result) -> Result:
    """No amount where it hangs on the number within the class."""
    if one.amounts == other.amounts:
        return one
    return replace(one, amounts={}, uncounted=(*one.uncounted, "headcount"))


def _facts(answers: Mapping[str, Any], disabled: bool | None) -> Facts:
    wrong = dates_in_order(answers.get("start"), answers.get("end"))
    if wrong is not None:
        raise Refused(wrong, field="end")
    groups: dict[str, dict[str, Any]] = {name: {} for name in GROUPS}
    for group, model in GROUPS.items():
        for fact in model.model_fields:
            value = answers.get(PERCENT.get(fact, fact))
            if value is not None:
                groups[group][fact] = value / 100 if fact in PERCENT else value
    if disabled is not None:
        groups["person"][DISABILITY] = disabled
    try:
        return Facts.model_validate(groups)
    except ValidationError as error:
        fact = str(error.errors()[0]["loc"][-1])
        raise Refused(
            say("Diese Zahl passt nicht. Bitte prüfen Sie sie."), field=PERCENT.get(fact, fact)
        ) from None


def missing_of(results: list[Result]) -> list[str]:
    """The questions that still matter: some instrument is open because of them, or its amount is."""
    facts = dict.fromkeys(name for one in results for name in one.missing)
    return [PERCENT.get(name, name) for name in facts if name != DISABILITY]


def disability_matters(known: Known, today: date) -> bool:
    """Whether any result or amount hangs on a severe disability."""
    yes, no = (results_for(known, today=today, disabled=answer) for answer in (True, False))
    return yes != no
