"""Tables of cohorts. The modules are a copy: what a certificate prints later comes from here."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wbv_mentor.db import Base
from wbv_mentor.engine.types import Label
from wbv_mentor.people.models import Account

MODULE_KINDS = ("classroom", "online", "practice")


class Cohort(Base):
    """A group that goes through the curriculum together. `reference` is its number in a yearly series
    (2026-03), `row_version` counts changes of its dates and its particulars."""

    __tablename__ = "cohort"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("seats > 0", name="seats"),
        CheckConstraint("(cancelled_at IS NULL) = (cancelled_by_id IS NULL)", name="cancelled_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    starts_on: Mapped[date] = mapped_column(index=True)
    ends_on: Mapped[date]
    seats: Mapped[int]
    place: Mapped[str]
    trainer_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    curriculum: Mapped[str] = mapped_column(String(20))
    total_units: Mapped[int]
    minimum_percent: Mapped[int]
    submission: Mapped[str] = mapped_column(String(36), unique=True)
    created_at: Mapped[datetime]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    cancelled_at: Mapped[datetime | None]
    cancelled_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    row_version: Mapped[int] = mapped_column(default=1)

    trainer: Mapped[Account] = relationship(foreign_keys=[trainer_id])
    modules: Mapped[list[CohortModule]] = relationship(
        back_populates="cohort", order_by="CohortModule.position", cascade="all, delete-orphan"
    )
    sessions: Mapped[list[CohortSession]] = relationship(
        back_populates="cohort", order_by="CohortSession.held_on, CohortSession.begins",
        cascade="all, delete-orphan",
    )  # fmt: skip


class CohortModule(Base):
    """A module of the curriculum, frozen when the cohort was created."""

    __tablename__ = "cohort_module"
    __table_args__ = (
        UniqueConstraint("cohort_id", "code"),
        CheckConstraint(f"kind IN {MODULE_KINDS}", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(10))
    name: Mapped[str]
    name_en: Mapped[str]
    kind: Mapped[str] = mapped_column(String(20))
    units: Mapped[int]
    competences: Mapped[list[str]]

    cohort: Mapped[Cohort] = relationship(back_populates="modules")

    @property
    def label(self) -> Label:
        """The name in both languages."""
        return Label(de=self.name, en=self.name_en)


class CohortSession(Base):
    """One meeting of a cohort. `part` says which piece of its module it is, so that somebody who comes
    back into another cohort is not credited twice for the same piece; `row_version` counts attendance
    lists that were kept."""

    __tablename__ = "cohort_session"
    __table_args__ = (
        CheckConstraint("ends > begins", name="ends_after_begin"),
        CheckConstraint("units > 0", name="units"),
        CheckConstraint("online = (place IS NULL)", name="place_or_online"),
        CheckConstraint("(taken_at IS NULL) = (taken_by_id IS NULL)", name="taken_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), index=True)
    module_id: Mapped[int] = mapped_column(ForeignKey("cohort_module.id"))
    part: Mapped[int]
    held_on: Mapped[date] = mapped_column(index=True)
    begins: Mapped[time]
    ends: Mapped[time]
    units: Mapped[int]
    online: Mapped[bool]
    place: Mapped[str | None]
    taken_at: Mapped[datetime | None]
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    row_version: Mapped[int] = mapped_column(default=1)

    cohort: Mapped[Cohort] = relationship(back_populates="sessions")
    module: Mapped[CohortModule] = relationship()
