"""Which cases a list finds, in which order, page by page: by the rows of lists alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, literal, or_, select, tuple_, union_all

from wbv_mentor.cases.rows.folding import terms_of
from wbv_mentor.cases.rows.models import CaseWord, ListedCase
from wbv_mentor.cases.scope import OVER, rows_seen_by, sees_all, words_seen_by
from wbv_mentor.companies.asking import number_read_out
from wbv_mentor.companies.models import Confirmation
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.pathways.definitions import machine_of, versions_of

MOST_COUNTED = 1000
BEYOND = "\U0010ffff"  # after every letter a word may go on with
KEYS: dict[str, Any] = {
    "due": ListedCase.due_on, "contact": ListedCase.contact_on, "name": ListedCase.name, "new": None,
}  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """What is asked for: `which` is open, closed or all; an order of KEYS; `after` or `before` a cursor."""

    which: str = "open"
    state: str = ""
    stage: str = ""
    mentor_id: int | None = None
    search: str = ""
    order: str = "due"
    after: str = ""
    before: str = ""


@dataclass(frozen=True)
class Page:
    """Ids of the cases on a page, and the cursors of the pages before and after it, empty without one."""

    ids: list[int]
    total: int
    before: str
    after: str


def find_page(*, actor: Actor, wanted: Wanted, per_page: int) -> Page:
    """One page of what is found. A cursor that says nothing gives the first page."""
    criteria = [*_which(wanted), *_search(actor, wanted.search)]
    if wanted.mentor_id is not None:
        criteria.append(ListedCase.mentor_id == wanted.mentor_id)
    seen = rows_seen_by(actor).with_only_columns(ListedCase.case_id).where(*criteria)
    states = _states_of(wanted.stage) if wanted.stage else []
    narrowed = seen.where(ListedCase.state.in_(states)) if wanted.stage else seen
    counted = narrowed.limit(MOST_COUNTED + 1).subquery()
    total = session.scalar(select(func.count()).select_from(counted)) or 0
    # The rows of each state stand in order: taken one by one, nothing has to be sorted.
    arms = (
        [seen.where(ListedCase.state == one) for one in states] if states and sees_all(actor) else [narrowed]
    )
    order = (
        wanted.order if wanted.order in KEYS and (wanted.order != "name" or actor.role == "mentor") else "due"
    )
    back = _cursor(actor, order, wanted.before)
    if back is not None:
        rows = _rows(arms, order, back, per_page + 1, forward=False)
        if len(rows) > per_page:
            return _page(order, rows[:per_page][::-1], total, more_before=True, more_after=True)
        back = None  # not a whole page before this one: then it is the first
    at = _cursor(actor, order, wanted.after)
    rows = _rows(arms, order, at, per_page + 1, forward=True)
    if not rows and at is not None:
        at, rows = None, _rows(arms, order, None, per_page + 1, forward=True)
    return _page(order, rows[:per_page], total, more_before=at is not None, more_after=len(rows) > per_page)


def _page(order: str, rows: Sequence[Any], total: int, *, more_before: bool, more_after: bool) -> Page:
    return Page(
        [row.case_id for row in rows],
        total,
        _mark(order, rows[0]) if rows and more_before else "",
        _mark(order, rows[-1]) if rows and more_after else "",
    )


def _mark(order: str, row: Any) -> str:
    """Where a page ends, for the address: a day and a number. A name never stands there."""
    return f"{row.key.isoformat()}~{row.case_id}" if isinstance(row.key, date) else f"{row.case_id}"


def _cursor(actor: Actor, order: str, mark: str) -> tuple[Any, int] | None:
    """What a mark says; None if nothing that this order understands, or of a case that the actor does not
    see: where it would stand among the own ones tells its name."""
    day, _tilde, number = mark.rpartition("~")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    if order in ("due", "contact"):
        try:
            return date.fromisoformat(day), int(number)
        except ValueError:
            return None
    if day:
        return None
    if order == "new":
        return None, int(number)
    seen = rows_seen_by(actor).with_only_columns(ListedCase.name)
    name = session.scalar(seen.where(ListedCase.case_id == int(number)))
    return None if name is None else (name, int(number))


def _rows(
    arms: Sequence[Select[Any]], order: str, at: tuple[Any, int] | None, most: int, *, forward: bool
) -> Sequence[Any]:
    parts = [_part(arm, order, at, most, forward=forward) for arm in arms]
    if len(parts) == 1:
        return session.execute(parts[0]).all()
    both = union_all(*(select(part.subquery()) for part in parts)).subquery()
    rising = forward is not (order == "new")
    keys = (both.c.key, both.c.case_id)
    return session.execute(
        select(both).order_by(*(key if rising else key.desc() for key in keys)).limit(most)
    ).all()


def _part(
    arm: Select[Any], order: str, at: tuple[Any, int] | None, most: int, *, forward: bool
) -> Select[*tuple[Any, ...]]:
    key, number = KEYS[order], ListedCase.case_id
    rising = forward is not (order == "new")
    if key is None:
        columns: tuple[Any, ...] = (number,)
        query: Select[*tuple[Any, ...]] = arm.with_only_columns(number, literal(0).label("key"))
        here = None if at is None else (number > at[1] if rising else number < at[1])
    else:
        columns = (key, number)
        query = arm.with_only_columns(number, key.label("key"))
        pair = None if at is None else tuple_(literal(at[0], key.type), literal(at[1]))
        both = tuple_(key, number)
        here = None if pair is None else (both > pair if rising else both < pair)
    if here is not None:
        query = query.where(here)
    return query.order_by(*(one if rising else one.desc() for one in columns)).limit(most)


def _which(wanted: Wanted) -> list[ColumnElement[bool]]:
    ended = {"open": False, "closed": True}.get(wanted.which)
    if wanted.state:
        fits = ended is None or ended is (wanted.state in OVER)
        return [ListedCase.state == wanted.state] if fits else [false()]
    return [] if ended is None else [ListedCase.ended == ended]


def stages() -> dict[str, Any]:
    """The stages of the path by name, as the newest version calls them."""
    return dict(machine_of(next(reversed(versions_of("mentee_case").values()))).workflow.stages)


def _states_of(stage: str) -> list[str]:
    """The states that any version counts to this stage."""
    paths = (machine_of(one).workflow for one in versions_of("mentee_case").values())
    found = {name: None for path in paths for name, state in path.states.items() if state.stage == stage}
    return sorted(found)


def _search(actor: Actor, text: str) -> list[ColumnElement[bool]]:
    """By the beginnings of words, folded; or by the number of a question to the employer, as somebody reads
    it out on the telephone. Of more than 1,000 that begin with the longest word these are looked through."""
    if not text.strip():
        return []
    asked = ListedCase.case_id.in_(
        select(Confirmation.parent_id).where(Confirmation.number == number_read_out(text.strip()))
    )
    terms = terms_of(text)
    if not terms:
        return [asked]
    first = _begins(actor, terms[0]).with_only_columns(CaseWord.case_id)
    if sees_all(actor):
        first = first.order_by(CaseWord.word.desc(), CaseWord.case_id.desc()).limit(MOST_COUNTED + 1)
    others = [
        _begins(actor, term).where(CaseWord.case_id == ListedCase.case_id).correlate(ListedCase).exists()
        for term in terms[1:]
    ]
    return [or_(and_(ListedCase.case_id.in_(select(first.subquery().c.case_id)), *others), asked)]


def _begins(actor: Actor, term: str) -> Select[Any]:
    return words_seen_by(actor).where(CaseWord.word >= term, CaseWord.word < term + BEYOND)
