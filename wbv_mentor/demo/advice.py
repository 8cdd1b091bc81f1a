"""What happens from the first contact to the needs assessment, one use case an act."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from wbv_mentor import clock
from wbv_mentor.cases import actions
from wbv_mentor.cases.consent import TEXT_VERSION, first_consent
from wbv_mentor.cases.models import Task
from wbv_mentor.clock import today
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.demo.life import Life

PLACES = (
    "Pausenraum",
    "Kantine",
    "Besprechungsraum 2",
    "Büro des Betriebsrats",
    "Werkstatt, nach der Schicht",
)
DONE = (
    "Am Telefon geklärt.", "Unterlagen sind da, Kopien gemacht.", "Haben wir zusammen gemacht.",
    "Per E-Mail geschickt, Antwort kam am selben Tag.", "Im Gespräch erledigt.", "Nachgefragt, passt so.",
)  # fmt: skip
SHIFTS = ("ab 17 Uhr", "vormittags, außer in der Frühschicht", "Montag und Mittwoch ab 16 Uhr", "samstags")


def open_case(life: Life) -> None:
    """The first contact: an alias is enough."""
    with unit_of_work():
        life.case_id = actions.open_case(
            alias=life.person.alias, way=life.person.way, relation=life.person.relation,
            by=life.by, now=clock.now(), submission=life.submission,
        ).id  # fmt: skip


def ask_consent(life: Life) -> None:
    """The mentor shows the QR code, sends the link or hands out the page."""
    life.fire("request_consent")


def consent(life: Life) -> None:
    """The mentee says yes, on her own phone or on paper, and how to be reached; then what it is about."""
    person = life.person
    data: dict[str, Any] = {
        "case_work": True, "contact_channel": True, "supervision_without_name": True,
        "conflict_accepted": person.relation == "relative_or_friend" or None,
        "way": person.way, "given_on": today(), "text_version": TEXT_VERSION,
    }  # fmt: skip
    if person.way == "paper":
        life.fire("give_consent", original_to_ak=True, **data)
    else:
        life.fire("give_consent", by=life.mentee, **data)
    first, last = person.names
    life.save(
        "reachability", channel=person.channel, email=person.email, phone=person.phone,
        no_calls_at_work=True, good_times=life.chance.choice(SHIFTS), first_name=first, last_name=last,
    )  # fmt: skip
    life.save(
        "concern", concern=[person.course.concern], next_step="Termin für das Erstgespräch ausmachen",
        next_step_by=today() + timedelta(days=5),
    )  # fmt: skip


def original_arrives(life: Life) -> None:
    """The coordination ticks that the signed page has come."""
    with unit_of_work():
        page = first_consent(life.case)
        assert page is not None
        actions.note_original_arrived(
            consent=page, arrived_on=today(), by=life.cast.coordinator, now=clock.now(),
            submission=life.submission,
        )  # fmt: skip


def clear_tasks(life: Life) -> None:
    """Whatever the mentor still had to do was done."""
    query = select(Task).where(Task.case_id == life.case_id, Task.done_at.is_(None), Task.owner == "mentor")
    with unit_of_work():
        for task in session.scalars(query.order_by(Task.id)):
            actions.complete_task(
                task=task, outcome=life.chance.choice(DONE), by=life.by, now=clock.now(),
                submission=life.submission,
            )  # fmt: skip


def talk(life: Life, next_step: str = "", days: int = 14, *, noted: bool = True) -> None:
    """A talk is recorded: what was to do is done, the next step becomes a task. Not every talk is `noted`."""
    clear_tasks(life)
    kinds = ("in_person", "in_person", "phone", "video")
    data: dict[str, Any] = {"held_on": today(), "kind": life.chance.choice(kinds)}
    data["minutes"] = life.chance.choice(("20", "30", "45", "60"))
    if noted and (keywords := life.note()):
        data["keywords"] = keywords
    if next_step:
        data |= {"next_step": next_step, "next_step_by": today() + timedelta(days=days)}
    life.save("talk", **data)


def talking(next_step: str, days: int = 14) -> Callable[[Life], None]:
    """An act: a talk that ends with something to do."""
    return partial(talk, next_step=next_step, days=days)


def intake(life: Life) -> None:
    """The first talk's form."""
    person = life.person
    life.save(
        "intake", concern=[person.course.concern], highest_qualification=person.qualification,
        goal=person.course.goal, company_may_know=person.company_may_know,
        urgency=life.chance.choice(("half_year", "half_year", "weeks", "none")),
    )  # fmt: skip
    life.fire("complete_intake")


def needs(life: Life) -> None:
    """The needs assessment; whoever lets the company know also says which one it is."""
    life.save(
        "needs_assessment", target_competence=life.course.goal, gap=life.course.gap,
        informal_skills=life.person.skills,
    )  # fmt: skip
    life.fire("complete_needs_assessment")
    if life.person.company_may_know != "nothing":
        with unit_of_work():
            actions.change_employer(
                case=life.case, employer=None, workplace=None, company_id=life.cast.firm_of(life.mentor),
                by=life.by, now=clock.now(), submission=life.submission,
            )  # fmt: skip


def decline(life: Life) -> None:
    """The mentee says no; everything is erased at once."""
    life.fire("decline_consent", by=life.mentee, way="qr", given_on=today())


def withdraw(life: Life) -> None:
    """The mentee withdraws the consent by her own link."""
    life.fire("withdraw_consent", by=life.mentee, way="link", given_on=today())


def pause(life: Life) -> None:
    """A pause of two months."""
    life.fire("pause", return_on=today() + timedelta(days=60), note="Nach dem Umzug weitermachen.")


def end_without_course(outcome: str, note: str) -> Callable[[Life], None]:
    """An act: the case ends without a course, which is a result as well."""
    return lambda life: life.fire("close_without_course", outcome_code=outcome, note=note)


def refer(life: Life) -> None:
    """The mentee is led on to other advice, and agreed to it in the talk."""
    with unit_of_work():
        actions.refer(
            case=life.case, by=life.by, now=clock.now(), submission=life.submission,
            data={"referred_to": "recognition", "referred_on": today(), "way": "spoken", "given_on": today(),
                  "place": life.chance.choice(PLACES), "text_version": TEXT_VERSION},
        )  # fmt: skip


def hand_over(life: Life, receiver: str) -> None:
    """Another mentor is asked to take over; the mentee agreed in a talk."""
    life.fire(
        "hand_over", receiver=str(life.cast.mentor(receiver).id), way="spoken", given_on=today(),
        place="Kantine", text_version=TEXT_VERSION,
        note_to_receiver="Sie wechselt im Januar in Ihre Schicht und möchte jemanden in der Nähe.",
    )  # fmt: skip


def choose_other_mentor(life: Life) -> None:
    """A mentee without a mentor says how she wants to go on; the coordination has tried to reach her."""
    with unit_of_work():
        actions.record_try(
            case=life.case, channel="phone", by=life.cast.coordinator, now=clock.now(),
            submission=life.submission,
        )  # fmt: skip
    with unit_of_work():
        actions.choose_future(
            case=life.case, choice="other_mentor_here", by=life.mentee, now=clock.now(),
            submission=life.submission,
        )  # fmt: skip
