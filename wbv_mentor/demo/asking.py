"""Companies of the demo are asked: the talk is recorded, the mail leaves, somebody there answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from wbv_mentor import clock
from wbv_mentor.clock import today
from wbv_mentor.companies import asking, deciding
from wbv_mentor.companies.links import current_link
from wbv_mentor.companies.models import Company, Confirmation, Contact
from wbv_mentor.companies.talks import TalkData, facts_of_talk, record_talk
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.demo.cast import Cast
from wbv_mentor.demo.days import office_day_from, office_day_until
from wbv_mentor.demo.questions import TALKS, Told
from wbv_mentor.demo.timeline import Story, at
from wbv_mentor.engine.actors import Actor
from wbv_mentor.pathways.advance import advance

BY_PHONE = "confirm_by_phone"


def ask_companies(cast: Cast, present: date) -> Iterator[Story]:
    """The stories of all talks."""
    for number, told in enumerate(TALKS):
        yield _tell(cast, told, number, office_day_until(present - timedelta(days=told.days_ago)))


def _tell(cast: Cast, told: Told, number: int, day: date) -> Story:
    yield at(day, hour=14, minute=5 + 3 * number)
    asked = _ask(cast, told, number)
    if not told.answer or told.answer == "silence":
        return
    yield at(office_day_from(day + timedelta(days=told.after)), hour=10, minute=2 * number)
    if told.answer == "phone":
        _by_phone(cast, asked, number)
    elif told.answer == "revoke_request":
        _move(cast.mentor(told.mentor), asked, told.answer, number)
    else:
        _answer(asked, told, number)


def _ask(cast: Cast, told: Told, number: int) -> int:
    """The mentor records the talk and asks; the id of the question."""
    by = cast.mentor(told.mentor)
    data = TalkData(
        held_on=today(), kind=told.kind, minutes=told.minutes, functions=told.functions, topics=told.topics,
        areas=dict(told.areas), next_step=told.next_step,
    )  # fmt: skip
    with unit_of_work():
        company = session.get_one(Company, cast.firm_of(told.mentor))
        contact = session.get_one(Contact, cast.heads[company.id][told.head])
        talk = record_talk(
            company=company, data=data, by=by, now=clock.now(), submission=f"demo:talk:{number}"
        )
        made = asking.ask(
            code="C2", contact=contact, facts=facts_of_talk(talk), by=by,
            now=clock.now(), submission=f"demo:asked:{number}", talk=talk,
        )  # fmt: skip
        return made.id


def _answer(asked: int, told: Told, number: int) -> None:
    """Somebody in the company opens the link, types the own name and answers."""
    confirmation = session.get_one(Confirmation, asked)
    contact = session.get_one(Contact, confirmation.contact_id)
    data: dict[str, Any] = {"signer_name": contact.name, "signer_function": contact.function}
    if told.answer == "correct":
        data["correction"] = told.words
    elif told.answer == "decline":
        data["declined"] = "no_statement"
    elif told.answer == "ask_for_time":
        data |= {"need_until": today() + timedelta(days=12), "question": told.words}
    elif told.answer == "pass_on":
        domain = str(contact.email).partition("@")[2]
        data |= {"colleague_name": told.words, "colleague_email": f"franz@{domain}"}
    with unit_of_work():
        confirmation = session.get_one(Confirmation, asked)
        link = current_link(confirmation, now=clock.now())
        assert link is not None
        deciding.answer(
            confirmation=confirmation, link=link, trigger=told.answer, data=data, now=clock.now(),
            by=Actor("company", confirmation.contact_id), submission=f"demo:answered:{number}",
        )  # fmt: skip


def _by_phone(cast: Cast, asked: int, number: int) -> None:
    """The coordination calls and writes down who said what."""
    contact = session.get_one(Contact, session.get_one(Confirmation, asked).contact_id)
    _move(
        cast.coordinator, asked, BY_PHONE, number, answered_on=today(), answered_by=contact.name,
        answered_as=contact.function,
    )  # fmt: skip


def _move(by: Actor, asked: int, trigger: str, number: int, **data: Any) -> None:
    with unit_of_work():
        advance(
            instance=session.get_one(Confirmation, asked), trigger=trigger, by=by, now=clock.now(),
            submission=f"demo:moved:{number}", data=data or None,
        )  # fmt: skip
