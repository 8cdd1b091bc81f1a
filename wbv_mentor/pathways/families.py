"""Which instances belong together: a case with its applications and questions, from the top down.

What happens to one can matter to every other one: a deadline of the case asks for its applications, nothing
is due below an erased case.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import bindparam, select

from wbv_mentor.db import session
from wbv_mentor.pathways.models import Instance
from wbv_mentor.prepared import Prepared

_CHILDREN = Prepared(select(Instance.id).where(Instance.parent_id == bindparam("id")).order_by(Instance.id))
_CHILDREN_OF_MANY = (
    select(Instance.id).where(Instance.parent_id.in_(bindparam("ids", expanding=True))).order_by(Instance.id)
)


def root_of(instance: Instance) -> Instance:
    """The topmost instance that this one hangs on; itself if it hangs on none."""
    while instance.parent_id is not None and instance.parent is not None:
        instance = instance.parent
    return instance


def families_of(instances: Iterable[Instance]) -> list[Instance]:
    """Everything that hangs together with these instances, parents before children."""
    generation = list(dict.fromkeys(root_of(instance) for instance in instances))
    found = list(generation)
    while generation:
        generation = _load(_children([instance.id for instance in generation]))
        found += generation
    return found


def _children(ids: list[int]) -> list[int]:
    if len(ids) == 1:
        return [number for (number,) in _CHILDREN.rows(id=ids[0])]
    return list(session.connection().execute(_CHILDREN_OF_MANY, {"ids": ids}).scalars())


def _load(ids: list[int]) -> list[Instance]:
    """The instances of these numbers, in this order; one query for all that are not in the session."""
    if not ids:
        return []
    found = {row.id: row for row in session.scalars(select(Instance).where(Instance.id.in_(ids)))}
    return [found[one] for one in ids]
