"""Holding an instance: whoever decides about it next waits, and then reads what was decided before.

On SQLite the unit of work already holds everything (BEGIN IMMEDIATE). On PostgreSQL two sendings of one
form would otherwise both find that nothing was done yet.
"""

from __future__ import annotations

from sqlalchemy import select

from wbv_mentor.db import session
from wbv_mentor.pathways.models import Instance


def hold(instance: Instance) -> None:
    """Hold an instance and what it hangs on until the unit of work ends, and read both again.

    From the top down, so that two who hold the same family never wait for each other.
    """
    if session.get_bind().dialect.name == "sqlite":
        return
    line = [instance]
    while line[0].parent is not None:
        line.insert(0, line[0].parent)
    for one in line:
        # Not FOR UPDATE: a journal entry, written by somebody else, may still name the row.
        session.execute(select(Instance.id).where(Instance.id == one.id).with_for_update(key_share=True))
        session.refresh(one)
