"""Old values of an instance's own columns: kept when effects overwrite them, put back when that is undone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Date, DateTime, Numeric, delete, inspect

from wbv_mentor import clock
from wbv_mentor.db import UtcDateTime, session, unit_of_work
from wbv_mentor.jobs import job
from wbv_mentor.pathways.models import Instance, JournalOverwritten

UNDO_FOR = timedelta(days=7)
Values = Mapping[str, Any]


def values_of(instance: Instance) -> Values:
    """The columns that a room has added to its instances; those of every instance belong to the engine."""
    own = {column.key for column in inspect(type(instance)).column_attrs}
    shared = {column.key for column in inspect(Instance).column_attrs}
    return {name: getattr(instance, name) for name in sorted(own - shared)}


def keep(entry_id: int, before: Values, instance: Instance, now: datetime) -> None:
    """Keep what was overwritten since `before`."""
    after = values_of(instance)
    old = {name: _plain(value) for name, value in before.items() if after[name] != value}
    if old:
        session.add(JournalOverwritten(entry_id=entry_id, kept_at=now, data=old))


def put_back(entry_id: int, instance: Instance) -> None:
    """Give the instance the values that it had before an entry."""
    kept = session.get(JournalOverwritten, entry_id)
    if kept is None:
        return
    columns = inspect(type(instance)).columns
    for name, value in kept.data.items():
        setattr(instance, name, _typed(columns[name].type, value))
    session.delete(kept)
    session.flush()
    session.expire(instance)


@job("pathways.forget_overwritten", every=3600)
def forget() -> int:
    """Delete what can no longer be undone; how many it were."""
    old = delete(JournalOverwritten).where(JournalOverwritten.kept_at < clock.now() - UNDO_FOR)
    with unit_of_work():
        return len(session.execute(old.returning(JournalOverwritten.entry_id)).all())


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _typed(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, UtcDateTime | DateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    return Decimal(value) if isinstance(kind, Numeric) else value
