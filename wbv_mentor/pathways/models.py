"""Instances, their journal, their records and their deadlines."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    Text,
    UniqueConstraint,
    event,
    inspect,
    text,
)
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship
from sqlalchemy.schema import SchemaItem

from wbv_mentor.db import Base

OF_COORDINATION = "owner = 'coordinator' AND met_at IS NULL AND obsolete_at IS NULL"


class WorkflowDefinition(Base):
    """One version of a path as instances run it; `body` is canonical JSON, never changed."""

    __tablename__ = "workflow_definition"
    __table_args__ = (UniqueConstraint("name", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    version: Mapped[int]
    digest: Mapped[str]
    body: Mapped[str] = deferred(mapped_column(Text))
    registered_at: Mapped[datetime]


class WorkflowMigration(Base):
    """How instances were carried from one version of a path to another; journal entries name its digest."""

    __tablename__ = "workflow_migration"

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("workflow_definition.id"))
    target_id: Mapped[int] = mapped_column(ForeignKey("workflow_definition.id"))
    digest: Mapped[str] = mapped_column(unique=True)
    body: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]

    source: Mapped[WorkflowDefinition] = relationship(foreign_keys=[source_id])
    target: Mapped[WorkflowDefinition] = relationship(foreign_keys=[target_id])


class Instance(Base):
    """Anything that moves along a path. Rooms add columns by joined subclasses.

    `return_to` is the stack of states that detours came from. `row_version` counts state changes
    and is written by `advance`, and when an instance moves to another version of its path.
    """

    __tablename__ = "workflow_instance"
    __table_args__: tuple[SchemaItem, ...] = (Index(None, "kind", "state"), Index(None, "parent_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    definition_id: Mapped[int] = mapped_column(ForeignKey("workflow_definition.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("workflow_instance.id"))
    state: Mapped[str]
    return_to: Mapped[list[str]]
    started_at: Mapped[datetime]
    entered_at: Mapped[datetime]
    row_version: Mapped[int] = mapped_column(default=1)
    reference: Mapped[str | None] = mapped_column(unique=True)

    definition: Mapped[WorkflowDefinition] = relationship()
    parent: Mapped[Instance | None] = relationship(remote_side=[id], back_populates="children")
    children: Mapped[list[Instance]] = relationship(back_populates="parent", order_by="Instance.id")

    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "instance"}


@event.listens_for(Instance.state, "set", propagate=True)
def _state_changes_only_in_advance(target: Instance, value: str, old: object, _initiator: object) -> None:
    if inspect(target).persistent and value != old:
        raise RuntimeError("a state changes only in pathways.advance")


class JournalEntry(Base):
    """What happened, append-only and chained by digests. No free text and no name stands here."""

    __tablename__ = "journal_entry"
    __table_args__ = (
        UniqueConstraint("instance_id", "seq"),
        UniqueConstraint("instance_id", "submission"),
        # By its beginning, too: what the effects of an entry made names that entry first.
        Index(None, "submission", postgresql_ops={"submission": "varchar_pattern_ops"}),
        CheckConstraint("kind IN ('start', 'transition', 'undo', 'migrate', 'note')", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    instance_id: Mapped[int] = mapped_column(ForeignKey("workflow_instance.id"))
    seq: Mapped[int]
    at: Mapped[datetime]
    kind: Mapped[str]
    actor_role: Mapped[str]
    actor_id: Mapped[int | None]
    trigger: Mapped[str]
    from_state: Mapped[str | None]
    to_state: Mapped[str]
    note_digest: Mapped[str | None]
    submission: Mapped[str]
    prev: Mapped[str]
    digest: Mapped[str]

    note: Mapped[JournalNote | None] = relationship(back_populates="entry")


class JournalNote(Base):
    """A reason's text with its salt; erasable, since the chain holds only its digest."""

    __tablename__ = "journal_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("journal_entry.id"), unique=True)
    text: Mapped[str] = mapped_column(Text)
    salt: Mapped[str]

    entry: Mapped[JournalEntry] = relationship(back_populates="note")


class JournalOverwritten(Base):
    """What an entry's effects overwrote in the instance's own columns, kept as long as it can be undone.

    `data` are old values by column, as JSON; erased with the content.
    """

    __tablename__ = "journal_overwritten"

    entry_id: Mapped[int] = mapped_column(ForeignKey("journal_entry.id"), primary_key=True)
    kept_at: Mapped[datetime] = mapped_column(index=True)
    data: Mapped[dict[str, Any]]


class JournalSeal(Base):
    """Once a day: how many entries there are and a digest over all of theirs. `id` counts without gaps.

    `marks` hold number and mark of each entry since the seal before, so that a changed one can be named.
    """

    __tablename__ = "journal_seal"

    id: Mapped[int] = mapped_column(primary_key=True)
    sealed_at: Mapped[datetime]
    entries: Mapped[int]
    last_entry_id: Mapped[int]
    digest: Mapped[str]
    prev: Mapped[str]
    marks: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class StepRecord(Base):
    """What was entered under a form. A draft until submitted; saving one never moves row_version."""

    __tablename__ = "step_record"
    __table_args__ = (UniqueConstraint("instance_id", "form", "revision"), Index(None, "entry_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    instance_id: Mapped[int] = mapped_column(ForeignKey("workflow_instance.id"))
    form: Mapped[str]
    revision: Mapped[int]
    data: Mapped[dict[str, Any]]
    draft: Mapped[bool]
    saved_at: Mapped[datetime]
    saved_by_role: Mapped[str]
    saved_by_id: Mapped[int | None]
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("journal_entry.id"))


class Deadline(Base):
    """One computed date of an instance. `due_on` is the last safe day in Berlin, inclusive.

    At most one of met and obsolete is set; a row without either is open.
    """

    __tablename__ = "deadline"
    __table_args__ = (
        Index(None, "instance_id", "rule"),
        Index(None, "next_reminder_at"),
        Index(None, "due_on"),
        Index(
            "ix_deadline_of_coordination",
            "due_on",
            sqlite_where=text(OF_COORDINATION),
            postgresql_where=text(OF_COORDINATION),
        ),
        CheckConstraint("(obsolete_at IS NULL) = (closed_reason IS NULL)", name="obsolete_says_why"),
        CheckConstraint("met_at IS NULL OR obsolete_at IS NULL", name="closed_once"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    instance_id: Mapped[int] = mapped_column(ForeignKey("workflow_instance.id"))
    rule: Mapped[str]
    anchor_on: Mapped[date]
    due_on: Mapped[date]
    recommended_on: Mapped[date | None]
    owner: Mapped[str]
    strict: Mapped[bool]
    lapses: Mapped[bool] = mapped_column(default=False)
    on_overdue: Mapped[str | None]
    next_reminder_at: Mapped[datetime | None]
    overdue_tried_on: Mapped[date | None]
    met_at: Mapped[datetime | None]
    obsolete_at: Mapped[datetime | None]
    closed_reason: Mapped[str | None]
    cause: Mapped[int | None] = mapped_column(ForeignKey("journal_entry.id"))
    created_at: Mapped[datetime]

    instance: Mapped[Instance] = relationship()


class ReferenceSeries(Base):
    """The last number given out in a yearly series (cases: 2026-0147)."""

    __tablename__ = "reference_series"

    series: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]
