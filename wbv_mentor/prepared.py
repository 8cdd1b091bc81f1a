"""Statements of the write path, compiled once and then run on the driver itself.

SQLAlchemy Core looks a statement up, checks and converts it anew each time, which takes longer than the
database does. Here that is done once a dialect; types of columns, events and errors are those of SQLAlchemy.
For statements that every step runs; everything else stays with Core and the ORM.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect, Insert, Select, Update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from wbv_mentor.db import working_connection

Convert = Callable[[Any], Any]
Row = tuple[Any, ...]
Statement = Select[*tuple[Any, ...]] | Insert | Update


@dataclass(frozen=True)
class _Plan:
    """A statement as one dialect runs it: its text, its parameters in their order (None: by name), and how
    values go in and come out."""

    text: str
    order: Sequence[str] | None
    usual: Mapping[str, Any]
    going_in: Mapping[str, Convert]
    coming_out: Sequence[Convert | None]

    def parameters(self, values: Mapping[str, Any]) -> Any:
        given = {**self.usual, **values}
        for name, convert in self.going_in.items():
            given[name] = convert(given[name])
        return given if self.order is None else tuple([given[name] for name in self.order])

    def row(self, found: Sequence[Any]) -> Row:
        pairs = zip(found, self.coming_out, strict=True)
        return tuple([value if convert is None else convert(value) for value, convert in pairs])


class Prepared:
    """A Core statement with a fixed number of parameters (no lists), to be run with values by name."""

    def __init__(self, statement: Statement) -> None:
        self._statement = statement
        self._plans: dict[str, _Plan] = {}

    def rows(self, **values: Any) -> list[Row]:
        """What the statement answers."""
        plan, cursor = self._run(values, many=False)
        try:
            return [plan.row(found) for found in cursor.fetchall()]
        finally:
            cursor.close()

    def first(self, **values: Any) -> Row | None:
        """The first row of the answer, or None."""
        return next(iter(self.rows(**values)), None)

    def write(self, rows: Sequence[Mapping[str, Any]]) -> int:
        """Run a statement that answers nothing once for each of `rows`; how many rows it touched."""
        _plan, cursor = self._run(rows[0], many=False) if len(rows) == 1 else self._run(rows, many=True)
        try:
            return int(cursor.rowcount)
        finally:
            cursor.close()

    def _run(self, values: Any, *, many: bool) -> tuple[_Plan, Any]:
        connection = working_connection()
        plan = self._plan(connection.dialect)
        parameters = [plan.parameters(one) for one in values] if many else plan.parameters(values)
        cursor = connection.connection.cursor()
        connection.dispatch.before_cursor_execute(connection, cursor, plan.text, parameters, None, many)
        try:
            (cursor.executemany if many else cursor.execute)(plan.text, parameters)
        except connection.dialect.loaded_dbapi.Error as error:
            raise _as_of_sqlalchemy(error, plan.text, connection) from error
        return plan, cursor

    def _plan(self, dialect: Dialect) -> _Plan:
        if dialect.name not in self._plans:
            self._plans[dialect.name] = _planned(self._statement, dialect)
        return self._plans[dialect.name]


def _planned(statement: Statement, dialect: Dialect) -> _Plan:
    compiled = statement.compile(dialect=dialect)
    assert isinstance(compiled, SQLCompiler)
    into = {name: _into(bound.type, dialect) for bound, name in compiled.bind_names.items()}
    return _Plan(
        text=str(compiled),
        order=compiled.positiontup if dialect.positional else None,
        usual=dict(compiled.params),
        going_in={name: convert for name, convert in into.items() if convert is not None},
        coming_out=tuple(_out_of(column.type, dialect) for column in statement.exported_columns),
    )


def _into(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _out_of(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    return kind.dialect_impl(dialect).result_processor(dialect, None)


def _as_of_sqlalchemy(error: Exception, text: str, connection: Connection) -> BaseException:
    base = connection.dialect.loaded_dbapi.Error
    return DBAPIError.instance(
        text, None, error, base, hide_parameters=True, dialect=connection.dialect,
    )  # fmt: skip
