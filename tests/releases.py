"""A question to the employer about a person (C6), step by step, for tests."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from tests.company_questions import SIGNED, a_company, a_contact
from tests.factories import (
    a_mentor,
    case_at,
    do,
    fresh,
    mentee_of,
)
from wbv_mentor import clock
from wbv_mentor.cases import actions
from wbv_mentor.cases.consent import TEXT_VERSION
from wbv_mentor.cases.models import Case, EmployerRequest, Offer
from wbv_mentor.cases.path.release import answer_mark, times_to_accept
from wbv_mentor.companies.models import Confirmation, Contact
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import Actor
from wbv_mentor.pathways.advance import advance

PLANTED = {
    "alias": "Kanarienvogel", "email": "zoe.privat@post.example", "goal": "Raus aus dem Betrieb",
    "keywords": "Schulden und Familie",
}  # fmt: skip


def a_case() -> Case:
    """A case whose person works at a company of the directory; full of what nobody there may know."""
    company = a_company()
    mentor = a_mentor(company_id=company)
    case = case_at("plan_agreed", mentor=mentor, alias=PLANTED["alias"])
    do(
        actions.change_reachability, by=mentor, case=case,
        data={
            "channel": "email", "email": PLANTED["email"], "no_calls_at_work": True, "first_name": "Zoë",
            "last_name": "Zander",
        },
    )  # fmt: skip
    do(actions.change_employer, by=mentor, case=case, employer=None, workplace="Halle 7", company_id=company)
    offer = session.scalars(select(Offer).where(Offer.case_id == case.id)).first()
    do(actions.choose_offer, by=mentor, offer=offer)
    talk = {"held_on": clock.today(), "kind": "phone", "minutes": "30", "keywords": PLANTED["keywords"]}
    do(actions.record_talk, by=mentor, case=case, data=talk)
    return case


def prepared(case: Case) -> EmployerRequest:
    """The drafted question."""
    known = session.scalars(select(Contact.id).where(Contact.company_id == case.employer_id)).first()
    contact = known or a_contact(int(case.employer_id or 0))
    made: EmployerRequest = do(
        actions.prepare_request, by=Actor("mentor", case.mentor_id), case=case,
        contact=session.get_one(Contact, contact), times="Mo bis Fr, 8 bis 16 Uhr",
    )  # fmt: skip
    return made


def allowed(request: EmployerRequest) -> EmployerRequest:
    """The mentee said yes on her own page."""
    do(
        actions.allow_request, by=mentee_of(request.case), request=request, way="link",
        given_on=clock.today(), text_version=TEXT_VERSION,
    )  # fmt: skip
    return request


def sent(request: EmployerRequest) -> Confirmation:
    """The mentor has sent it."""
    made: Confirmation = do(actions.send_request, by=Actor("mentor", request.case.mentor_id), request=request)
    return made


def corrected(case: Case, **named: Any) -> Confirmation:
    """The company releases the person, but at other times."""
    return answered(case, "correct", **named)


def answered(case: Case, trigger: str, **said: Any) -> Confirmation:
    """The company is asked and answers by its link."""
    question = sent(allowed(prepared(case)))
    if trigger == "decline":
        said["declined"] = "no"
    with unit_of_work():
        advance(
            instance=question, trigger=trigger, by=Actor("company", question.id), now=clock.now(),
            submission=fresh(), data={**SIGNED, **said},
        )  # fmt: skip
    return question


def accept(case: Case, *, by: Actor, shown: str | None = None, **more: Any) -> None:
    """Accept the times of the answer that stands."""
    waits = times_to_accept(case)
    mark = answer_mark(waits) if waits is not None else ""
    do(actions.accept_times, by=by, case=case, shown=mark if shown is None else shown, **more)
