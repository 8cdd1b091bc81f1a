"""Walks a case to any state of its path, through the real use cases and nothing else.

Every step is a unit of work of its own at the clock's present moment; tests move time with time-machine.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import count
from typing import Any

import time_machine

from wbv_mentor import clock
from wbv_mentor.cases import actions
from wbv_mentor.cases.actions import OfferData
from wbv_mentor.cases.consent import TEXT_VERSION
from wbv_mentor.cases.models import Case
from wbv_mentor.companies.models import Company, CompanyDomain
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import SYSTEM, Actor
from wbv_mentor.funding.actions import plan_application
from wbv_mentor.funding.catalogue import active_instruments
from wbv_mentor.funding.models import FundingApplication
from wbv_mentor.jobs import run
from wbv_mentor.pathways import definitions, records
from wbv_mentor.pathways.advance import Advanced, advance
from wbv_mentor.people.actions import create_account
from wbv_mentor.people.models import Account
from wbv_mentor.qualification.actions import add_trained_mentor
from wbv_mentor.qualification.models import Enrolment
from wbv_mentor.qualification.queries import enrolment_of

_numbers = count(1)
TO_COURSE = 60  # days until the course begins, when it is booked


def fresh() -> str:
    """The id of one sending."""
    return str(uuid.uuid4())


def today() -> date:
    """Today in Berlin, by the clock that tests move."""
    return clock.today()


def paths_known() -> None:
    """Register the definitions, if the database does not have them yet."""
    if definitions.find_definition("mentee_case") is None:
        with unit_of_work():
            definitions.register(now=clock.now())


def a_coordinator() -> Actor:
    """Somebody of the coordination."""
    return _account("coordinator")


def a_trainer() -> Actor:
    """A trainer."""
    return _account("trainer")


def _account(role: str) -> Actor:
    paths_known()
    with unit_of_work():
        account = create_account(
            email=f"{role}{next(_numbers)}@post.example", first_name="Karla", last_name=f"K{next(_numbers)}",
            role=role, by=SYSTEM, now=clock.now(),
        )  # fmt: skip
        return account.actor


def a_mentor(
    *, coordinator: Actor | None = None, company_id: int | None = None, function: str = "colleague"
) -> Actor:
    """A mentor in the register: trained before this system, recognised by the coordination."""
    by = coordinator or a_coordinator()
    with unit_of_work():
        enrolment = add_trained_mentor(
            first_name="Mina", last_name=f"M{next(_numbers)}", email=f"mentor{next(_numbers)}@post.example",
            company_id=company_id, function_in_company=function, trained_on=today() - timedelta(days=90),
            proof="Bescheinigung", by=by, now=clock.now(), submission=fresh(),
        )  # fmt: skip
        account_id = enrolment.account_id
    return Actor("mentor", account_id)


def a_company(name: str = "Werk", *domains: str) -> int:
    """A company of the directory with its mail domains; its id."""
    with unit_of_work() as current:
        company = Company(name=name, size="under_10", created_at=clock.now(), row_version=1)
        company.domains = [CompanyDomain(domain=domain) for domain in domains]
        current.add(company)
        current.flush()
        return company.id


def suspend(mentor: Actor, *, by: Actor | None = None) -> None:
    """The coordination suspends a mentor: the open cases lose their mentor."""
    move_mentor(mentor, "suspend", by=by or a_coordinator(), data={"reason_code": "complaint"})


def move_mentor(mentor: Actor, trigger: str, *, by: Actor, data: dict[str, Any] | None = None) -> None:
    """Fire a transition of a mentor's own path."""
    with unit_of_work():
        enrolment = enrolment_of(int(mentor.id or 0))
        assert isinstance(enrolment, Enrolment)
        advance(instance=enrolment, trigger=trigger, by=by, now=clock.now(), submission=fresh(), data=data)


def mentee_of(case: Case) -> Actor:
    """The mentee, as the own link makes her act."""
    return Actor("mentee", case.mentee_id)


def mentor_of(case: Case) -> Actor:
    """The case's mentor."""
    assert case.mentor_id is not None
    return Actor("mentor", case.mentor_id)


def on_behalf(way: str = "paper", **more: Any) -> dict[str, Any]:
    """What somebody states who enters something for the mentee."""
    place = {"place": "Kantine"} if way == "spoken" else {}
    return {"way": way, "given_on": today(), "text_version": TEXT_VERSION, **place, **more}


def fire(case: Case, trigger: str, *, by: Actor, data: dict[str, Any] | None = None, **more: Any) -> Advanced:
    """Fire one transition in a unit of work of its own."""
    with unit_of_work():
        return actions.fire(
            case=case, trigger=trigger, by=by, now=clock.now(), submission=more.pop("submission", fresh()),
            data=data, **more,
        )  # fmt: skip


def do(action: Callable[..., Any], *, by: Actor, **wanted: Any) -> Any:
    """Call one use case in a unit of work of its own."""
    with unit_of_work():
        return action(by=by, now=clock.now(), submission=wanted.pop("submission", fresh()), **wanted)


def new_case(
    *, mentor: Actor | None = None, way: str = "qr", relation: str = "none", alias: str = "Ada"
) -> Case:
    """A case in `contact`."""
    case: Case = do(actions.open_case, by=mentor or a_mentor(), alias=alias, way=way, relation=relation)
    return case


def reachable(case: Case, **more: Any) -> None:
    """Page 2 of a new case: how to reach the person; by private e-mail unless said otherwise."""
    data: dict[str, Any] = {"channel": "email", "email": "ada@post.example", "no_calls_at_work": True, **more}
    do(actions.change_reachability, by=mentor_of(case), case=case, data=data)


def consented(case: Case, **more: Any) -> None:
    """The mentee says yes by her own link."""
    if case.state == "contact":
        reachable(case)
        fire(case, "request_consent", by=mentor_of(case))
    fire(case, "give_consent", by=mentee_of(case), data={"case_work": True, "contact_channel": True, **more})


def save(case: Case, form: str, data: dict[str, Any], *, by: Actor | None = None) -> None:
    """Complete one form of the case."""
    do(actions.save_form, by=by or mentor_of(case), case=case, form=form, data=data)


INTAKE = {
    "concern": ["advance"], "highest_qualification": "vocational", "goal": "Industriemeister*in",
    "company_may_know": "nothing",
}  # fmt: skip
NEEDS = {"target_competence": "Eine Schicht leiten", "gap": "Führung, Planung"}
PLAN = {
    "goal": "Industriemeister*in", "measure": "Vorbereitungskurs", "funding": "Aufstiegs-BAföG",
    "working_time_rule": "own_time", "next_steps": "Antrag stellen",
}  # fmt: skip


def offered(case: Case, number: int = 2) -> None:
    """Offers of the case."""
    for index in range(number):
        start = today() + timedelta(days=TO_COURSE + index)
        end = start + timedelta(days=90)
        data = OfferData(f"Kurs {index + 1}", f"Bildungshaus {index + 1}", starts_on=start, ends_on=end)
        do(actions.add_offer, by=mentor_of(case), case=case, data=data)


def funding_checked(case: Case) -> None:
    """A result with a reason for every instrument."""
    results = {one.id: ("unknown", "Noch nicht geklärt") for one in active_instruments()}
    do(actions.save_funding_check, by=mentor_of(case), case=case, results=results)


def application(case: Case, instrument: str | None = None) -> FundingApplication:
    """A planned application of the case."""
    wanted = instrument or active_instruments()[0].id
    row: FundingApplication = do(plan_application, by=mentor_of(case), case=case, data={"instrument": wanted})
    return row


def move_application(
    row: FundingApplication, trigger: str, *, by: Actor, data: dict[str, Any] | None = None
) -> None:
    """Fire one transition of an application."""
    with unit_of_work():
        advance(instance=row, trigger=trigger, by=by, now=clock.now(), submission=fresh(), data=data)


def booking(start_in: int = TO_COURSE, length: int = 90, **more: Any) -> dict[str, Any]:
    """The booking of a course that begins in so many days."""
    start = today() + timedelta(days=start_in)
    return {
        "course_title": "Vorbereitungskurs", "provider": "Bildungshaus", "course_start": start,
        "course_end": start + timedelta(days=length), "release": "not_needed",
        "release_reason": "Kurs in der eigenen Zeit", **more,
    }  # fmt: skip


def next_course(start_in: int = TO_COURSE + 200) -> dict[str, Any]:
    """The booking of one more course."""
    known = booking(start_in)
    return {name: known[name] for name in ("course_title", "provider", "course_start", "course_end")}


def followed_up(case: Case) -> None:
    """All three follow-ups reached the person."""
    for form in ("follow_up_4_weeks", "follow_up_3_months", "follow_up_6_months"):
        save(case, form, {"reached": True, "completed": "yes"})


def _to_consent_pending(case: Case) -> None:
    reachable(case)
    fire(case, "request_consent", by=mentor_of(case))


def _to_needs(case: Case) -> None:
    save(case, "intake", dict(INTAKE))
    fire(case, "complete_intake", by=mentor_of(case))


def _to_offers(case: Case) -> None:
    save(case, "needs_assessment", dict(NEEDS))
    fire(case, "complete_needs_assessment", by=mentor_of(case))


def _to_plan(case: Case) -> None:
    offered(case)
    funding_checked(case)
    fire(case, "agree_plan", by=mentor_of(case), data={**PLAN, **on_behalf("spoken")})


def _to_funding(case: Case) -> None:
    application(case)
    fire(case, "apply_for_funding", by=mentor_of(case))


def _to_booked(case: Case) -> None:
    fire(
        case, "book_course", by=mentor_of(case), data=booking(-10, risk_accepted=True, **on_behalf("spoken"))
    )


def _to_course(case: Case) -> None:
    fire(case, "start_course", by=mentor_of(case))


def _to_follow_up(case: Case) -> None:
    fire(case, "finish_course", by=mentor_of(case), data={"result": "certificate", "ended_on": today()})


def _to_closed(case: Case) -> None:
    followed_up(case)
    fire(case, "close_case", by=mentor_of(case), data={"outcome_code": "certificate"} | HANDED_OVER)


HANDED_OVER = {"handed_over": True, "handed_over_way": "paper"}
WAY: list[tuple[str, Callable[[Case], None]]] = [
    ("consent_pending", _to_consent_pending),
    ("intake", consented),
    ("needs_assessment", _to_needs),
    ("offers", _to_offers),
    ("plan_agreed", _to_plan),
    ("funding", _to_funding),
    ("booked", _to_booked),
    ("in_course", _to_course),
    ("follow_up", _to_follow_up),
    ("closed", _to_closed),
]
STRAIGHT = ("contact", *(state for state, _step in WAY))


def interrupt(case: Case) -> None:
    """Interrupt the course for a month."""
    data = {"reason_code": "no_answer", "course_return_on": today() + timedelta(days=30)}
    fire(case, "interrupt_course", by=mentor_of(case), data=data)


def pause(case: Case) -> None:
    """A pause of a month."""
    fire(case, "pause", by=mentor_of(case), data={"return_on": today() + timedelta(days=30)})


def hand_over(case: Case, to: Actor | None = None) -> Actor:
    """Ask another mentor; answers who was asked."""
    receiver = to or a_mentor()
    data = {"receiver": str(receiver.id), **on_behalf("spoken")}
    fire(case, "hand_over", by=mentor_of(case), data=data)
    return receiver


def withdraw(case: Case) -> None:
    """The mentee takes her consent back, by her own link."""
    fire(case, "withdraw_consent", by=mentee_of(case))


def close_without_course(case: Case) -> None:
    """Informed, no course needed."""
    fire(case, "close_without_course", by=mentor_of(case), data={"outcome_code": "informed"} | HANDED_OVER)


# From where each detour is entered unless a test says otherwise, and how.
DETOURS: dict[str, tuple[str, Callable[[Case], object]]] = {
    "interrupted": ("in_course", interrupt),
    "closed_without_course": ("intake", close_without_course),
    "paused": ("offers", pause),
    "handover": ("offers", hand_over),
    "awaiting_mentor": ("offers", lambda case: suspend(mentor_of(case))),
    "locked": ("offers", withdraw),
    "erased": ("consent_pending", lambda case: fire(case, "decline_consent", by=mentee_of(case))),
}


def case_at(state: str, *, base: str | None = None, **wanted: Any) -> Case:
    """A case in `state`; `base` is where a detour is entered from. `wanted` goes to `new_case`."""
    if state in DETOURS:
        usual, enter = DETOURS[state]
        case = case_at(base or usual, **wanted)
        enter(case)
    else:
        case = new_case(**wanted)
        for _name, step in WAY[: STRAIGHT.index(state)]:
            step(case)
    session.refresh(case)
    assert case.state == state, f"{case.state} instead of {state}"
    return case


def account(actor: Actor) -> Account:
    """The account behind an actor."""
    return session.get_one(Account, actor.id)


def record_of(case: Case, form: str) -> dict[str, Any]:
    """The newest submitted values of a form."""
    return records.values(case, form)


@contextmanager
def days_later(days: int) -> Iterator[None]:
    """The world so many days later, with that morning's reminders gone; the clock goes on ticking."""
    moment = clock.now() + timedelta(days=days)
    morning = clock.berlin_moment(clock.berlin_date(moment), 8)  # a test may run at night
    with time_machine.travel(max(moment, morning), tick=True):
        yield


def system_acts() -> int:
    """One tick's worth of what the system does about deadlines; how many transitions it fired."""
    run("reminders")
    run("cases.lose_mentor")
    return run("pathways.overdue")
