"""Twenty-five lives: how far each case has come, and what happened beside the straight way.

A story says how many days ago it began; each act is so many days after the one before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select

from wbv_mentor import clock
from wbv_mentor.cases.consent import TEXT_VERSION
from wbv_mentor.clock import today
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.demo import acts
from wbv_mentor.demo.accounts import Cast
from wbv_mentor.demo.acts import Life
from wbv_mentor.demo.personas import PERSONAS
from wbv_mentor.demo.timeline import Story, at
from wbv_mentor.pathways.advance import advance
from wbv_mentor.qualification.models import Enrolment

Act = tuple[int, Callable[[Life], None]]

CONTACT: list[Act] = [(0, acts.open_case)]
ASKED: list[Act] = [*CONTACT, (0, acts.ask_consent)]
INTAKE: list[Act] = [
    *ASKED, (1, acts.consent), (0, acts.concern),
    (6, partial(acts.talk, keywords="Fragt viel. Angst vor Prüfungen.", next_step="Zeugnisse ansehen")),
]  # fmt: skip
ASSESSING: list[Act] = [*INTAKE, (0, acts.intake), (12, partial(acts.talk, minutes=45))]
OFFERS: list[Act] = [*ASSESSING, (0, acts.needs), (8, acts.offers)]
PLANNED: list[Act] = [*OFFERS, (3, acts.check_funding), (4, acts.talk), (0, acts.plan)]
APPLYING: list[Act] = [*PLANNED, (2, acts.apply), (1, acts.collect)]
SUBMITTED: list[Act] = [*APPLYING, (6, acts.submit)]
DECIDED: list[Act] = [*SUBMITTED, (21, acts.approve), (1, acts.finalise)]


def book(life: Life, start_in: int = 14, length: int = 90) -> None:
    """The course is booked; its first day lies ahead."""
    begin = today() + timedelta(days=start_in)
    life.fire(
        "book_course", course_title=life.persona.course, provider=life.persona.providers[0][0],
        course_start=begin, course_end=begin + timedelta(days=length), release="not_needed",
        release_reason="Der Kurs liegt abends und am Samstag.", risk_accepted=True, way="spoken",
        given_on=today(), place="Pausenraum", text_version=TEXT_VERSION,
    )  # fmt: skip


def finish(life: Life, result: str = "certificate") -> None:
    """The course is over, and who has to know was told."""
    life.fire("finish_course", result=result, ended_on=today())
    acts.clear_tasks(life)


def follow_up(life: Life, form: str) -> None:
    """The answers to one follow-up."""
    life.save(form, reached=True, completed="yes", used_at_work="yes", changed=["tasks"])


def settle(life: Life) -> None:
    """Every proof the authority wanted has been sent."""
    life.fire_application(1, "settle", duties=["afbg_proofs"])


def close(life: Life) -> None:
    """The case is closed."""
    life.fire("close_case", outcome_code="certificate")


def fire(trigger: str, **data: str) -> Callable[[Life], None]:
    """An act that only fires a transition."""
    return lambda life: life.fire(trigger, None, **data)


def second(act: Callable[..., None], **more: object) -> Callable[[Life], None]:
    """The same act for the case's second application."""
    return partial(act, number=2, **more)


def pause(life: Life) -> None:
    """A pause of two months."""
    life.fire("pause", return_on=today() + timedelta(days=60))


def hand_over(life: Life, receiver: int) -> None:
    """Another mentor is asked to take over; the mentee agreed in a talk."""
    life.fire(
        "hand_over", receiver=str(life.cast.mentors[receiver]), way="spoken", given_on=today(),
        place="Kantine", text_version=TEXT_VERSION,
    )  # fmt: skip


def interrupt(life: Life) -> None:
    """The course is interrupted for some weeks."""
    life.fire("interrupt_course", reason_code="family", course_return_on=today() + timedelta(days=40))


def withdraw(life: Life) -> None:
    """The mentee withdraws the consent by the own link."""
    life.fire("withdraw_consent", by=life.mentee, way="link", given_on=today())


def decline(life: Life) -> None:
    """The mentee says no; everything is erased at once."""
    life.fire("decline_consent", by=life.mentee, way="qr", given_on=today())


def ask_for_papers(life: Life) -> None:
    """The authority asks for more papers."""
    life.fire_application(
        1, "request_documents", papers="Lehrplan mit Stundenzahl", papers_due_on=today() + timedelta(days=14)
    )


IN_COURSE: list[Act] = [*DECIDED, (5, book)]
FINISHED: list[Act] = [*IN_COURSE, (14 + 92, finish)]
CLOSED: list[Act] = [
    *FINISHED, (28, partial(follow_up, form="follow_up_4_weeks")),
    (63, partial(follow_up, form="follow_up_3_months")),
    (91, partial(follow_up, form="follow_up_6_months")), (0, settle), (1, close),
]  # fmt: skip

# days ago it began, mentor, persona, acts
STORIES: list[tuple[int, int, int, list[Act]]] = [
    (430, 0, 7, CLOSED),
    (215, 0, 2, FINISHED),
    (130, 0, 0, [*IN_COURSE, (40, partial(acts.talk, minutes=20, next_step="Prüfungstermin erfragen"))]),
    (62, 0, 3, [*DECIDED, (3, partial(book, start_in=24))]),
    (42, 0, 9, [*SUBMITTED]),
    (66, 0, 11, [*SUBMITTED, (18, acts.reject)]),
    (39, 0, 5, [*PLANNED, (2, acts.apply)]),
    (30, 0, 1, OFFERS),
    (21, 0, 4, ASSESSING),
    (12, 0, 6, INTAKE),
    (8, 0, 10, ASKED),
    (2, 0, 8, CONTACT),
    (75, 1, 1, [*SUBMITTED, (15, ask_for_papers)]),
    (36, 1, 10, PLANNED),
    (120, 2, 4, IN_COURSE),
    (140, 2, 2, [*IN_COURSE, (45, interrupt)]),
    (90, 3, 6, [*DECIDED, (10, partial(book, start_in=30))]),
    (50, 3, 8, [*OFFERS, (5, pause)]),
    (45, 4, 9, [*ASSESSING, (20, partial(hand_over, receiver=0))]),
    (45, 4, 5, [*INTAKE, (9, acts.intake), (8, fire("close_without_course", outcome_code="informed"))]),
    (55, 8, 7, OFFERS),
    (48, 5, 3, [*ASSESSING, (24, withdraw)]),
    (80, 6, 10, [*ASKED, (2, decline)]),
    (15, 7, 0, INTAKE),
    (33, 7, 11, [*ASSESSING, (0, acts.needs)]),
]


RESTING, RESTED_DAYS_AGO = 8, 9  # a mentor who takes parental leave: the case has to find another one


def stories(cast: Cast, now: datetime) -> Iterator[Story]:
    """All stories, each from its first day to where it stands at `now`."""
    yield _rest(cast, at(now, days=-RESTED_DAYS_AGO))
    for number, (days_ago, mentor, persona, script) in enumerate(STORIES, 1):
        life = Life(cast=cast, number=number, mentor=mentor, persona=PERSONAS[persona])
        yield _tell(life, at(now, days=-days_ago, hour=8 + number % 9, minute=number * 7 % 60), script)


def _rest(cast: Cast, moment: datetime) -> Story:
    yield moment
    with unit_of_work():
        enrolment = session.scalars(
            select(Enrolment).where(Enrolment.account_id == cast.mentors[RESTING])
        ).one()
        advance(
            instance=enrolment, trigger="rest", by=cast.coordinator, now=clock.now(),
            submission="demo:rest", data={"reason_code": "parental_leave"},
        )  # fmt: skip


def _tell(life: Life, begin: datetime, script: list[Act]) -> Story:
    moment = begin
    for days, act in script:
        moment = at(moment, days=days, hour=8 + (life.number + days) % 9, minute=life.number * 7 % 60)
        yield moment
        act(life)
