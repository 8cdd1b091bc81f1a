"""Views of the list of cases that a person keeps under a name."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from wbv_mentor.cases.rights import account_of
from wbv_mentor.cases.rows.models import SavedView
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Refused, say

MOST_VIEWS = 12
LONGEST_QUERY = 1000


def save_view(*, name: str, query: str, by: Actor, now: datetime) -> None:
    """Keep the list that this query shows. The same once more changes nothing; refused for a name that
    another view has, and beyond twelve."""
    name = name.strip()
    there = _named(name, by)
    if there is not None and there.query == query:
        return
    _check(name, there)
    if len(query) > LONGEST_QUERY:
        raise Refused(say("Diese Suche ist zu lang. Bitte kürzen Sie sie."))
    count = select(func.count()).select_from(SavedView).where(SavedView.account_id == by.id)
    if (session.scalar(count) or 0) >= MOST_VIEWS:
        raise Refused(
            say("Mehr als %(most)s Ansichten gehen nicht. Bitte löschen Sie erst eine.", most=MOST_VIEWS)
        )
    session.add(SavedView(account_id=account_of(by), name=name, query=query, saved_at=now))
    session.flush()


def rename_view(*, view: SavedView, name: str, by: Actor) -> None:
    """Give a view another name; refused for one that another view has."""
    name = name.strip()
    there = _named(name, by)
    _check(name, None if there is view else there)
    view.name = name
    session.flush()


def remove_view(*, view: SavedView) -> None:
    """Forget a view; the cases stay."""
    session.delete(view)
    session.flush()


def _check(name: str, there: SavedView | None) -> None:
    if there is not None:
        raise Refused(
            say("Eine Ansicht „%(name)s“ gibt es schon. Bitte wählen Sie einen anderen Namen.", name=name),
            field="name",
        )


def _named(name: str, by: Actor) -> SavedView | None:
    query = select(SavedView).where(SavedView.account_id == by.id, SavedView.name == name)
    found: SavedView | None = session.scalars(query).one_or_none()
    return found
