"""What this room has to know about cases, and the one thing it does to them. The cases room registers it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


class LoseMentor(Protocol):
    """Takes a mentor's open cases away and says how many; runs in the caller's unit of work."""

    def __call__(self, account_id: int, *, now: datetime, cause: int | None) -> int: ...


def _no_cases(_account_id: int, _since: date) -> int:
    return 0


@dataclass(frozen=True)
class CaseKeeper:
    """The cases room as this room sees it."""

    open_cases_of: Callable[[int], int]
    lose_mentor: LoseMentor
    closed_cases_of: Callable[[int, date], int] = _no_cases


_keepers: list[CaseKeeper] = []


def register_case_keeper(
    *, open_cases_of: Callable[[int], int], lose_mentor: LoseMentor,
    closed_cases_of: Callable[[int, date], int] = _no_cases,
) -> None:  # fmt: skip
    """Say who keeps cases: open ones of an account, those it closed since a day, taking them away."""
    _keepers[:] = [CaseKeeper(open_cases_of, lose_mentor, closed_cases_of)]


def keeper() -> CaseKeeper:
    """The registered one. LookupError if no room keeps cases: then nobody could take them away."""
    if not _keepers:
        raise LookupError("nobody keeps cases")
    return _keepers[0]
