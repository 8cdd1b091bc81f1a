"""Holding instances: whoever decides about them next waits, and then reads what was decided before.

On SQLite the unit of work already holds everything (BEGIN IMMEDIATE). On PostgreSQL two sendings of one
form would otherwise both find that nothing was done yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from sqlalchemy import bindparam, inspect, select
from sqlalchemy.orm.attributes import set_committed_value

from wbv_mentor.db import session
from wbv_mentor.pathways.models import Instance
from wbv_mentor.prepared import Prepared

_NAMES = [column.key for column in inspect(Instance).column_attrs]
_STANDING = Prepared(
    select(*(Instance.__table__.c[name] for name in _NAMES)).where(Instance.__table__.c.id == bindparam("id"))
)


def hold(*instances: Instance) -> None:
    """Hold instances and what they hang on until the unit of work ends, and read them all again.

    From the top down and by number, so that two who hold the same family never wait for each other.
    """
    if session.get_bind().dialect.name == "sqlite":
        _read_again(instances)
        return
    for generation in zip_longest(*map(_line_down_to, instances)):
        _hold_at_once({one.id: one for one in generation if one is not None})


def _read_again(instances: Sequence[Instance]) -> None:
    """What every instance has; what its room adds is read when somebody asks for it."""
    for one in instances:
        known = inspect(one)
        found = _STANDING.first(id=known.identity[0]) if known.expired and known.identity else None
        for name, value in zip(_NAMES, found or (), strict=found is not None):
            set_committed_value(one, name, value)


def _line_down_to(instance: Instance) -> Sequence[Instance]:
    """What the instance hangs on, topmost first, and itself."""
    line = [instance]
    while line[0].parent is not None:
        line.insert(0, line[0].parent)
    return line


def _hold_at_once(found: dict[int, Instance]) -> None:
    # Not FOR UPDATE: a journal entry, written by somebody else, may still name the row.
    wanted = select(Instance).where(Instance.id.in_(found)).order_by(Instance.id)
    session.execute(wanted.with_only_columns(Instance.id).with_for_update(key_share=True))
    for one in found.values():
        session.expire(one)
    session.scalars(wanted.execution_options(populate_existing=True)).all()
