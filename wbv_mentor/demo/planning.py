"""Offers, the plan, and the course itself, one use case an act."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from wbv_mentor import clock
from wbv_mentor.cases import actions
from wbv_mentor.cases.consent import TEXT_VERSION
from wbv_mentor.cases.models import Offer
from wbv_mentor.cases.path.release import release_confirmed
from wbv_mentor.clock import today
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.demo.advice import PLACES, clear_tasks
from wbv_mentor.demo.courses import Course
from wbv_mentor.demo.life import Life
from wbv_mentor.demo.reasons import checked

START_IN = 70
PAYS = {
    "afbg": "Aufstiegs-BAföG; den Rest zahlt die Person in Raten",
    "sgb3_82_qcg": "Agentur für Arbeit und Betrieb",
    "sgb3_81_2_berufsabschluss": "Agentur für Arbeit",
    "sgb3_81_4_bildungsgutschein": "Bildungsgutschein der Agentur für Arbeit",
    "sbfg": "Die Person zahlt den Kurs, der Betrieb stellt frei",
}
SELF = "Die Person zahlt selbst, in zwei Raten"
OWN_TIME = "Der Kurs liegt abends und am Samstag."
LEAVE = "Die Freistellung läuft über die Bildungsfreistellung."
PLAN_SHIFT = "Die Person klärt es selbst mit ihrer Schichtleitung."


def offers(life: Life) -> None:
    """Two offers by different providers, on the same Monday."""
    begin = monday(today() + timedelta(days=START_IN))
    end = begin + timedelta(days=7 * life.course.weeks - 3)
    life.dates |= {"course_start": begin, "course_end": end}
    _take_up(life, life.course, begin, end)


def other_offers(life: Life, course: Course) -> None:
    """The first course did not work out; two offers of another one."""
    begin = monday(today() + timedelta(days=START_IN))
    _take_up(life, course, begin, begin + timedelta(days=7 * course.weeks - 3))


def _take_up(life: Life, course: Course, begin: date, end: date) -> None:
    for provider, price in course.offers:
        offer = actions.OfferData(
            title=course.title, provider=provider, hours=course.hours, price_eur=Decimal(price),
            starts_on=begin, ends_on=end, mode=course.mode, provider_azav=True,
        )  # fmt: skip
        with unit_of_work():
            actions.add_offer(
                case=life.case, data=offer, by=life.by, now=clock.now(), submission=life.submission
            )


def monday(day: date) -> date:
    """The first Monday from that day on."""
    return day + timedelta(days=-day.weekday() % 7)


def check_funding(life: Life) -> None:
    """A result with a reason for each instrument."""
    with unit_of_work():
        actions.save_funding_check(
            case=life.case, results=checked(life.person), by=life.by, now=clock.now(),
            submission=life.submission,
        )  # fmt: skip


def plan(life: Life) -> None:
    """The plan, agreed by the mentee in a talk."""
    course = life.course
    query = select(Offer).where(Offer.case_id == life.case_id).order_by(Offer.id)
    with unit_of_work():
        actions.choose_offer(
            offer=session.scalars(query.limit(1)).one(),
            by=life.by,
            now=clock.now(),
            submission=life.submission,
        )
    life.fire(
        "agree_plan", goal=course.goal, measure=f"{course.title}, {course.offers[0][0]}",
        funding=PAYS[course.instruments[0]] if course.instruments else SELF,
        working_time_rule=_working_time(course),
        next_steps="Anträge stellen, dann anmelden" if course.instruments else "Anmelden",
        way="spoken", given_on=today(), place=life.chance.choice(PLACES), text_version=TEXT_VERSION,
    )  # fmt: skip


def _working_time(course: Course) -> str:
    if course.in_own_time:
        return "own_time"
    return "educational_leave" if "sbfg" in course.instruments else "mixed"


def book(life: Life) -> None:
    """The course is booked; its first day lies ahead."""
    course = life.course
    life.fire(
        "book_course", course_title=course.title, provider=course.offers[0][0],
        course_start=life.dates["course_start"], course_end=life.dates["course_end"],
        **_release(life),
        risk_accepted=True, way="spoken", given_on=today(), place=life.chance.choice(PLACES),
        text_version=TEXT_VERSION,
    )  # fmt: skip
    clear_tasks(life)


def _release(life: Life) -> dict[str, Any]:
    """Confirmed by the company, or why nobody has to ask there."""
    course = life.course
    if release_confirmed(life.case):
        return {"release": "confirmed"}
    if course.in_own_time or "sbfg" in course.instruments:
        return {"release": "not_needed", "release_reason": OWN_TIME if course.in_own_time else LEAVE}
    return {"release": "waived", "release_reason": PLAN_SHIFT}


def attend(life: Life, percent: int = 96) -> None:
    """The mentor asks how often the mentee was there."""
    life.save("attendance", as_of=today(), attended_percent=percent)
    clear_tasks(life)


def interrupt(life: Life) -> None:
    """The course is interrupted for some weeks."""
    back = today() + timedelta(days=40)
    life.fire("interrupt_course", reason_code="family", course_return_on=back)


def finish(life: Life) -> None:
    """The course is over, and who has to know was told."""
    result = "degree" if life.course.leads_to_degree else "certificate"
    life.fire("finish_course", result=result, ended_on=life.dates["course_end"])
    clear_tasks(life)


def pass_exam(life: Life) -> None:
    """The course is over and the examination passed: from now on the bonus can be applied for."""
    exam = today() - timedelta(days=8)
    life.fire(
        "finish_course", result="degree", ended_on=life.dates["course_end"], exam_on=exam,
        exam_result_on=today() - timedelta(days=1),
    )  # fmt: skip
    clear_tasks(life)


def drop_out(life: Life) -> None:
    """It was too much beside the shifts."""
    life.fire("finish_course", result="dropped", ended_on=today(), drop_out_code="overload")
    clear_tasks(life)


def follow_up(life: Life, form: str) -> None:
    """The answers to one follow-up."""
    changed = life.chance.choice((["tasks"], ["tasks", "pay"], ["position"], ["nothing"]))
    life.save(form, reached=True, completed="yes", used_at_work="yes", changed=changed)
    clear_tasks(life)


def ask_after_drop_out(life: Life) -> None:
    """Four weeks later: no course, and what she would like next."""
    life.save(
        "follow_up_4_weeks", reached=True, completed="no", used_at_work="no", changed=["nothing"],
        next_wish="Im Herbst noch einmal, mit weniger Stunden in der Woche",
    )  # fmt: skip
    clear_tasks(life)


def close(life: Life) -> None:
    """The case is closed."""
    life.fire("close_case", outcome_code="degree" if life.course.leads_to_degree else "certificate")


def revise(life: Life) -> None:
    """The funding was refused; they look for another course."""
    life.fire("revise_offers", reason_code="rejected")
    clear_tasks(life)
