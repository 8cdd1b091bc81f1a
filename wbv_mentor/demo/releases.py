"""The employer is asked for a release (C6): drafted by the mentor, allowed by the mentee, answered there."""

from __future__ import annotations

from sqlalchemy import select

from wbv_mentor import clock
from wbv_mentor.cases.actions.employer import allow_request, prepare_request, send_request
from wbv_mentor.cases.consent import TEXT_VERSION
from wbv_mentor.cases.models import EmployerRequest
from wbv_mentor.clock import today
from wbv_mentor.companies import deciding
from wbv_mentor.companies.links import current_link
from wbv_mentor.companies.models import Confirmation, Contact
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.demo.life import Life
from wbv_mentor.engine.actors import Actor

TIMES = "Montag bis Donnerstag, 8 bis 13 Uhr"


def wanted(life: Life) -> bool:
    """Whether the company may know and its working time is touched."""
    return life.person.company_may_know == "yes" and not life.course.in_own_time


def ask(life: Life) -> None:
    """The mentee reads the words and says yes to them; then they leave."""
    if not wanted(life):
        return
    firm = life.cast.firm_of(life.mentor)
    with unit_of_work():
        contact = session.get_one(Contact, life.cast.heads[firm][0])
        prepare_request(
            case=life.case, contact=contact, times=TIMES, by=life.by, now=clock.now(),
            submission=life.submission,
        )  # fmt: skip
    with unit_of_work():
        allow_request(
            request=_request(life), way="qr", given_on=today(), text_version=TEXT_VERSION, by=life.mentee,
            now=clock.now(), submission=life.submission,
        )  # fmt: skip
    with unit_of_work():
        send_request(request=_request(life), by=life.by, now=clock.now(), submission=life.submission)


def answer(life: Life) -> None:
    """Somebody in the company says yes by the mailed link."""
    if not wanted(life):
        return
    with unit_of_work():
        asked = session.get_one(Confirmation, _request(life).confirmation_id)
        link = current_link(asked, now=clock.now())
        contact = session.get_one(Contact, asked.contact_id)
        assert link is not None
        deciding.answer(
            confirmation=asked, link=link, trigger="confirm", by=Actor("company", contact.id),
            data={"signer_name": contact.name, "signer_function": contact.function}, now=clock.now(),
            submission=life.submission,
        )  # fmt: skip


def _request(life: Life) -> EmployerRequest:
    query = select(EmployerRequest).where(EmployerRequest.case_id == life.case_id)
    found: EmployerRequest = session.scalars(query.order_by(EmployerRequest.id.desc()).limit(1)).one()
    return found
