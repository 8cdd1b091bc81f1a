"""The database: base class of all models, the session, and the one place that commits.

`unit_of_work` takes the write lock before it reads anything it decides on. On SQLite that is
BEGIN IMMEDIATE: a deferred transaction that reads first and writes later fails under load.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, DateTime, Dialect, Engine, MetaData, String, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session, scoped_session
from sqlalchemy.orm.util import identity_key
from sqlalchemy.types import JSON, TypeDecorator

from wbv_mentor.german import german

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
FIRST_SAFE_SQLITE = (3, 51, 3)  # 3.7.0 to 3.51.2 can corrupt a WAL database (WAL-reset bug)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: stored as UTC, always read back aware. Refuses a naive one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Base of all models; free of Flask, so that rooms can be read without it."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {
        datetime: UtcDateTime(),
        str: String(200),
        dict[str, Any]: JSON(none_as_null=True),
        list[str]: JSON(none_as_null=True),
    }


class _NestedCommit(RuntimeError):
    """A commit outside unit_of_work: a defect, never a person's mistake."""


db = SQLAlchemy(metadata=Base.metadata)
session: scoped_session[Any] = db.session
_after_commit: list[Callable[[], None]] = []


def on_commit(callback: Callable[[], None]) -> None:
    """Register what runs after each commit (the tick is woken this way)."""
    if callback not in _after_commit:
        _after_commit.append(callback)


@contextmanager
def unit_of_work(*, adopt: bool = False) -> Iterator[Session]:
    """One transaction: commit at the end, roll back on any error.

    Everything loaded before is expired and read again under the write lock. `adopt` keeps what a
    library has already put into the session (Flask-Security) instead of starting from nothing.
    """
    current = db.session()
    if current.info.get("working"):
        raise _NestedCommit("units of work do not nest")
    if not adopt:
        if current.new or current.dirty or current.deleted:
            raise _NestedCommit("changes were made outside a unit of work")
        if current.in_transaction():
            current.rollback()  # which lets go of everything that was loaded
        else:
            current.expire_all()
    _take_write_lock(current, adopt)
    current.info["working"] = True
    try:
        yield current
        current.commit()
    except BaseException:
        current.rollback()
        raise
    finally:
        current.info["working"] = False
        current.info.pop("connection", None)
    for callback in _after_commit:
        callback()


def expire_loaded(model: type[Base], ids: Iterable[int]) -> None:
    """Let the session read rows again that were changed past it; those it has not loaded cost nothing."""
    loaded = session.identity_map
    for number in ids:
        row = loaded.get(identity_key(model, number))
        if row is not None:
            session.expire(row)


def insert_if_new(model: type[Base], values: dict[str, Any], *, unique: str | tuple[str, ...]) -> bool:
    """INSERT … ON CONFLICT (unique) DO NOTHING in the running transaction; whether the row is new.

    Of many at once exactly one gets True, on both databases.
    """
    make = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    columns = (unique,) if isinstance(unique, str) else unique
    statement = make(model).values(values).on_conflict_do_nothing(index_elements=columns)
    return session.execute(statement.returning(model.__table__.c[columns[0]])).first() is not None


def _take_write_lock(current: Session, adopt: bool) -> None:
    connection = current.connection()
    if connection.dialect.name == "sqlite" and not (adopt and connection.connection.in_transaction):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    current.info["connection"] = connection


def working_connection() -> Connection:
    """The connection of the running unit of work; outside of one, the session's.

    A savepoint is set only when the session is asked for its connection.
    """
    current = session()
    known: Connection | None = current.info.get("connection")
    return current.connection() if known is None or current.in_nested_transaction() else known


@event.listens_for(Session, "before_commit")
def _only_in_unit_of_work(current: Session) -> None:
    if (current.new or current.dirty or current.deleted) and not current.info.get("working"):
        raise _NestedCommit("commits happen only in unit_of_work")


def init_db(app: Flask, url: str) -> None:
    """Bind the application to its database; use the bundled, safe SQLite for SQLite addresses."""
    options: dict[str, Any] = {"pool_pre_ping": True, "hide_parameters": True}  # values may be personal
    if url.startswith("sqlite"):
        import pysqlite3

        connecting = {"isolation_level": "IMMEDIATE", "timeout": 20}
        options |= {"module": pysqlite3, "connect_args": connecting, "pool_pre_ping": False}
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    db.init_app(app)
    with app.app_context():
        if url.startswith("sqlite"):
            event.listen(db.engine, "connect", _prepare_sqlite)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    version = tuple(int(part) for part in cursor.execute("SELECT sqlite_version()").fetchone()[0].split("."))
    cursor.execute(f"PRAGMA journal_mode={'WAL' if version >= FIRST_SAFE_SQLITE else 'DELETE'}")
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
    # SQLite's own lower() knows only A to Z: whoever looks for Özlem would not find her.
    connection.create_function("lower", 1, _lower, deterministic=True)
    connection.create_function("german", 1, german, deterministic=True)


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def is_sqlite(engine: Engine) -> bool:
    """Whether the engine speaks to SQLite."""
    return engine.dialect.name == "sqlite"
