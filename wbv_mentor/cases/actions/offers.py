"""Offers, the choice among them, and what was found out about funding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select, update

from wbv_mentor.cases.events import happened, happened_before
from wbv_mentor.cases.models import Case, Offer
from wbv_mentor.cases.path.guards_plan import dates_in_order
from wbv_mentor.cases.rights import require_work
from wbv_mentor.cases.tasks import finish_code
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Refused, say
from wbv_mentor.funding.actions import record_result
from wbv_mentor.funding.queries import unchecked
from wbv_mentor.pathways import journal, records

NOT_BOOKED = ("offers", "plan_agreed", "funding")


@dataclass(frozen=True)
class OfferData:
    """What is known about a course that would fit."""

    title: str
    provider: str
    hours: int | None = None
    price_eur: Decimal | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    mode: str | None = None
    provider_azav: bool | None = None
    measure_number: str | None = None


def add_offer(*, case: Case, data: OfferData, by: Actor, now: datetime, submission: str) -> Offer:
    """Take up an offer. Refused without title or provider, or if it ends before it begins."""
    require_work(case, by, "mentor")
    done = journal.find_submission(case, submission)
    if done is not None:
        made = select(Offer).where(
            Offer.case_id == case.id, Offer.added_at == done.at, Offer.title == data.title
        )
        return session.scalars(made).first() or _is_gone()
    _check(data)
    offer = Offer(case_id=case.id, added_at=now, **asdict(data))
    session.add(offer)
    session.flush()
    happened(case, "offer_added", by=by, now=now, submission=submission)
    return offer


def _is_gone() -> Offer:
    raise Refused(say("Dieses Angebot wurde inzwischen entfernt."))


def change_offer(*, offer: Offer, data: OfferData, by: Actor, now: datetime, submission: str) -> None:
    """Correct an offer."""
    case = session.get_one(Case, offer.case_id)
    require_work(case, by, "mentor")
    if happened_before(case, submission):
        return
    _check(data)
    for name, value in asdict(data).items():
        setattr(offer, name, value)
    if offer.chosen_at is not None:
        _plan_course(case, offer)
    happened(case, "offer_changed", by=by, now=now, submission=submission)


def remove_offer(*, offer: Offer, by: Actor, now: datetime, submission: str) -> None:
    """Take an offer off the list."""
    case = session.get_one(Case, offer.case_id)
    require_work(case, by, "mentor")
    if happened_before(case, submission):
        return
    session.delete(offer)
    happened(case, "offer_removed", by=by, now=now, submission=submission)


def choose_offer(*, offer: Offer, by: Actor, now: datetime, submission: str) -> None:
    """The offer of the plan: its dates are those that deadlines before the course are counted from.

    Fills the drafts of the plan and of the booking as well.
    """
    case = session.get_one(Case, offer.case_id)
    require_work(case, by, "mentor")
    if happened_before(case, submission):
        return
    session.execute(update(Offer).where(Offer.case_id == case.id).values(chosen_at=None))
    offer.chosen_at = now
    _plan_course(case, offer)
    measure = {"measure": f"{offer.title}, {offer.provider}"[:300]}
    records.fill_in(instance=case, form="plan", values=measure, by=by, now=now)
    booking = {
        "course_title": offer.title,
        "provider": offer.provider,
        "course_start": offer.starts_on,
        "course_end": offer.ends_on,
    }
    records.fill_in(instance=case, form="book_course", values=booking, by=by, now=now)
    happened(case, "offer_chosen", by=by, now=now, submission=submission)


def save_funding_check(
    *, case: Case, results: Mapping[str, tuple[str, str]], by: Actor, now: datetime, submission: str
) -> None:
    """What was found out: for each instrument yes, no or unknown, with the reason. Never a promise."""
    require_work(case, by, "mentor")
    if happened_before(case, submission):
        return
    for instrument, (result, reason) in results.items():
        record_result(case=case, instrument=instrument, result=result, reason=reason, by=by, now=now)
    if not unchecked(case):
        finish_code(case, "funding_check", now=now)
    happened(case, "funding_checked", by=by, now=now, submission=submission)


def _plan_course(case: Case, offer: Offer) -> None:
    """Until a course is booked, the chosen offer's dates are what deadlines are counted from."""
    if case.state in NOT_BOOKED:
        case.course_title, case.course_provider = offer.title, offer.provider
        case.course_start, case.course_end = offer.starts_on, offer.ends_on if offer.starts_on else None
    session.flush()


def _check(data: OfferData) -> None:
    if not data.title.strip():
        raise Refused(say("Bitte tragen Sie den Titel des Kurses ein."), field="title")
    if not data.provider.strip():
        raise Refused(say("Bitte tragen Sie den Bildungsträger ein."), field="provider")
    wrong = dates_in_order(data.starts_on, data.ends_on)
    if wrong is not None:
        raise Refused(wrong, field="ends_on")
    if data.ends_on is not None and data.starts_on is None:
        raise Refused(say("Bitte tragen Sie auch den Kursbeginn ein."), field="starts_on")
