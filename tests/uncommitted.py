"""Finds changes that were sent to the database and never committed: a unit of work was forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction

PENDING = "uncommitted"


class Watch:
    """Notes for every session what it wrote, until it commits or a unit of work rolls it back."""

    def __init__(self) -> None:
        self.lost: list[str] = []
        self._listeners: list[tuple[str, Any]] = [
            ("after_flush", self._flushed),
            ("do_orm_execute", self._executed),
            ("after_commit", self._committed),
            ("after_rollback", self._rolled_back),
            ("after_transaction_end", self._ended),
        ]

    @contextmanager
    def over_all_sessions(self) -> Iterator[Watch]:
        """Listen while the block runs."""
        for name, listener in self._listeners:
            event.listen(Session, name, listener)
        try:
            yield self
        finally:
            for name, listener in self._listeners:
                event.remove(Session, name, listener)

    def look_at(self, session: Session) -> None:
        """Note what a session still holds that was not even sent."""
        self.lost += [f"never sent: {row!r}" for row in (*session.new, *session.dirty, *session.deleted)]

    def _flushed(self, session: Session, _context: object) -> None:
        rows = (*session.new, *session.dirty, *session.deleted)
        session.info.setdefault(PENDING, []).extend(repr(row) for row in rows)

    def _executed(self, state: ORMExecuteState) -> None:
        if state.is_insert or state.is_update or state.is_delete:
            state.session.info.setdefault(PENDING, []).append(state.statement)

    def _committed(self, session: Session) -> None:
        session.info.pop(PENDING, None)

    def _rolled_back(self, session: Session) -> None:
        pending = session.info.pop(PENDING, [])
        if not session.info.get("working"):  # a refused unit of work rolls back on purpose
            self.lost += [f"rolled back outside a unit of work: {_words(what)}" for what in pending]

    def _ended(self, session: Session, transaction: SessionTransaction) -> None:
        if transaction.parent is None:
            self.lost += [f"never committed: {_words(what)}" for what in session.info.pop(PENDING, [])]


def _words(what: object) -> str:
    """A row as it was, or the beginning of a statement: written out only if it is told."""
    return what if isinstance(what, str) else str(what)[:80]
