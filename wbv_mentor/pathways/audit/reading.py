"""How the audit reads: row by row, and without stumbling over what it is there to find.

A value that is none of its type, which SQLite lets anybody write, is read as it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import JSON, Connection, Dialect, Executable, Row, String, type_coerce
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.types import TypeDecorator

from wbv_mentor.db import UtcDateTime
from wbv_mentor.pathways.seals import AT_ONCE, Covered

Read = Callable[[Any], Any]


class _AnyMoment(UtcDateTime):
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Read | None:
        return _leniently(super().result_processor(dialect, coltype))


class _AnyJson(TypeDecorator[Any]):
    impl = JSON
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Read | None:
        return _leniently(super().result_processor(dialect, coltype))


def _leniently(read: Read | None) -> Read | None:
    def lenient(value: Any) -> Any:
        try:
            return value if read is None else read(value)
        except (TypeError, ValueError, AttributeError):
            return value

    return lenient


def leniently(column: InstrumentedAttribute[Any]) -> Any:
    """The column, read so that no value stops the audit."""
    if isinstance(column.type, UtcDateTime):
        return type_coerce(column, _AnyMoment()).label(column.key)
    if isinstance(column.type, JSON):
        return type_coerce(column, _AnyJson()).label(column.key)
    return type_coerce(column, String()).label(column.key) if isinstance(column.type, String) else column


def stream(connection: Connection, query: Executable, at_once: int = AT_ONCE) -> Iterator[Row[Any]]:
    """The rows of a query, never more than a few in memory."""
    yield from connection.execute(query.execution_options(yield_per=at_once))


class Walk:
    """Rows of number and digest, one by one, to be taken up to a number at a time."""

    def __init__(self, rows: Iterator[Row[Any]], on_rows: Callable[[int], None]) -> None:
        self._rows = rows
        self._next = next(rows, None)
        self._on_rows = on_rows
        self.count = 0

    def until(self, number: int | None) -> Iterator[Covered]:
        """Those up to a number; None: all that are left."""
        while self._next is not None and (number is None or self._next.id <= number):
            yield self._next.id, self._next.digest
            self.count += 1
            self._on_rows(1)
            self._next = next(self._rows, None)

    def pass_by(self, number: int | None = None) -> None:
        """Leave them behind."""
        for _ in self.until(number):
            pass
