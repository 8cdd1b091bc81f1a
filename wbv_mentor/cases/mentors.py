"""Which mentors may accompany somebody, and who stands too close to a mentee."""

from __future__ import annotations

from sqlalchemy import func, select

from wbv_mentor.cases.models import Case
from wbv_mentor.db import session
from wbv_mentor.people.models import Account
from wbv_mentor.qualification.models import MAY_ACCOMPANY, MAY_OPEN_CASES, Enrolment

MOST_SUPERVISED = 2
OVER = ("closed", "closed_without_course", "locked", "erased")
# Functions in which a mentor decides about people of the same company.
DECIDES = ("personnel", "supervisor", "owner_or_family")


def standing(account_id: int) -> str | None:
    """Where a mentor stands in the register; None for somebody who never was in it or is closed out."""
    query = (
        select(Enrolment.state)
        .join(Account, Account.id == Enrolment.account_id)
        .where(Enrolment.account_id == account_id, Account.active.is_(True))
    )
    found: str | None = session.scalar(query)
    return found


def may_accompany(account_id: int | None) -> bool:
    """Whether the mentor may go on with the cases there are."""
    return account_id is not None and standing(account_id) in MAY_ACCOMPANY


def has_room(account_id: int, *, but: Case | None = None) -> bool:
    """Whether the mentor may take one more case: `active` and `renewal_due` any number, in practice two."""
    found = standing(account_id)
    if found in MAY_OPEN_CASES:
        return True
    return found == "in_practice" and open_cases_of(account_id, but=but) < MOST_SUPERVISED


def open_cases_of(account_id: int, *, but: Case | None = None) -> int:
    """How many cases a mentor accompanies that are not over."""
    query = (
        select(func.count()).select_from(Case).where(Case.mentor_id == account_id, Case.state.not_in(OVER))
    )
    if but is not None:
        query = query.where(Case.id != but.id)
    return int(session.scalar(query) or 0)


def decides_about(account_id: int, case: Case) -> bool:
    """Whether a mentor decides about people in the company that employs the mentee."""
    if case.employer_id is None:
        return False
    query = (
        select(Account.function_in_company)
        .join(Enrolment, Enrolment.account_id == Account.id)
        .where(Account.id == account_id, Enrolment.company_id == case.employer_id)
    )
    return session.scalar(query) in DECIDES
