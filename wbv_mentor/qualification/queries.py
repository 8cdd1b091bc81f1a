"""What pages and other rooms read about mentors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager

from wbv_mentor.db import session
from wbv_mentor.engine.types import Label
from wbv_mentor.german import german_order
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.people.models import Account
from wbv_mentor.qualification.keepers import keeper
from wbv_mentor.qualification.models import MAY_ACCOMPANY, MAY_OPEN_CASES, Enrolment

PER_PAGE = 50
GROUPS = {
    "register": ("active", "renewal_due"),
    "resting": ("dormant", "suspended", "interrupted"),
    "training": (
        "interested", "applied", "under_review", "waitlisted", "admitted", "in_training", "in_practice",
        "colloquium",
    ),
    "left": ("rejected", "withdrawn", "dropped_out", "retired"),
}  # fmt: skip


@dataclass(frozen=True)
class MentorRow:
    """A line of the list."""

    number: int
    name: str
    state: str
    state_label: Label
    valid_until: date | None
    open_cases: int


@dataclass(frozen=True)
class MentorList:
    """One page of the list."""

    rows: Sequence[MentorRow]
    total: int
    page: int
    pages: int


def mentor_list(
    seen: Select[Enrolment], *, group: str = "register", state: str = "", search: str = "", page: int = 1
) -> MentorList:
    """The mentors of a scope by name; `group` is a key of GROUPS, all others mean all; `state` narrows it."""
    found = seen.join(Account, Account.id == Enrolment.account_id)
    if group in GROUPS:
        found = found.where(Enrolment.state.in_(GROUPS[group]))
    if state:
        found = found.where(Enrolment.state == state)
    if search:
        names = (Account.first_name, Account.last_name, Account.first_name + " " + Account.last_name)
        found = found.where(
            or_(*(func.lower(name).contains(search.lower(), autoescape=True) for name in names))
        )
    ids = found.with_only_columns(Enrolment.id)
    total = int(session.scalar(select(func.count()).select_from(ids.subquery())) or 0)
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(page, 1), pages)
    rows = session.scalars(
        found.options(contains_eager(Enrolment.account))
        .order_by(german_order(Account.last_name), german_order(Account.first_name), Enrolment.id)
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    ).all()
    return MentorList([_row(one) for one in rows], total, page, pages)


def open_cases_of(enrolment: Enrolment) -> int:
    """How many cases the person accompanies; an applicant none."""
    return 0 if enrolment.account_id is None else keeper().open_cases_of(enrolment.account_id)


def _row(enrolment: Enrolment) -> MentorRow:
    return MentorRow(
        number=enrolment.id,
        name=enrolment.display_name,
        state=enrolment.state,
        state_label=workflow_of(enrolment).states[enrolment.state].label,
        valid_until=enrolment.valid_until,
        open_cases=open_cases_of(enrolment),
    )


def enrolment_of(account_id: int) -> Enrolment | None:
    """The path of the person with this account."""
    found: Enrolment | None = session.scalars(
        select(Enrolment).where(Enrolment.account_id == account_id)
    ).first()
    return found


def _stands(account_id: int, states: Sequence[str]) -> bool:
    found = select(Enrolment.id).join(Account, Account.id == Enrolment.account_id)
    wanted = (Enrolment.account_id == account_id, Enrolment.state.in_(states), Account.active.is_(True))
    return session.scalars(found.where(*wanted)).first() is not None


def may_open_cases(account_id: int) -> bool:
    """Whether the mentor may open cases without supervision."""
    return _stands(account_id, MAY_OPEN_CASES)


def may_accompany(account_id: int) -> bool:
    """Whether the mentor may go on with cases."""
    return _stands(account_id, MAY_ACCOMPANY)


def active_mentors() -> Sequence[Account]:
    """Everybody who may open cases, by name."""
    found: Sequence[Account] = session.scalars(
        select(Account)
        .join(Enrolment, Enrolment.account_id == Account.id)
        .where(Enrolment.state.in_(MAY_OPEN_CASES), Account.active.is_(True))
        .order_by(german_order(Account.last_name), german_order(Account.first_name), Account.id)
    ).all()
    return found
