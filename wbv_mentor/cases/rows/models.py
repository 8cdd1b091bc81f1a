"""The row of a case in lists, its words, and the views that people keep.

Lists are ordered and narrowed by these rows alone: their cost follows the length of a page, never the number
of cases. Triggers and the events in `keeping` hold them equal to the case, in the same transaction.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wbv_mentor.db import Base

NEVER = date(9999, 12, 31)  # no deadline runs: after all that have one
# By code points on both databases: PostgreSQL would ask the machine's language.
BINARY = String(200).with_variant(String(200, collation="C"), "postgresql")


class ListedCase(Base):
    """What lists order a case by. `due_on` is the soonest open deadline of the case and what hangs on it,
    `contact_on` the day of the last talk, `name` the folded name or alias."""

    __tablename__ = "listed_case"
    __table_args__ = (
        Index(None, "mentor_id", "ended", "due_on", "case_id"),
        Index(None, "due_on", "case_id"),
        Index(None, "contact_on", "case_id"),
        Index(None, "ended", "due_on", "case_id"),
        Index(None, "ended", "contact_on", "case_id"),
        Index(None, "ended", "case_id"),
        Index(None, "state", "due_on", "case_id"),
        Index(None, "state", "contact_on", "case_id"),
        Index(None, "state", "case_id"),
    )

    case_id: Mapped[int] = mapped_column(ForeignKey("mentee_case.id"), primary_key=True, autoincrement=False)
    mentor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    state: Mapped[str]
    ended: Mapped[bool]
    due_on: Mapped[date]
    contact_on: Mapped[date]
    name: Mapped[str] = mapped_column(BINARY)


class CaseWord(Base):
    """A folded word by whose beginning a case is found: of its number, or (`named`) of name and alias."""

    __tablename__ = "case_word"
    __table_args__ = (Index(None, "named", "word", "case_id"), Index(None, "mentor_id", "word"))

    case_id: Mapped[int] = mapped_column(ForeignKey("mentee_case.id"), primary_key=True, autoincrement=False)
    named: Mapped[bool] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(BINARY, primary_key=True)
    mentor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class SavedView(Base):
    """A list that somebody keeps under a name: search, filters and order as they stand in the address."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("account_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str] = mapped_column(String(40))
    query: Mapped[str] = mapped_column(String(1000))
    saved_at: Mapped[datetime]
