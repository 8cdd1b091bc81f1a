"""The process dies in the middle of what it does: nothing runs any more, nothing is cleaned up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from sqlalchemy import event

from wbv_mentor.db import db, session


class PowerCut(BaseException):
    """No `except Exception` may outlive it."""


@dataclass
class Cut:
    """Whether it happened."""

    happened: bool = False

    def __bool__(self) -> bool:
        return self.happened


@contextmanager
def power_cut(after: int) -> Iterator[Cut]:
    """Die at the statement after so many ones, a commit counts too; tells whether there were as many."""
    left, cut = after, Cut()

    def count(*_what: object) -> None:
        nonlocal left
        left -= 1
        if left == -1:
            cut.happened = True
            raise PowerCut

    engine, current = db.engine, session()
    event.listen(engine, "before_cursor_execute", count)
    event.listen(current, "before_commit", count)
    try:
        with suppress(PowerCut):
            yield cut
    finally:
        event.remove(engine, "before_cursor_execute", count)
        event.remove(current, "before_commit", count)
    session.rollback()
    session.expire_all()
